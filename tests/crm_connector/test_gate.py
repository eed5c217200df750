"""
The gate: data only for whoever has proven who they are, and only their own.
"""

import inspect
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from crm_connector import order_changes
from crm_connector.access import Attended
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.errors import (
    BadSourceData,
    NotConfirmed,
    NotProven,
    NotSupported,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.gate import CustomerGate
from crm_connector.identity.ageing import by_code, by_shop
from crm_connector.model import (
    Address,
    Assurance,
    Identity,
    Invoice,
    Loyalty,
    Money,
    Order,
    Wish,
    Yes,
)
from crm_connector.operations import MethodKind, Reason
from crm_connector.profile.facts import Field, Found, Purpose
from crm_connector.refunds import Refund
from crm_connector.source import Capability
from tests.crm_connector.small_shop import (
    CANCELLED,
    CUSTOMERS,
    DELIVERED,
    JOHNS,
    NOW,
    ORDERS,
    SARA,
    SHIPPED,
)
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource

Question = Callable[[CustomerGate, Identity], Awaitable[object]]
Doing = Callable[[CustomerGate, Identity, Yes | None], Awaitable[object]]

TOMAN = Money(1000, "IRT")
HOME = Address(name="سارا احمدی", lines=("ولیعصر ۱",), city="تهران")
INVOICE = Invoice("I-1", "1", "10042", date(2026, 5, 9), None, TOMAN, TOMAN, "s", NOW)
LOYALTY = Loyalty("1", 120, "gold", "s", NOW)
REFUND = Refund("R-1", "10042", TOMAN, False, "s", NOW)
BLUE = Variant("v2", "11", {"en": {"colour": "blue"}}, TOMAN, True, "s", NOW)
CARD = PaymentMethod("card_1", MethodKind.CARD)
SWAP, PART = (LineChange("l1", "v2"),), (LinePart("l1"),)
WHY = Reason.DOES_NOT_FIT
WISHES: dict[str, Wish] = {
    "cancel_order": order_changes.cancelling("10042", WHY),
    "refund_order": order_changes.refunding("10042", TOMAN),
    "change_address": order_changes.sending("10042", HOME),
    "change_items": order_changes.changing("10042", SWAP, TOMAN, "card_1"),
    "return_items": order_changes.returning("10042", PART, TOMAN, "card_1", WHY),
    "exchange_items": order_changes.exchanging("10042", SWAP, TOMAN, "card_1", WHY),
}
YES = {name: Yes("1", wish, "wish-1") for name, wish in WISHES.items()}
NEWEST_FIRST = (CANCELLED, SHIPPED, DELIVERED)


async def values(asked: Awaitable[Found[Any]]) -> tuple[Any, ...]:
    """
    What was found, without where it is from.
    """
    return (await asked).values


async def name_of(gate: CustomerGate, who: Identity) -> str | None:
    """
    The name in the profile.
    """
    profile = await gate.profile(who, fields=(Field.NAME,))
    return profile.name and profile.name.value


async def attended_name(gate: CustomerGate, attended: Attended) -> str | None:
    """
    The name that an agent is shown.
    """
    profile = await gate.attended(attended)
    return profile.name and profile.name.value


READS: dict[str, tuple[Question, object]] = {
    "person": (lambda gate, who: gate.person(who), 1),
    "profile": (name_of, SARA.name),
    "orders": (lambda gate, who: values(gate.orders(who)), NEWEST_FIRST),
    "order": (lambda gate, who: values(gate.order(who, "10042")), (SHIPPED,)),
    "invoices": (lambda gate, who: values(gate.invoices(who)), (INVOICE,)),
    "loyalty": (lambda gate, who: values(gate.loyalty(who)), (LOYALTY,)),
    "current_order": (
        lambda gate, who: gate.changes.current_order(who, "10042"),
        SHIPPED,
    ),
    "variants": (lambda gate, who: gate.changes.variants(who, "11"), (BLUE,)),
    "payment_methods": (lambda gate, who: gate.changes.payment_methods(who), (CARD,)),
    # For the one of the shop who attends to them.
    "attended": (
        lambda gate, who: attended_name(gate, Attended(who, NOW)),
        SARA.name,
    ),
    "attended_order": (
        lambda gate, who: values(gate.attended_order(Attended(who, NOW), "10042")),
        (SHIPPED,),
    ),
}
WRITES: dict[str, tuple[Doing, object]] = {
    "cancel_order": (
        lambda gate, who, yes: gate.changes.cancel_order(
            who, "10042", reason=WHY, yes=yes
        ),
        CANCELLED,
    ),
    "refund_order": (
        lambda gate, who, yes: gate.changes.refund_order(who, "10042", TOMAN, yes=yes),
        REFUND,
    ),
    "change_address": (
        lambda gate, who, yes: gate.changes.change_address(who, "10042", HOME, yes=yes),
        SHIPPED,
    ),
    "change_items": (
        lambda gate, who, yes: gate.changes.change_items(
            who, "10042", SWAP, due=TOMAN, method_id="card_1", yes=yes
        ),
        SHIPPED,
    ),
    "return_items": (
        lambda gate, who, yes: gate.changes.return_items(
            who, "10042", PART, due=TOMAN, method_id="card_1", reason=WHY, yes=yes
        ),
        DELIVERED,
    ),
    "exchange_items": (
        lambda gate, who, yes: gate.changes.exchange_items(
            who, "10042", SWAP, due=TOMAN, method_id="card_1", reason=WHY, yes=yes
        ),
        DELIVERED,
    ),
}
QUESTIONS: dict[str, tuple[Question, object]] = {
    **READS,
    **{
        name: (lambda gate, who, wish=wish, yes=YES[name]: wish(gate, who, yes), answer)
        for name, (wish, answer) in WRITES.items()
    },
}


# Of these counts who it was when they wrote (`access_desk`).
ATTENDED = ("attended", "attended_order")
# Nobody asks there: it goes by what they agreed to.
FOLLOWED = "followed"


class AbleSource(FakeSource):
    """
    A shop that can do everything a gate leads to, and notes what it was asked to do.
    """

    def __init__(self) -> None:
        super().__init__(CUSTOMERS, ORDERS)
        self.done: list[tuple[str, ...]] = []

    @property
    def capabilities(self) -> frozenset[Capability]:
        return frozenset(Capability)

    async def invoices(self, customer_id: str, *, limit: int) -> tuple[Invoice, ...]:
        await self._answering()
        return (INVOICE,) if customer_id == INVOICE.customer_id else ()

    async def loyalty(self, customer_id: str) -> Loyalty:
        await self._answering()
        assert customer_id == LOYALTY.customer_id
        return LOYALTY

    async def cancel_order(
        self, customer_id: str, number: str, *, key: str, reason: Reason | None = None
    ) -> Order:
        assert reason is WHY
        self.done.append(("cancel_order", customer_id, number, key))
        return CANCELLED

    async def refund_order(
        self, customer_id: str, number: str, amount: Money, *, key: str
    ) -> Refund:
        assert amount == TOMAN
        self.done.append(("refund_order", customer_id, number, key))
        return REFUND

    async def change_address(
        self, customer_id: str, number: str, address: Address, *, key: str
    ) -> Order:
        assert address == HOME
        self.done.append(("change_address", customer_id, number, key))
        return SHIPPED

    async def variants(
        self, product_ids: Collection[str]
    ) -> Mapping[str, tuple[Variant, ...]]:
        await self._answering()
        return {each: (BLUE,) for each in product_ids if each == BLUE.product_id}

    async def payment_methods(self, customer_id: str) -> tuple[PaymentMethod, ...]:
        await self._answering()
        return (CARD,) if customer_id == "1" else ()

    async def change_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
    ) -> Order:
        assert (changes, due, method_id) == (SWAP, TOMAN, "card_1")
        self.done.append(("change_items", customer_id, number, key))
        return SHIPPED

    async def return_items(
        self,
        customer_id: str,
        number: str,
        parts: Sequence[LinePart],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        assert (parts, due, method_id, reason) == (PART, TOMAN, "card_1", WHY)
        self.done.append(("return_items", customer_id, number, key))
        return DELIVERED

    async def exchange_items(
        self,
        customer_id: str,
        number: str,
        changes: Sequence[LineChange],
        *,
        due: Money,
        method_id: str | None,
        key: str,
        reason: Reason | None = None,
    ) -> Order:
        assert (changes, due, method_id, reason) == (SWAP, TOMAN, "card_1", WHY)
        self.done.append(("exchange_items", customer_id, number, key))
        return DELIVERED


@pytest.fixture
def source() -> AbleSource:
    """
    The small shop, which can do everything.
    """
    return AbleSource()


@pytest.fixture
def clock() -> FakeClock:
    """
    The clock of the gate.
    """
    return FakeClock(NOW)


@pytest.fixture
def gate(source: AbleSource, clock: FakeClock) -> CustomerGate:
    """
    The gate to it.
    """
    return FakeHouse(source, clock=clock).gate


def test_every_way_through_the_gate_is_tried_here() -> None:
    ways = {
        name
        for gate in (CustomerGate, order_changes.OrderChanges)
        for name, _ in inspect.getmembers(gate, inspect.iscoroutinefunction)
        if not name.startswith("_")
    }

    assert ways == {*QUESTIONS, FOLLOWED}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("assurance", Assurance)
async def test_only_the_proven_are_answered(
    gate: CustomerGate, source: AbleSource, name: str, assurance: Assurance
) -> None:
    question, answer = QUESTIONS[name]
    sara = Identity("1", assurance, by_shop(NOW))

    if assurance >= Assurance.PROVEN:
        assert await question(gate, sara) == answer
        assert [done[0] for done in source.done] == [name] * (name in WRITES)
    else:
        with pytest.raises(NotProven) as caught:
            await question(gate, sara)
        assert caught.value.needed is Assurance.PROVEN
        assert source.done == []


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("assurance", Assurance)
async def test_assurance_without_a_customer_opens_nothing(
    gate: CustomerGate, source: AbleSource, name: str, assurance: Assurance
) -> None:
    question, _ = QUESTIONS[name]

    with pytest.raises(NotProven):
        await question(gate, Identity(None, assurance, by_shop(NOW)))
    assert source.done == []


@pytest.mark.parametrize("name", QUESTIONS)
async def test_whoever_is_turned_away_does_not_reach_the_source(
    gate: CustomerGate, source: AbleSource, name: str
) -> None:
    question, _ = QUESTIONS[name]
    source.go_down()

    with pytest.raises(NotProven):
        await question(gate, Identity(customer_id="1", assurance=Assurance.CHANNEL))
    assert source.done == []


@pytest.mark.parametrize("name", WRITES)
@pytest.mark.parametrize("assurance", [Assurance.PROVEN, Assurance.FRESH_CODE])
async def test_nothing_is_changed_without_an_explicit_yes(
    gate: CustomerGate, source: AbleSource, name: str, assurance: Assurance
) -> None:
    wish, answer = WRITES[name]
    sara = Identity("1", assurance, by_shop(NOW))

    of_others = [yes for other, yes in YES.items() if other != name]
    johns = replace(YES[name], customer_id="2")
    elsewhere = replace(YES[name], wish=(name, "7", *WISHES[name][2:]))
    for no_yes in (None, johns, elsewhere, *of_others):
        with pytest.raises(NotConfirmed):
            await wish(gate, sara, no_yes)
    assert source.done == []

    assert await wish(gate, sara, YES[name]) == answer
    # The yes names the wish: the same yes twice is one change.
    assert source.done == [(name, "1", "10042", YES[name].key)]


@pytest.mark.parametrize("name", WRITES)
async def test_a_yes_proves_nobody(
    gate: CustomerGate, source: AbleSource, name: str
) -> None:
    wish, _ = WRITES[name]

    with pytest.raises(NotProven):
        await wish(gate, Identity("1", Assurance.CHANNEL), YES[name])
    assert source.done == []


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name not in ATTENDED])
async def test_proof_that_has_ended_opens_nothing_and_changes_nothing(
    gate: CustomerGate, source: AbleSource, clock: FakeClock, name: str
) -> None:
    question, answer = QUESTIONS[name]
    sara = Identity("1", Assurance.FRESH_CODE, by_code("web", clock()))

    clock.advance(hours=12, microseconds=-1)
    assert await question(gate, sara) == answer
    source.done.clear()
    clock.advance(microseconds=1)
    with pytest.raises(NotProven):
        await question(gate, sara)
    assert source.done == []


@pytest.mark.parametrize(
    "name", ["invoices", "loyalty", "variants", "payment_methods", *WISHES]
)
async def test_what_the_shop_cannot_do_is_said_to_the_proven_alone(name: str) -> None:
    question, _ = QUESTIONS[name]
    gate = FakeHouse(FakeSource(CUSTOMERS, ORDERS), clock=lambda: NOW).gate

    with pytest.raises(NotSupported):
        await question(gate, Identity("1", Assurance.PROVEN, by_shop(NOW)))
    with pytest.raises(NotProven):
        await question(gate, Identity())


async def test_an_order_of_somebody_else_and_one_that_is_not_sound_alike(
    gate: CustomerGate,
) -> None:
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN, proof=by_shop(NOW))
    john = Identity(customer_id="2", assurance=Assurance.PROVEN, proof=by_shop(NOW))
    assert (await gate.order(john, JOHNS.number)).values == (JOHNS,)

    with pytest.raises(OrderNotFound) as anothers:
        await gate.order(sara, JOHNS.number)
    with pytest.raises(OrderNotFound) as nobodys:
        await gate.order(sara, "99999")

    assert type(anothers.value) is type(nobodys.value)
    assert str(anothers.value) == str(nobodys.value)


async def test_a_stranger_hears_the_same_of_any_order(gate: CustomerGate) -> None:
    with pytest.raises(NotProven) as real:
        await gate.order(Identity(), "10042")
    with pytest.raises(NotProven) as invented:
        await gate.order(Identity(), "99999")

    assert str(real.value) == str(invented.value)


async def test_the_number_of_orders_is_limited(gate: CustomerGate) -> None:
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN, proof=by_shop(NOW))

    assert (await gate.orders(sara, limit=1)).values == (CANCELLED,)


async def test_what_goes_wrong_behind_the_gate_is_passed_on(
    gate: CustomerGate, source: AbleSource
) -> None:
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN, proof=by_shop(NOW))

    source.go_down()
    with pytest.raises(SourceUnavailable):
        await gate.orders(sara)
    source.go_bad()
    with pytest.raises(BadSourceData):
        await gate.orders(sara)
    source.come_back()
    assert (await gate.orders(sara)).values == NEWEST_FIRST


async def test_the_clock_reads_orders_of_those_who_want_it_and_of_nobody_else(
    gate: CustomerGate, source: AbleSource
) -> None:
    sara = Identity("1", Assurance.PROVEN, by_shop(NOW))

    async def says(*, is_granted: bool) -> None:
        await gate.declarations.agree(
            sara,
            Purpose.ORDER_NEWS,
            is_granted=is_granted,
            wording="Shall I tell you?",
            source="web en",
        )

    for customer in ("1", "2", "nobody"):
        with pytest.raises(NotConfirmed):
            await gate.followed(customer)
    assert source.asked == 0

    await says(is_granted=True)
    assert (await gate.followed("1")).values == NEWEST_FIRST
    with pytest.raises(NotConfirmed):
        await gate.followed("2")

    await says(is_granted=False)
    asked = source.asked
    with pytest.raises(NotConfirmed):
        await gate.followed("1")
    assert source.asked == asked


async def test_who_may_hear_of_orders_is_a_question_of_now(gate: CustomerGate) -> None:
    assert gate.may_hear(Identity("1", Assurance.PROVEN, by_shop(NOW)))
    assert not gate.may_hear(Identity("1", Assurance.CHANNEL, by_shop(NOW)))
    assert not gate.may_hear(Identity())
