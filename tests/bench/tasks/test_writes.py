"""
What tasks want, done through our gate without a word: it ends as in the reference.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from bench._tasks import playing, states
from bench._tasks.data import Kind, Task, Write
from crm_connector import order_changes, reckoning
from crm_connector.choices import LineChange, LinePart, Variant
from crm_connector.errors import Refused
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Address, Assurance, Identity, Order, OrderLine, Yes
from crm_connector.operations import Reason
from crm_connector.policies.deciding import Allowed, decide
from crm_connector.sources.sql import SqlSource
from tests.bench.tasks.test_policies import FILES, OPERATIONS, POLICIES
from tests.crm_connector.small_shop import NOW
from tests.fakes.house import FakeHouse

pytestmark = pytest.mark.shared

REASONS = {
    "no longer needed": Reason.NO_LONGER_NEEDED,
    "ordered by mistake": Reason.ORDERED_BY_MISTAKE,
}
SAMPLE = 40


class Attendant:
    """
    Does what tasks want, as somebody who understood every word of the customer.
    """

    def __init__(self, gate: CustomerGate, user: str) -> None:
        self._gate = gate
        self._who = Identity(user, Assurance.PROVEN, by_shop(NOW))
        self._wishes = 0

    async def do(self, write: Write) -> None:
        """
        Carry it out; `Refused` where that may not be.
        """
        order = await self._order(write)
        reason = REASONS.get(write.arguments.get("reason", ""))
        decision = decide(
            *(POLICIES, OPERATIONS[write.kind], order, NOW),
            reason=reason,
            done=order.done,
        )
        if not isinstance(decision, Allowed):
            raise Refused(decision.why.value)
        if write.kind is Kind.CANCEL:
            wish = order_changes.cancelling(order.number, reason)
            await self._gate.changes.cancel_order(
                self._who, order.number, reason=reason, yes=self._yes(wish)
            )
        elif write.kind is Kind.ADDRESS:
            await self._send(order, write)
        else:
            await self._of_lines(order, write)

    async def _order(self, write: Write) -> Order:
        (order,) = (await self._gate.order(self._who, write.order)).values
        return order

    async def _send(self, order: Order, write: Write) -> None:
        wanted = write.arguments
        address = Address(
            name="",
            lines=(wanted["address1"], wanted["address2"]),
            city=wanted["city"],
            province=wanted["state"],
            postal_code=wanted["zip"],
            country={"USA": "US"}[wanted["country"]],
        )
        await self._gate.changes.change_address(
            self._who,
            order.number,
            address,
            yes=self._yes(order_changes.sending(order.number, address)),
        )

    async def _of_lines(self, order: Order, write: Write) -> None:
        lines = _lines(order, write.arguments["item_ids"])
        method, changes = write.arguments["payment_method_id"], self._gate.changes
        currency = order.total.currency
        if write.kind is Kind.RETURN:
            parts = tuple(LinePart(line.id) for line in lines)
            due = reckoning.due(reckoning.returned(order, parts), currency)
            wish = order_changes.returning(order.number, parts, due, method, None)
            await changes.return_items(
                *(self._who, order.number, parts),
                due=due,
                method_id=method,
                yes=self._yes(wish),
            )
            return
        wished = tuple(
            LineChange(line.id, item)
            for line, item in zip(lines, write.arguments["new_item_ids"], strict=True)
        )
        variants: dict[str, Variant] = {}
        for line in lines:
            pieces = await changes.variants(self._who, line.product_id)
            variants |= {each.id: each for each in pieces}
        if write.kind is Kind.ITEMS:
            becoming = reckoning.changed(order, wished, variants)
            due = reckoning.due(becoming, currency)
            wish = order_changes.changing(order.number, wished, due, method)
            await changes.change_items(
                *(self._who, order.number, wished),
                due=due,
                method_id=method,
                yes=self._yes(wish),
            )
            return
        becoming = reckoning.exchanged(order, wished, variants)
        due = reckoning.due(becoming, currency)
        wish = order_changes.exchanging(order.number, wished, due, method, None)
        await changes.exchange_items(
            *(self._who, order.number, wished),
            due=due,
            method_id=method,
            yes=self._yes(wish),
        )

    def _yes(self, wish: tuple[object, ...]) -> Yes:
        self._wishes += 1
        return Yes(self._who.customer_id or "", wish, f"wish-{self._wishes}")


def _lines(order: Order, items: Sequence[str]) -> list[OrderLine]:
    """
    A line for each of the items; what is named twice needs two of them.
    """
    there, found = list(order.lines), []
    for item in items:
        line = next((each for each in there if each.variant_id == item), None)
        if line is None:
            raise Refused("It is not in the order.")
        there.remove(line)
        found.append(line)
    return found


async def failed(shop: Path, folder: Path, tasks: Sequence[Task]) -> dict[str, object]:
    """
    The tasks whose end state is not that of the reference, with what differs.
    """
    judge, found = playing.Judge(shop), {}
    for task in tasks:
        file = folder / "shop.db"
        shutil.copyfile(shop, file)
        source = SqlSource.open(
            f"sqlite:///{file}", FILES / "mapping.yml", clock=lambda: NOW
        )
        # How quick the shop answers is not looked at here.
        house = FakeHouse(source, clock=lambda: NOW, seconds=60)
        attendant = Attendant(house.gate, task.user)
        for write in task.writes:
            with suppress(Refused):
                await attendant.do(write)
        await house.keeper.close()
        await source.close()
        verdict = judge(task, 0, states.read(file), ())
        if not verdict.has_passed:
            found[task.name] = verdict.differences
    return found


async def test_the_dev_tasks_and_some_others_end_as_they_should(
    shop: Path, tasks: list[Task], tmp_path: Path
) -> None:
    dev = [each for each in tasks if each.file == "dev"]
    others = [each for each in tasks if each.file != "dev"]
    some = random.Random(7).sample(others, SAMPLE)

    assert len(dev) == 18
    assert {kind for task in some for kind in task.kinds} == set(Kind)
    assert await failed(shop, tmp_path, [*dev, *some]) == {}


@pytest.mark.slow
@pytest.mark.timeout(1200)
async def test_all_tasks_end_as_they_should(
    shop: Path, tasks: list[Task], tmp_path: Path
) -> None:
    assert len(tasks) == 487
    assert await failed(shop, tmp_path, tasks) == {}
