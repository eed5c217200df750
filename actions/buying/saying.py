"""
What the customer hears of a cart: responses of the domain with their fields.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from actions import formatting
from actions.buying.draft import Draft, Item
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.cart import Delivery, Placed
from crm_connector.choices import Variant
from crm_connector.model import Address, CatalogueEntry, Money
from crm_connector.operations import MethodKind

MOST_BUTTONS = 6
YES, CHANGE, LEAVE, SAME, ELSEWHERE = "yes", "change", "leave", "same", "elsewhere"
_MOST_VALUES = 12


@dataclass(frozen=True)
class Totals:
    """
    What a cart comes to.
    """

    goods: Money
    delivery: Delivery
    total: Money


def called(names: Mapping[str, str], lang: str) -> str:
    """
    What a thing is called.
    """
    return str(names.get(lang) or next(iter(names.values()), ""))


def piece(variant: Variant, voice: Voice) -> str:
    """
    What a piece is like, without the names of its options: "red, 42".
    """
    told = variant.options.get(voice.lang) or next(iter(variant.options.values()), {})
    return voice.listed(told.values())


def thing(
    product: CatalogueEntry, variant: Variant | None, quantity: int, voice: Voice
) -> str:
    """
    An item: its name, what it is like, how many.
    """
    like = piece(variant, voice) if variant else ""
    text = called(product.names, voice.lang) + (f" ({like})" if like else "")
    return text if quantity == 1 else f"{text} × {voice.count(quantity)}"


def ask_thing(voice: Voice) -> Question:
    """
    What they would like.
    """
    return Question("utter_ask_cart_thing", lang=voice.lang)


def ask_which(
    item: Item,
    products: Sequence[CatalogueEntry],
    variants: Mapping[str, tuple[Variant, ...]],
    voice: Voice,
) -> Question:
    """
    Which of several products, with what each costs.
    """
    shown = products[:MOST_BUTTONS]
    choices = []
    for each in shown:
        price = from_price(variants.get(each.id, ()))
        name = called(each.names, voice.lang)
        title = f"{name}: {voice.money(price)}" if price else name
        choices.append((title, each.id))
    more = len(products) - len(shown)
    note = voice.of("utter_cart_and_more", count=voice.count(more)) if more else ""
    fields = {"words": formatting.as_written(item.words, voice.lang), "more": note}
    return Question("utter_ask_cart_which", fields, tuple(choices), voice.lang)


def from_price(variants: Sequence[Variant]) -> Money | None:
    """
    What the cheapest of these pieces costs, of those that there are if there are any.
    """
    prices = [each.price for each in variants if each.price and each.in_stock]
    prices = prices or [each.price for each in variants if each.price]
    return min(prices, key=lambda each: each.amount, default=None)


def ask_variant(
    product: CatalogueEntry, choosable: Sequence[Variant], voice: Voice
) -> Question:
    """
    Which of its pieces, of those that there are.
    """
    name = called(product.names, voice.lang)
    choices: tuple[tuple[str, str], ...] = ()
    if len(choosable) <= MOST_BUTTONS:
        choices = tuple((title_of(each, voice), each.id) for each in choosable)
    fields = {"thing": name, "options": values_of(choosable, voice)}
    return Question("utter_ask_cart_variant", fields, choices, voice.lang)


def title_of(variant: Variant, voice: Voice) -> str:
    """
    A piece with its price, for a button or a line.
    """
    like = piece(variant, voice) or variant.id
    return f"{like}: {voice.money(variant.price)}" if variant.price else like


def values_of(variants: Sequence[Variant], voice: Voice) -> str:
    """
    What there is of each option, in lines: "color: red, blue".
    """
    found: dict[str, dict[str, None]] = {}
    for each in variants:
        told = each.options.get(voice.lang) or next(iter(each.options.values()), {})
        for name, value in told.items():
            found.setdefault(name, {})[value] = None
    lines = [
        f"{name}: {voice.listed(list(values)[:_MOST_VALUES])}"
        for name, values in found.items()
    ]
    return voice.lines(lines)


def ask_address(known: Sequence[Address], voice: Voice) -> Question:
    """
    Where it goes; where earlier orders went, by button.
    """
    choices = tuple(
        (voice.address(each), str(at)) for at, each in enumerate(known[:MOST_BUTTONS])
    )
    return Question("utter_ask_cart_address", {}, choices, voice.lang)


def ask_delivery(address: Address, ways: Sequence[Delivery], voice: Voice) -> Question:
    """
    How it goes there, with what it costs and how long it takes.
    """
    choices = tuple((way_of(each, voice), each.id) for each in ways)
    fields = {"address": voice.address(address)}
    return Question("utter_ask_cart_delivery", fields, choices, voice.lang)


def way_of(way: Delivery, voice: Voice) -> str:
    """
    A way of delivery: its name, what it costs, and its days.
    """
    price = (
        voice.money(way.price)
        if way.price.amount
        else voice.of("utter_cart_delivery_free")
    )
    parts = [price]
    if way.most_days is not None:
        parts.append(days_of(way, voice))
    return f"{called(way.names, voice.lang)}: {voice.listed(parts)}"


def days_of(way: Delivery, voice: Voice) -> str:
    """
    How many days it takes.
    """
    least, most = way.least_days or 0, way.most_days or 0
    if most == 0:
        return voice.of("utter_cart_days_today")
    if (least, most) == (0, 1):
        return voice.of("utter_cart_days_next")
    days = (
        formatting.days(most, voice.lang)
        if least == most
        else formatting.some_days(least, most, voice.lang)
    )
    return voice.of("utter_cart_days", days=days)


def lines_of(items: Sequence[tuple[CatalogueEntry, Variant, int]], voice: Voice) -> str:
    """
    The items of a cart, each with what it costs.
    """
    return voice.lines([line(*each, voice) for each in items])


def line(
    product: CatalogueEntry, variant: Variant | None, quantity: int, voice: Voice
) -> str:
    """
    An item with what it costs, where it is known which piece of it.
    """
    text = thing(product, variant, quantity, voice)
    if variant is None or variant.price is None:
        return text
    cost = Money(variant.price.amount * quantity, variant.price.currency)
    return f"{text}: {voice.money(cost)}"


def read_back(
    items: Sequence[tuple[CatalogueEntry, Variant, int]],
    draft: Draft,
    address: Address,
    totals: Totals,
    voice: Voice,
    *,
    has_page: bool,
) -> Question:
    """
    All of it, and whether it is to be ordered.
    """
    fields = {
        "lines": lines_of(items, voice),
        "goods": voice.money(totals.goods),
        "delivery": way_of(totals.delivery, voice),
        "address": voice.address(address),
        "total": voice.money(totals.total),
        "pay": paid_by(draft, totals.delivery, voice, has_page=has_page),
    }
    choices = (
        (voice.of("utter_cart_yes"), YES),
        (voice.of("utter_cart_change"), CHANGE),
        (voice.of("utter_cart_leave"), LEAVE),
    )
    return Question("utter_ask_cart_confirm", fields, choices, voice.lang)


def paid_by(draft: Draft, way: Delivery, voice: Voice, *, has_page: bool) -> str:
    """
    How it is paid for.
    """
    kind = draft.pay_by or way.pay_by[0]
    if kind is MethodKind.CARD and has_page:
        text = voice.of("utter_cart_pay_by_link")
    elif kind is MethodKind.CASH:
        text = voice.of("utter_cart_pay_cash")
    else:
        text = voice.method_kind(kind)
    others = [each for each in way.pay_by if each is not kind]
    if not others:
        return text
    instead = voice.listed(voice.method_kind(each) for each in others)
    beside = voice.of("utter_cart_pay_or", others=instead)
    return f"{text} {beside}"


def ask_more(voice: Voice) -> Question:
    """
    What should be otherwise.
    """
    choices = ((voice.of("utter_cart_leave"), LEAVE),)
    return Question("utter_ask_cart_more", {}, choices, voice.lang)


def placed(made: Placed, voice: Voice, *, has_page: bool) -> list[Utterance]:
    """
    That it is ordered, with its number, when it comes and where it is paid for.
    """
    order = made.order
    fields = {
        "number": voice.number(order.number),
        "total": voice.money(order.total),
        "day": (
            voice.of(
                "utter_cart_arrives",
                day=formatting.day(order.expected_on, voice.lang),
            )
            if order.expected_on
            else ""
        ),
    }
    said = [Utterance("utter_cart_placed", fields)]
    if made.payment_link:
        said.append(Utterance("utter_part_pay_here", {"link": made.payment_link}))
    elif has_page:
        said.append(Utterance("utter_part_pay_at_door"))
    return said
