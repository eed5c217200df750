"""
Answers of the shop that get lost: nothing is done twice, and what is told is so.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from starlette.routing import BaseRoute

from actions import services
from actions.changing.shop import GateShop
from bot.desk.operations import Operations
from bot.desk.web.operations import operation_routes
from crm_connector.errors import OutcomeUnknown, SourceUnavailable
from crm_connector.model import Order, OrderStatus
from tests.actions.changing import shops
from tests.actions.changing.shops import AWAY, CARD, GIFT, LAMP, MUG, VARIANTS
from tests.bot.desk.counter import Agent, Counter, counter
from tests.bot.desk.web.test_operations import ID, ORDER, OTHER_ID, path, telling_of
from tests.fakes.changing import ChangingSource
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer

T = TypeVar("T")

RULES = shops.rules(Path(shops.__file__).with_name("rules.yml"))
PLACED, DELIVERED = OrderStatus.PLACED, OrderStatus.DELIVERED
MUGS = replace(MUG, quantity=2)
CANCEL = {"operation": "cancel_order"}
SEND = {
    "operation": "change_address",
    "address": {
        "name": AWAY.name,
        "lines": list(AWAY.lines),
        "city": AWAY.city,
        "province": AWAY.province,
        "postal_code": AWAY.postal_code,
        "country": AWAY.country,
    },
}
CHANGE = {"operation": "change_items", "lines": [{"id": "1", "variant": "m2"}]}
TAKE_AWAY = {"operation": "change_items", "lines": [{"id": "2", "quantity": 0}]}
RETURN = {
    "operation": "return_items",
    "lines": [{"id": "1", "quantity": 1}],
    "reason": "changed_mind",
    "pay_by": CARD.id,
}
RETURN_ALL = {**RETURN, "lines": [{"id": "1"}, {"id": "2"}]}
EXCHANGE = {
    "operation": "exchange_items",
    "lines": [{"id": "1", "variant": "m3", "quantity": 1}],
    "reason": "damaged",
    "with_photo": True,
    "pay_by": CARD.id,
}
WISHES = [
    *((CANCEL, PLACED), (SEND, PLACED), (CHANGE, PLACED), (TAKE_AWAY, PLACED)),
    *((RETURN, DELIVERED), (RETURN_ALL, DELIVERED), (EXCHANGE, DELIVERED)),
]
NAMES = ["cancel", "send", "change", "take", "return", "return_all", "exchange"]


class Losing(ChangingSource):
    """
    Loses answers: `lost` says of the next ones whether the change was made before.

    `shows` is how an order tells what came back: by its status, by its lines, or not.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.lost: list[str] = []
        self.shows = "status"
        self.writes = 0
        self.is_away_after = False
        self._is_writing = False

    async def cancel_order(self, *given: Any, **more: Any) -> Order:
        return await self._answer(super().cancel_order(*given, **more))

    async def change_address(self, *given: Any, **more: Any) -> Order:
        return await self._answer(super().change_address(*given, **more))

    async def change_items(self, *given: Any, **more: Any) -> Order:
        return await self._answer(super().change_items(*given, **more))

    async def return_items(self, *given: Any, **more: Any) -> Order:
        return await self._answer(super().return_items(*given, **more))

    async def exchange_items(self, *given: Any, **more: Any) -> Order:
        return await self._answer(super().exchange_items(*given, **more))

    async def _answer(self, change: Coroutine[Any, Any, Order]) -> Order:
        lost = self.lost.pop(0) if self.lost else ""
        if lost == "before":
            change.close()
            raise OutcomeUnknown("No answer.")
        self._is_writing = True
        try:
            answer = await change
        finally:
            self._is_writing = False
            if self.is_away_after:
                self.go_down()
        if lost == "after":
            raise OutcomeUnknown("No answer.")
        return self._read(answer)

    def _keep(self, before: Order, after: Order) -> Order:
        self.writes += 1
        return super()._keep(before, after)

    def _read(self, record: T) -> T:
        record = super()._read(record)
        if not isinstance(record, Order) or self._is_writing or self.shows == "status":
            return record
        lines = record.lines
        if self.shows == "nothing":
            lines = tuple(replace(line, returned=0) for line in lines)
        return replace(record, done=frozenset(), lines=lines)


@dataclass
class Desk:
    """
    An agent who attends to the customer of one order, before a shop that loses answers.
    """

    made: Counter
    source: Losing
    sara: Agent
    held: Any

    def stands(self, status: OrderStatus) -> None:
        """
        The order is this far.
        """
        made = shops.an_order(ORDER, status, MUGS, LAMP, customer_id="7", source="fake")
        self.source.all_orders = [made]

    @property
    def order(self) -> Order:
        """
        As the shop's system has it.
        """
        return self.source.all_orders[0]

    async def read_back(self, wish: dict[str, Any]) -> str:
        """
        The digest of what would be done.
        """
        answer = await self.sara.post(path(self.held, "/read-back"), **wish)
        assert answer.json()["step"] == "deal", answer.text
        return str(answer.json()["deal"]["digest"])

    async def carry_out(
        self, wish: dict[str, Any], digest: str, id_: str = ID
    ) -> tuple[int, str]:
        """
        How it came: the status of the answer, and its word.
        """
        answer = await self.sara.post(
            path(self.held, "/carry-out"),
            **{**wish, "epoch": self.held.epoch, "digest": digest, "id": id_},
            agreed=True,
            note="Done so",
        )
        said = answer.json()
        return answer.status_code, said.get("error") or said["came"]

    async def notes(self) -> list[str]:
        """
        What stands in the conversation for colleagues.
        """
        page = await self.made.core.desk.after(self.held.conversation, 0, 100)
        return [each.text for each in page.messages if each.desk == "note"]


UNKNOWN = (503, "outcome_unknown")
DONE = (200, "done")
MOVED = (409, "order_moved")


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Desk]:
    """
    A desk behind the gate.
    """
    sources: list[Losing] = []

    def routes(made: Counter) -> list[BaseRoute]:
        clock = made.house.clock
        source = Losing(
            [a_customer()],
            variants=[each for some in VARIANTS.values() for each in some],
            count={"m1": 5, "m2": 5, "m3": 5, "l2": 5},
            methods={"7": [CARD, GIFT]},
            clock=clock,
        )
        sources.append(source)
        gate = FakeHouse(source, clock=clock).gate
        house = services.Services(gate, clock, RULES.zone, policies=RULES)
        operations = Operations(lambda attended: GateShop(house, attended=attended))
        return operation_routes(
            made.guard, made.accounts, made.core, operations, telling_of(made), "en"
        )

    async with counter(address, routes) as made:
        sara = await made.agent("sara")
        yield Desk(made, sources[0], sara, await made.held(sara))


@pytest.mark.parametrize("shows", ["status", "lines", "nothing"])
@pytest.mark.parametrize("lost", ["before", "after"])
@pytest.mark.parametrize(("wish", "status"), WISHES, ids=NAMES)
async def test_a_lost_answer_is_asked_for_again_and_it_is_done_once(
    desk: Desk, wish: dict[str, Any], status: OrderStatus, lost: str, shows: str
) -> None:
    desk.stands(status)
    desk.source.shows = shows
    digest = await desk.read_back(wish)
    desk.source.lost = [lost]

    first = await desk.carry_out(wish, digest)

    comes_back = wish in (RETURN, RETURN_ALL, EXCHANGE)
    is_seen = lost == "after" and not (comes_back and shows == "nothing")
    # What the order shows is told; what it does not show is not guessed.
    assert first == (DONE if is_seen else UNKNOWN)
    after = desk.order if lost == "after" else None
    assert desk.source.writes == (1 if lost == "after" else 0)

    assert await desk.carry_out(wish, digest) == DONE
    assert await desk.carry_out(wish, digest) == DONE
    assert desk.source.writes == 1
    assert after is None or desk.order == after
    assert await desk.notes() == ["Done so"]


@pytest.mark.parametrize(("wish", "status"), WISHES, ids=NAMES)
async def test_while_nobody_answers_it_stays_unknown(
    desk: Desk, wish: dict[str, Any], status: OrderStatus
) -> None:
    desk.stands(status)
    digest = await desk.read_back(wish)
    desk.source.lost, desk.source.is_away_after = ["after"], True

    assert await desk.carry_out(wish, digest) == UNKNOWN
    assert await desk.carry_out(wish, digest) == UNKNOWN
    desk.source.come_back()
    desk.source.is_away_after = False
    desk.source.lost = ["before"]
    assert await desk.carry_out(wish, digest) == UNKNOWN

    assert await desk.carry_out(wish, digest) == DONE
    assert desk.source.writes == 1
    came = [
        each.details["came"] for each in await desk.made.log("order.operation.came")
    ]
    assert came == ["done", *["outcome_unknown"] * 3]


async def test_what_did_not_get_through_was_not_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.stands(DELIVERED)
    digest = await desk.read_back(RETURN)

    async def away(*_: Any, **__: Any) -> Order:
        raise SourceUnavailable("It is down.")

    with monkeypatch.context() as patch:
        patch.setattr(desk.source, "return_items", away)
        assert await desk.carry_out(RETURN, digest) == (503, "unavailable")
    # Somebody else's return meanwhile is not taken for this one.
    back = await desk.read_back(RETURN_ALL)
    assert await desk.carry_out(RETURN_ALL, back, OTHER_ID) == DONE
    assert await desk.carry_out(RETURN, digest) == MOVED
    assert desk.source.writes == 1


async def test_what_was_lost_and_is_too_late_now_is_not_done_any_more(
    desk: Desk,
) -> None:
    desk.stands(PLACED)
    digest = await desk.read_back(CANCEL)
    desk.source.lost = ["before"]
    assert await desk.carry_out(CANCEL, digest) == UNKNOWN
    desk.stands(OrderStatus.SHIPPED)

    # The shop's system knows by the key that it was not done, and refuses it.
    assert await desk.carry_out(CANCEL, digest) == MOVED
    assert desk.source.writes == 0


async def test_what_the_rules_forbid_by_now_is_not_sent_again(desk: Desk) -> None:
    desk.stands(DELIVERED)
    digest = await desk.read_back(RETURN)
    desk.source.lost = ["before"]
    assert await desk.carry_out(RETURN, digest) == UNKNOWN
    delivered = replace(desk.order.history[0], at=shops.NOW.replace(year=2025))
    desk.source.all_orders = [replace(desk.order, history=(delivered,))]

    assert await desk.carry_out(RETURN, digest) == UNKNOWN
    assert desk.source.writes == 0


async def test_by_a_lost_key_nothing_else_is_done(desk: Desk) -> None:
    desk.stands(PLACED)
    digest = await desk.read_back(SEND)
    desk.source.lost = ["before"]
    assert await desk.carry_out(SEND, digest) == UNKNOWN

    elsewhere = {**SEND["address"], "city": "Boston"}
    other = {**SEND, "address": elsewhere}
    assert await desk.carry_out(other, digest) == (409, "id_taken")
    assert await desk.carry_out(SEND, "0" * 64) == (409, "id_taken")
    assert await desk.carry_out(CANCEL, digest) == (409, "id_taken")
    assert desk.source.writes == 0
    assert "Denver" not in str(await desk.made.log("order.operation"))

    assert await desk.carry_out(SEND, digest) == DONE
    assert desk.source.writes == 1


async def test_what_was_refused_by_the_rules_is_not_sent_by_asking_twice(
    desk: Desk,
) -> None:
    desk.stands(PLACED)
    digest = await desk.read_back(CANCEL)
    desk.stands(OrderStatus.SHIPPED)

    for _ in range(2):
        assert await desk.carry_out(CANCEL, digest) == MOVED
    assert desk.source.writes == 0
    assert await desk.made.log("order.operation.sent") == ()
