"""
The gate: data only for whoever has proven who they are, and only their own.
"""

from collections.abc import Awaitable, Callable

import pytest

from crm_connector.errors import (
    BadSourceData,
    NotProven,
    OrderNotFound,
    SourceUnavailable,
)
from crm_connector.gate import CustomerGate
from crm_connector.model import Assurance, Identity
from tests.crm_connector.small_shop import (
    CANCELLED,
    CUSTOMERS,
    DELIVERED,
    JOHNS,
    ORDERS,
    SARA,
    SHIPPED,
)
from tests.fakes.source import FakeSource

Question = Callable[[CustomerGate, Identity], Awaitable[object]]

QUESTIONS: dict[str, tuple[Question, object]] = {
    "customer": (lambda gate, who: gate.customer(who), SARA),
    "orders": (lambda gate, who: gate.orders(who), (CANCELLED, SHIPPED, DELIVERED)),
    "order": (lambda gate, who: gate.order(who, "10042"), SHIPPED),
}


@pytest.fixture
def source() -> FakeSource:
    """
    The small shop.
    """
    return FakeSource(CUSTOMERS, ORDERS)


@pytest.fixture
def gate(source: FakeSource) -> CustomerGate:
    """
    The gate to it.
    """
    return CustomerGate(source)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("assurance", Assurance)
async def test_only_the_proven_are_answered(
    gate: CustomerGate, name: str, assurance: Assurance
) -> None:
    question, answer = QUESTIONS[name]
    sara = Identity(customer_id="1", assurance=assurance)

    if assurance >= Assurance.PROVEN:
        assert await question(gate, sara) == answer
    else:
        with pytest.raises(NotProven):
            await question(gate, sara)


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("assurance", Assurance)
async def test_assurance_without_a_customer_opens_nothing(
    gate: CustomerGate, name: str, assurance: Assurance
) -> None:
    question, _ = QUESTIONS[name]

    with pytest.raises(NotProven):
        await question(gate, Identity(customer_id=None, assurance=assurance))


@pytest.mark.parametrize("name", QUESTIONS)
async def test_whoever_is_turned_away_does_not_reach_the_source(
    gate: CustomerGate, source: FakeSource, name: str
) -> None:
    question, _ = QUESTIONS[name]
    source.go_down()

    with pytest.raises(NotProven):
        await question(gate, Identity(customer_id="1", assurance=Assurance.CHANNEL))


async def test_an_order_of_somebody_else_and_one_that_is_not_sound_alike(
    gate: CustomerGate,
) -> None:
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN)
    john = Identity(customer_id="2", assurance=Assurance.PROVEN)
    assert await gate.order(john, JOHNS.number) == JOHNS

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
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN)

    assert await gate.orders(sara, limit=1) == (CANCELLED,)


async def test_what_goes_wrong_behind_the_gate_is_passed_on(
    gate: CustomerGate, source: FakeSource
) -> None:
    sara = Identity(customer_id="1", assurance=Assurance.PROVEN)
    assert await gate.customer(sara) == SARA

    source.go_down()
    with pytest.raises(SourceUnavailable):
        await gate.customer(sara)
    source.go_bad()
    with pytest.raises(BadSourceData):
        await gate.customer(sara)
    source.come_back()
    assert await gate.customer(sara) == SARA
