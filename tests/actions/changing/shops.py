"""
A shop for journeys: orders in memory, the rules of a file, and a note of every write.
"""

from dataclasses import replace
from datetime import datetime, timedelta, timezone

from actions.changing.journey import Journey
from actions.changing.state.deal import Seen
from actions.changing.state.message import Message
from actions.changing.state.wishes import Kind, Wishes
from actions.shared.voice import Voice
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.errors import OrderNotFound
from crm_connector.model import (
    Address,
    Money,
    Order,
    OrderLine,
    OrderStatus,
    StatusChange,
)
from crm_connector.operations import MethodKind, Operation
from crm_connector.policies import reading

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
HOME = Address("Ana", ("1 High Street",), "Austin", "TX", "78701", "US")
AWAY = Address("Ana", ("7 Lake Road", "Suite 2"), "Denver", "CO", "80012", "US")
CARD = PaymentMethod("credit_card_1", MethodKind.CARD, None, {"en": "Visa 1111"})
PAYPAL = PaymentMethod("paypal_2", MethodKind.PAYPAL, None, {"en": "PayPal"})
GIFT = PaymentMethod(
    "gift_card_3", MethodKind.GIFT_CARD, Money(500, "USD"), {"en": "Gift card"}
)


def options(**values):
    """
    Options in English.
    """
    return {"en": {name.replace("_", " "): value for name, value in values.items()}}


def a_line(line_id, product, name, variant, price, quantity=1, category="", **values):
    """
    A line of an order.
    """
    return OrderLine(
        product,
        {"en": name},
        {"en": category} if category else {},
        quantity,
        Money(price, "USD"),
        {},
        line_id,
        variant,
        options(**values),
    )


def a_variant(variant, product, price, in_stock=True, **values):
    """
    A piece of a product.
    """
    price = Money(price, "USD")
    return Variant(variant, product, options(**values), price, in_stock, "shop", NOW)


MUG = a_line("1", "mugs", "Mug", "m1", 1000, color="red", size="small")
LAMP = a_line("2", "lamps", "Lamp", "l1", 3000, color="black")
SLIPS = a_line("3", "slips", "Slips", "s1", 700, category="Underwear")
COFFEE = a_line("4", "coffee", "Coffee", "c1", 800, category="Coffee")
VARIANTS = {
    "mugs": (
        a_variant("m1", "mugs", 1000, color="red", size="small"),
        a_variant("m2", "mugs", 1200, color="blue", size="small"),
        a_variant("m3", "mugs", 900, color="blue", size="large"),
        a_variant("m4", "mugs", 1100, in_stock=False, color="green", size="small"),
    ),
    "lamps": (
        a_variant("l1", "lamps", 3000, color="black"),
        a_variant("l2", "lamps", 3500, color="white"),
    ),
}


def an_order(number="W1001", status=OrderStatus.PLACED, *lines, **changes):
    """
    An order with a mug and a lamp, unless it says what else.
    """
    lines = lines or (MUG, LAMP)
    total = sum(line.unit_price.amount * line.quantity for line in lines)
    made = Order(
        number=number,
        customer_id="ana",
        status=status,
        placed_at=NOW - timedelta(days=3),
        expected_on=None,
        lines=tuple(lines),
        history=(StatusChange(status, NOW - timedelta(days=2)),),
        parcels=(),
        total=Money(total, "USD"),
        source="shop",
        as_of=NOW,
        ship_to=HOME,
        paid_with=CARD.id,
        paid=Money(total, "USD"),
    )
    return replace(made, **changes)


class FakeShop:
    """
    Does what it is told, once for each key; `fails` is raised in place of it, in turn.

    What is in `moves` happens right before the next reading.
    """

    def __init__(self, policies, *orders, methods=(CARD, PAYPAL, GIFT)):
        self.policies = policies
        self.customer = "ana"
        self.held = {order.number: order for order in orders}
        self.variants = dict(VARIANTS)
        self.methods = methods
        self.can = frozenset(Operation)
        self.writes = []
        self.fails = []
        self.is_silent = False
        self.keys = set()

    def now(self):
        """
        Always the same moment.
        """
        return NOW

    async def orders(self):
        """
        All of them, the newest first.
        """
        return tuple(self.held.values())

    async def seen(self, number):
        """
        One of them, with all that there is.
        """
        if number not in self.held:
            raise OrderNotFound("There is none.")
        return Seen(
            self.held[number], self.policies, NOW, self.can, self.variants, self.methods
        )

    async def carry_out(self, deal, key):
        """
        Note it, and change the order as far as journeys look at it.
        """
        failure = self.fails.pop(0) if self.fails else None
        if failure is not None and not self.is_silent:
            raise failure
        if key not in self.keys:
            self.keys.add(key)
            self.writes.append((deal, key))
            self.held[deal.number] = after(self.held[deal.number], deal)
        if failure is not None:
            raise failure
        return self.held[deal.number]


def after(order, deal):
    """
    The order after this was done with it.
    """
    done = order.done | {deal.operation}
    if deal.operation is Operation.CANCEL_ORDER:
        return replace(order, status=OrderStatus.CANCELLED, done=done)
    if deal.operation is Operation.CHANGE_ADDRESS:
        return replace(order, ship_to=deal.address, done=done)
    if deal.operation is Operation.CHANGE_ITEMS:
        new = {each.line_id: each for each in deal.changes}
        lines = tuple(
            replace(
                line,
                variant_id=new[line.id].variant_id or line.variant_id,
                quantity=(
                    line.quantity
                    if new[line.id].quantity is None
                    else new[line.id].quantity
                ),
            )
            if line.id in new
            else line
            for line in order.lines
        )
        return replace(order, lines=tuple(x for x in lines if x.quantity), done=done)
    return replace(order, done=done)


def says(response, language, **fields):
    """
    A response as its name and its fields, so that tests see what is told.
    """
    told = ", ".join(f"{name}={value}" for name, value in fields.items() if value)
    return f"<{response.removeprefix('utter_')}{' ' + told if told else ''}>"


def rules(path):
    """
    The rules of a file.
    """
    return reading.load(path, zone=timezone.utc)


class Talk:
    """
    A journey turn by turn: what is said, pressed and told.
    """

    def __init__(self, shop, lang="en"):
        self.shop = shop
        self.lang = lang
        self.wishes = Wishes()
        self.told = []
        self.hands_over = False

    async def begins(self, text, kind=Kind.CANCEL, **more):
        """
        A message that was understood as such a wish.
        """
        message = Message(text, self.lang, kind.value, is_sure=True, **more)
        trip = self._trip()
        self.wishes = await trip.begin(self.wishes, message, kind)
        return self._took(trip)

    async def says(self, text, intent="nlu_fallback", *, is_sure=False, **more):
        """
        Words to the question that is open; None where they are about something else.
        """
        message = Message(text, self.lang, intent, is_sure=is_sure, **more)
        trip = self._trip()
        wishes = await trip.hear(self.wishes, message)
        if wishes is None:
            return None
        self.wishes = wishes
        return self._took(trip)

    async def presses(self, value):
        """
        The button that carries this.
        """
        trip = self._trip()
        self.wishes = await trip.hear(self.wishes, Message(answer=value))
        return self._took(trip)

    @property
    def asked(self):
        """
        The response that asks; empty where nothing is open.
        """
        return self.wishes.question.response if self.wishes.is_asking else ""

    @property
    def fields(self):
        """
        The fields of the question.
        """
        return self.wishes.question.fields

    def _trip(self):
        return Journey(self.shop, Voice(self.lang, says, timezone.utc), "US")

    def _took(self, trip):
        # What is kept is what was saved.
        now = replace(self.wishes, at=NOW.timestamp())
        self.wishes = Wishes.read(now.slot, NOW)
        self.told = [each.response for each in trip.says]
        self.said = trip.says
        self.hands_over = trip.hands_over
        return self
