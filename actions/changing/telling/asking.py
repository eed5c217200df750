"""
What the customer is asked of a wish, and why it is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from actions.changing.deciding.step import Ask, Snag
from actions.changing.hearing.taking import Heard
from actions.changing.state import buttons
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import Open, Wish
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.choices import Variant
from crm_connector.model import Money, Order, OrderLine
from crm_connector.operations import Operation

MOST_BUTTONS = 6
_MOST_VALUES = 8
_TWO = 2


def question(ask: Ask, wish: Wish, seen: Seen, voice: Voice) -> Question:
    """
    What is asked, with its buttons.
    """
    order = voice.number(seen.order.number)
    if ask.what is Open.ITEMS:
        return _items(ask, wish, order, voice)
    if ask.what is Open.OPTIONS and ask.line is not None:
        return _options(ask, ask.line, order, voice)
    if ask.what is Open.QUANTITY and ask.line is not None:
        return _quantity(ask.line, voice, has_more=ask.snag is not Snag.TOO_FEW)
    if ask.what is Open.METHOD:
        return _method(ask, seen, order, voice)
    if ask.what is Open.REASON:
        operation = wish.operation or Operation.RETURN_ITEMS
        reasons = seen.rule(operation).reasons
        fields = {"number": order, "deed": voice.deed(operation)}
        titles = ((voice.reason(each), each.value) for each in reasons)
        return Question("utter_ask_wish_reason", fields, tuple(titles))
    if ask.what is Open.UNOPENED:
        unopened = (
            (voice.of("utter_wish_unopened_yes"), buttons.YES),
            (voice.of("utter_wish_unopened_no"), buttons.NO),
        )
        return Question("utter_ask_wish_unopened", {"number": order}, unopened)
    choices: tuple[tuple[str, str], ...] = ()
    if ask.what is Open.WAY:
        choices = (
            (voice.of("utter_way_return"), buttons.RETURN),
            (voice.of("utter_way_exchange"), buttons.EXCHANGE),
        )
    if ask.what is Open.ADDRESS:
        choices = tuple((voice.address(each), of) for of, each in seen.places)
    return Question(f"utter_ask_wish_{ask.what.value}", {"number": order}, choices)


def which_order(
    orders: Sequence[Order], voice: Voice, deed: Operation | None = None
) -> Question:
    """
    Which of the orders is meant; each by its number and what is in it.
    """
    choices = tuple(
        (f"{voice.number(each.number)} · {voice.things(each)}", each.number)
        for each in orders[:MOST_BUTTONS]
    )
    more = voice.of("utter_more_orders") if len(orders) > MOST_BUTTONS else ""
    return Question("utter_ask_wish_order", {"more": more}, choices)


def snag(ask: Ask, voice: Voice) -> list[Utterance]:
    """
    Why it is asked again.
    """
    if ask.snag in (None, Snag.ONLY_WHOLE):
        # The question itself tells it.
        return []
    fields: dict[str, str] = {}
    if ask.line is not None:
        fields["thing"] = voice.name(ask.line)
    if ask.named is not None:
        fields["method"] = voice.method(ask.named)
    if ask.snag is Snag.NOT_THERE:
        fields["city"] = ask.city
    if ask.snag is Snag.TOO_LITTLE and ask.due is not None:
        fields["due"] = voice.money(ask.due)
        has = ask.named.balance if ask.named is not None else None
        fields["has"] = voice.money(has) if has is not None else "0"
    return [Utterance(f"utter_wish_snag_{ask.snag.value}", fields)]


def narrowed(ask: Ask, unheard: Heard) -> Ask:
    """
    The question with only what comes into question by what was said.
    """
    if ask.what is Open.METHOD and unheard.methods and ask.snag is None:
        methods = tuple(each for each in ask.methods if each.id in unheard.methods)
        return replace(ask, methods=methods or ask.methods)
    return ask


def _items(ask: Ask, wish: Wish, order: str, voice: Voice) -> Question:
    is_whole = ask.snag is Snag.ONLY_WHOLE
    among = () if is_whole else ask.lines[:MOST_BUTTONS]
    choices = [(voice.thing(line), line.id) for line in among]
    is_return = wish.operation is Operation.RETURN_ITEMS
    if is_whole or (is_return and len(ask.lines) > 1):
        choices.append((voice.of("utter_all_of_them"), buttons.ALL))
    items = voice.lines([voice.thing(line) for line in ask.lines])
    name = "utter_ask_wish_whole" if is_whole else "utter_ask_wish_items"
    return Question(name, {"number": order, "items": items}, tuple(choices))


def _options(ask: Ask, line: OrderLine, order: str, voice: Voice) -> Question:
    fields = {
        "thing": voice.thing(line, 1),
        "number": order,
        "choices": _values(ask.variants, voice),
    }
    choices: tuple[tuple[str, str], ...] = ()
    if len(ask.variants) <= MOST_BUTTONS:
        choices = tuple(
            (voice.variant(each) or voice.name(line), each.id) for each in ask.variants
        )
    return Question("utter_ask_wish_options", fields, choices)


def _quantity(line: OrderLine, voice: Voice, *, has_more: bool) -> Question:
    fields = {"thing": voice.name(line), "count": voice.count(line.quantity)}
    fewer = range(1, min(line.quantity, MOST_BUTTONS - 1))
    counts = [*fewer, *([line.quantity + 1] if has_more else [])]
    choices = [(voice.of("utter_wish_take_out"), "0")]
    choices += [(voice.count(each), str(each)) for each in counts]
    return Question("utter_ask_wish_quantity", fields, tuple(choices))


def _told(variant: Variant, voice: Voice) -> Mapping[str, str]:
    """
    The options of a variant in the language of the talk, else in any.
    """
    return variant.options.get(voice.lang) or next(iter(variant.options.values()), {})


def _values(variants: Iterable[Variant], voice: Voice) -> str:
    """
    The options that there are: one line for each, with its values.

    Of two options of which not each goes with each, the lines are those of the first.
    """
    variants = tuple(variants)
    told = [list(_told(each, voice).values()) for each in variants]
    pairs = {tuple(each) for each in told}
    if len(variants) > MOST_BUTTONS and all(len(each) == _TWO for each in told):
        first = dict.fromkeys(each[0] for each in told)
        second = dict.fromkeys(each[1] for each in told)
        if len(pairs) < len(first) * len(second) and len(first) <= _MOST_VALUES:
            fitting = {one: [b for b in second if (one, b) in pairs] for one in first}
            return voice.lines(
                [f"{one}: {voice.listed(each)}" for one, each in fitting.items()]
            )
    values: dict[str, dict[str, None]] = {}
    for variant in variants:
        for name, value in _told(variant, voice).items():
            values.setdefault(name, {})[value] = None
    return voice.lines(
        [
            f"{name}: {voice.listed(list(each)[:_MOST_VALUES])}"
            for name, each in values.items()
        ]
    )


def _method(ask: Ask, seen: Seen, order: str, voice: Voice) -> Question:
    due = ask.due or Money(0, seen.order.total.currency)
    choices = tuple(
        (voice.method(each, paid_with=seen.order.paid_with), each.id)
        for each in ask.methods[:MOST_BUTTONS]
    )
    fields = {"number": order, "amount": voice.money(due)}
    if ask.snag is Snag.TOO_LITTLE:
        return Question("utter_offer_wish_methods", {}, choices)
    way = "refund" if due.amount < 0 else "pay" if due.amount > 0 else "even"
    if way == "even":
        fields.pop("amount")
    return Question(f"utter_ask_wish_method_{way}", fields, choices)
