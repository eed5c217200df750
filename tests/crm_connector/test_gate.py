"""
The gate: data only for whoever has proven who they are, and only their own.
"""

import inspect
from dataclasses import replace

import pytest

from crm_connector import order_changes
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
    Assurance,
    Identity,
)
from crm_connector.profile.facts import Purpose
from tests.crm_connector.gates import (
    ATTENDED,
    FOLLOWED,
    NEWEST_FIRST,
    QUESTIONS,
    WISHES,
    WRITES,
    YES,
    AbleSource,
)
from tests.crm_connector.small_shop import (
    CANCELLED,
    CUSTOMERS,
    JOHNS,
    NOW,
    ORDERS,
)
from tests.fakes.clock import FakeClock
from tests.fakes.house import FakeHouse
from tests.fakes.source import FakeSource


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
