"""
All ways through the gate, and a source that can do everything, behind it.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any

from crm_connector import order_changes
from crm_connector.access import Attended
from crm_connector.choices import LineChange, LinePart, PaymentMethod, Variant
from crm_connector.gate import CustomerGate
from crm_connector.model import (
    Address,
    Identity,
    Invoice,
    Loyalty,
    Money,
    Order,
    Wish,
    Yes,
)
from crm_connector.operations import MethodKind, Reason
from crm_connector.profile.facts import Field, Found
from crm_connector.refunds import Refund
from crm_connector.source import Capability
from tests.crm_connector.small_shop import (
    CANCELLED,
    CUSTOMERS,
    DELIVERED,
    NOW,
    ORDERS,
    SARA,
    SHIPPED,
)
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
