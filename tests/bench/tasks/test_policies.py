"""
The retailer's wiki as a policies file, beside the wiki as the reference has it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench._tasks import reference
from bench._tasks.data import FIRST, Kind, Task, Write
from bench._tasks.reference import Why
from crm_connector.choices import PaymentMethod
from crm_connector.model import Money, Order
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.deciding import Allowed, decide
from crm_connector.policies.paying import Payable, payable
from crm_connector.policies.reading import load
from crm_connector.sources.sql import SqlSource
from tests.crm_connector.small_shop import ROOT

FILES = ROOT / "bench" / "_tasks"
POLICIES = load(FILES / "policies.yml", zone=ZoneInfo("America/New_York"))
OPERATIONS = {
    Kind.CANCEL: Operation.CANCEL_ORDER,
    Kind.ADDRESS: Operation.CHANGE_ADDRESS,
    Kind.ITEMS: Operation.CHANGE_ITEMS,
    Kind.RETURN: Operation.RETURN_ITEMS,
    Kind.EXCHANGE: Operation.EXCHANGE_ITEMS,
}
METHODS = {"credit_card": MethodKind.CARD, "gift_card": MethodKind.GIFT_CARD}
SOME = {"reason": "no longer needed", "item_ids": [], "new_item_ids": []}
PLACE = dict.fromkeys(("address1", "address2", "city", "state", "zip", "country"), "x")


@pytest.fixture
async def source(shop: Path) -> AsyncIterator[SqlSource]:
    """
    The retailer as our connector reads it.
    """
    source = SqlSource.open(f"sqlite:///{shop}", FILES / "mapping.yml")
    yield source
    await source.close()


@pytest.mark.shared
async def test_the_mapping_fits_and_knows_every_order(
    source: SqlSource, shop: Path
) -> None:
    await source.check()
    surveyed = await source.survey()

    assert not [trouble for each in surveyed for trouble in each.troubles]
    orders = await source.orders("olivia_ito_3591", limit=99)
    assert {each.number for each in orders} >= {"#W5442520", "#W5866402"}
    (order,) = [each for each in orders if each.number == "#W5442520"]
    assert order.total == Money(66385, "USD")
    assert order.lines[0].variants["en"] == "black, optical, wired"


@pytest.mark.shared
async def test_both_allow_the_same_in_every_status_and_after_every_write(
    source: SqlSource, shop: Path, tasks: list[Task]
) -> None:
    """
    Whatever was done to an order once, and whatever is tried with it then.
    """
    seen = set()
    for task in tasks:
        first = task.writes[0]
        order = await source.order(task.user, first.order)
        if (first.kind, order.status) in seen:
            continue
        seen.add((first.kind, order.status))
        for done in (None, first):
            for kind, operation in OPERATIONS.items():
                with reference.copied(shop) as database:
                    before = () if done is None else (done,)
                    reference.perform(database, _with(task, *before))
                    method = _paid(database, order)
                    wanted = {**SOME, **PLACE, "payment_method_id": method}
                    write = Write(kind, {**wanted, "order_id": order.number})
                    left = reference.perform(database, _with(task, write))
                found = decide(
                    POLICIES,
                    operation,
                    await source.order(task.user, first.order),
                    FIRST,
                    reason=Reason.NO_LONGER_NEEDED,
                    done=() if done is None else (OPERATIONS[done.kind],),
                )
                cancelled = done is not None and done.kind is Kind.CANCEL
                if not cancelled:  # The status of the order says so.
                    assert isinstance(found, Allowed) is (left == []), (kind, done)
    assert len(seen) == len(Kind)


def _with(task: Task, *writes: Write) -> Task:
    return Task(task.name, task.user, "", writes)


def _paid(database: sqlite3.Connection, order: Order) -> str:
    (method,) = database.execute(
        "SELECT method_id FROM payments WHERE order_id = ? ORDER BY id LIMIT 1",
        (order.number,),
    ).fetchone()
    return str(method)


@pytest.mark.shared
def test_both_refuse_the_same_methods(tasks: list[Task], shop: Path) -> None:
    tried = {True: 0, False: 0}
    for task in tasks:
        for write in task.writes:
            if "payment_method_id" not in write.arguments or len(task.writes) > 1:
                continue
            rule = POLICIES.rules[OPERATIONS[write.kind]]
            with reference.copied(shop) as database:
                methods = database.execute(
                    "SELECT id, kind, balance FROM payment_methods WHERE user_id = ?",
                    (task.user,),
                ).fetchall()
                (paid,) = database.execute(
                    "SELECT method_id FROM payments WHERE order_id = ?", (write.order,)
                ).fetchone()
            for id_, kind, balance in methods:
                changed = {**write.arguments, "payment_method_id": id_}
                with reference.copied(shop) as database:
                    due = _due(database, write.arguments)
                    left = reference.perform(
                        database, _with(task, Write(write.kind, changed))
                    )
                method = PaymentMethod(
                    id_,
                    METHODS.get(kind, MethodKind.PAYPAL),
                    None if balance is None else Money(balance, "USD"),
                )
                found = payable(rule, method, paid, Money(due, "USD"))
                whys = [why for _, why in left]
                assert (found is Payable.NOT_ALLOWED) is (whys == [Why.METHOD])
                assert (found is Payable.TOO_LITTLE) is (whys == [Why.BALANCE])
                tried[found is Payable.YES] += 1
    assert min(tried.values()) > 20


def _due(database: sqlite3.Connection, wanted: Mapping[str, Any]) -> int:
    """
    What the new items cost more than the old ones.
    """
    prices = [
        sum(
            database.execute(
                "SELECT price FROM variants WHERE item_id = ?", (item,)
            ).fetchone()[0]
            for item in wanted.get(key, ())
        )
        for key in ("new_item_ids", "item_ids")
    ]
    return prices[0] - prices[1] if wanted.get("new_item_ids") else 0
