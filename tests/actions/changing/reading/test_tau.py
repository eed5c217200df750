"""
Every wish of the tasks of tau-bench is read as the task wants it, however it is put.

What a customer leaves out is not guessed: of two lamps neither is "the lamp".
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import pytest

from actions.changing.reading import Said, pieces, read
from bench._tasks import wordings
from bench._tasks.customer import Customer
from bench._tasks.data import Kind, Task, Write, tasks
from bench._tasks.parts import RegularPart
from bench._tasks.regular import Verb, Wish, wishes
from crm_connector.model import Order
from crm_connector.operations import Operation
from tests.actions.changing.reading.tau import Retailer
from tests.crm_connector.sources.sql.tau_shop import folder

pytestmark = pytest.mark.shared
RUNS = 2
KINDS = {
    Verb.CANCEL: Kind.CANCEL,
    Verb.ADDRESS: Kind.ADDRESS,
    Verb.MODIFY: Kind.ITEMS,
    Verb.EXCHANGE: Kind.EXCHANGE,
    Verb.RETURN: Kind.RETURN,
}
OPERATIONS = {
    Verb.CANCEL: Operation.CANCEL_ORDER,
    Verb.ADDRESS: Operation.CHANGE_ADDRESS,
    Verb.MODIFY: Operation.CHANGE_ITEMS,
    Verb.EXCHANGE: Operation.EXCHANGE_ITEMS,
    Verb.RETURN: Operation.RETURN_ITEMS,
}


@dataclass(frozen=True)
class Wanted:
    """
    A wish as it is told, and what the task wants written for it.
    """

    wish: Wish
    write: Write
    order: Order

    def wrong(self, text: str, said: Said) -> str | None:
        """
        What was read otherwise; None where all is well.
        """
        verb, of = self.wish.verb, self.write.arguments
        if verb is Verb.CANCEL:
            is_told = "need" in text or "mistake" in text
            expected = of["reason"].replace(" ", "_") if is_told else None
            return self._unless(said.reason and said.reason.value, expected)
        if verb is Verb.ADDRESS:
            return self._wrong_address(text, said)
        has = {line.id: line.variant_id for line in self.order.lines}
        if said.unclear_lines and self._leaves_open(text):
            return None
        paid = self.wish.method if self.wish.method in text else None
        if paid and said.methods != (paid,):
            return f"{said.methods}, not {paid}"
        if said.unclear_lines or said.unknown_things:
            return f"{said.unclear_lines} {said.unknown_things}"
        if verb is Verb.RETURN:
            lines = sorted(str(has[each]) for each in said.lines)
            return self._unless(lines, sorted(of["item_ids"]))
        swaps = sorted((has[each.line], each.candidates) for each in said.choices)
        pairs = zip(of["item_ids"], of["new_item_ids"], strict=True)
        expected_swaps = sorted((old, (new,)) for old, new in pairs)
        return self._unless(swaps, expected_swaps)

    def _wrong_address(self, text: str, said: Said) -> str | None:
        if "the same address as" in text:
            return self._unless(said.as_order, self.wish.like.lstrip("#"))
        of, got = self.write.arguments, said.address
        parts = ("city", "state", "zip")
        expected = ((of["address1"], of["address2"]), *(of[each] for each in parts))
        if got is None:
            return "no address"
        return self._unless(
            (got.lines, got.city, got.province, got.postal_code), expected
        )

    def _leaves_open(self, text: str) -> bool:
        """
        Whether a thing of which there are two is told by its name alone.
        """
        names = [line.names["en"] for line in self.order.lines]
        return any(
            names.count(each.name) > 1 and f"the {each.name.lower()} (" not in text
            for each in self.wish.items
        )

    @staticmethod
    def _unless(actual: object, expected: object) -> str | None:
        return None if actual == expected else f"{actual}, not {expected}"


@cache
def retailer() -> Retailer:
    """
    The data set.
    """
    found = folder()
    if found is None:
        pytest.skip("HAMYAR_SHARED has no data/tau_retail")
    return Retailer(found)


def wanted(task: Task) -> Iterator[Wanted]:
    """
    The regular wishes of a task, each with its write.
    """
    left = list(task.writes)
    for wish in wishes(task.instruction):
        if not isinstance(wish, Wish):
            continue
        for write in left:
            if (write.order, write.kind) == (wish.order, KINDS[wish.verb]):
                left.remove(write)
                order = retailer().known(task.user, wish.order).order
                assert order is not None
                yield Wanted(wish, write, order)
                break


@pytest.mark.parametrize("run", range(RUNS))
def test_every_wish_is_read_as_the_task_wants_it(run: int) -> None:
    wrong, count = [], 0
    for task in tasks(retailer().folder):
        for each in wanted(task):
            chance = random.Random(f"{run}/{task.name}")
            text = wordings.said(each.wish, chance, fully=run == 0)
            known = retailer().known(task.user, each.wish.order)
            why = each.wrong(text, read(text, "en", known))
            count += 1
            if why:
                wrong.append(f"{task.name}: {text}\n    {why}")

    assert count > 600
    assert wrong == []


@pytest.mark.parametrize("run", range(RUNS))
def test_a_message_of_several_wishes_is_cut_into_them(run: int) -> None:
    wrong, count = [], 0
    for task in tasks(retailer().folder):
        customer = Customer(task.instruction, run)
        parts = customer._parts[: customer._at_once]
        text = customer.opening()
        told = [each._wish for each in parts if isinstance(each, RegularPart)]
        if len(told) < len(parts):
            continue
        found = pieces(text, "en", retailer().known(task.user))
        count += 1
        actual = [(each.operation, each.orders) for each in found]
        expected = [(OPERATIONS[w.verb], (w.order.lstrip("#"),)) for w in told]
        if actual != expected:
            wrong.append(f"{task.name}: {text}\n    {actual}")
            continue
        of = {(each.wish.order, each.wish.verb): each for each in wanted(task)}
        for wish, piece in zip(told, found, strict=True):
            known = retailer().known(task.user, wish.order)
            each = of.get((wish.order, wish.verb))
            why = each and each.wrong(piece.text, read(piece.text, "en", known))
            if why:
                wrong.append(f"{task.name}: {piece.text}\n    {why}")

    assert count > 400
    assert wrong == []
