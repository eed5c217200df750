"""
What the customer hears of a wish: responses of the domain with their fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from actions.changing.deciding.steps import Ask, Beyond, Person, Refuse, Snag
from actions.changing.hearing.taking import Heard
from actions.changing.state import buttons
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Open, Wish
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.choices import LineChange, PaymentMethod, Variant
from crm_connector.model import Money, Order, OrderLine
from crm_connector.operations import MethodKind, Operation
from crm_connector.policies import paying
from crm_connector.policies.deciding import Why

MOST_BUTTONS = 6
_MOST_VALUES = 8
_WITH_A_BALANCE = (MethodKind.WALLET, MethodKind.GIFT_CARD)


def refused(
    step: Refuse, wish: Wish, seen: Seen, voice: Voice, *, contests: bool = True
) -> list[Utterance]:
    """
    That it cannot be, why, and what could be instead.

    Who `contests` it, having wished for it, is told who looks at that.
    """
    why = step.forbidden
    fields = {
        "number": voice.number(seen.order.number),
        "deed": voice.deed(step.operation),
    }
    if why.why is Why.STATUS:
        fields["state"] = voice.state(seen.order.status)
    elif why.why is Why.DONE_BEFORE and why.by is not None:
        fields["before"] = voice.of(f"utter_before_{why.by.value}")
    elif why.why is Why.TOO_LATE and why.until is not None:
        fields["until"] = voice.until(why.until)
    elif why.why is Why.CATEGORY:
        fields["items"] = voice.listed(voice.name(line) for line in why.lines)
        fields["unopened"] = (
            voice.of("utter_only_unopened") if wish.is_unopened is False else ""
        )
    elif why.why is Why.REASON:
        fields["reasons"] = voice.listed(map(voice.reason, why.reasons))
    said = [Utterance(f"utter_wish_refused_{why.why.value}", fields)]
    said += [Utterance(f"utter_part_instead_{each.value}") for each in step.instead]
    if contests:
        said.append(Utterance("utter_part_contest"))
    return said


def for_people(step: Person, wish: Wish, order: Order, voice: Voice) -> list[Utterance]:
    """
    That people have to do it.
    """
    fields = {"number": voice.number(order.number)}
    if step.beyond is Beyond.FEE and step.fee is not None:
        fields["fee"] = voice.money(step.fee)
    return [Utterance(f"utter_wish_beyond_{step.beyond.value}", fields)]


def heard(not_taken: Heard, seen: Seen, voice: Voice) -> list[Utterance]:
    """
    What of the words there is not.
    """
    said: list[Utterance] = []
    number = voice.number(seen.order.number)
    if not_taken.unknown:
        things = voice.listed(not_taken.unknown)
        said.append(
            Utterance("utter_wish_no_such_thing", {"things": things, "number": number})
        )
    line = seen.line(not_taken.unmet_line)
    if not_taken.unmet and line is not None:
        words = voice.listed(not_taken.unmet)
        fields = {"thing": voice.name(line), "words": words}
        said.append(Utterance("utter_wish_no_such_variant", fields))
    if not_taken.no_method is not None:
        kind = voice.method_kind(not_taken.no_method)
        said.append(Utterance("utter_wish_no_such_method", {"method": kind}))
    if not_taken.no_address:
        said.append(Utterance("utter_wish_no_address"))
    return said


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
        return _quantity(ask.line, voice)
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
    if ask.snag is None:
        return []
    fields: dict[str, str] = {}
    if ask.line is not None:
        fields["thing"] = voice.name(ask.line)
    if ask.named is not None:
        fields["method"] = voice.method(ask.named)
    if ask.snag is Snag.TOO_LITTLE and ask.due is not None:
        fields["due"] = voice.money(ask.due)
        has = ask.named.balance if ask.named is not None else None
        fields["has"] = voice.money(has) if has is not None else "0"
    return [Utterance(f"utter_wish_snag_{ask.snag.value}", fields)]


def read_back(made: Deal, seen: Seen, voice: Voice) -> Question:
    """
    All of what would be done, and whether it shall be.
    """
    fields = {
        "number": voice.number(made.number),
        "items": voice.lines(_told(made, seen, voice)),
        "money": money(made, seen, voice),
        "closes": _closes(made, voice),
        "reason": voice.reason(made.reason) if made.reason else "",
        "until": voice.until(made.allowed.until) if made.allowed.until else "",
    }
    way_back = made.allowed.way_back
    fields["way_back"] = (
        voice.of(f"utter_way_back_{way_back.value}") if way_back else ""
    )
    if made.address is not None:
        fields["address"] = voice.address(made.address)
    return Question(f"utter_ask_wish_{made.operation.value}", fields, _yes_no(voice))


def done(made: Deal, seen: Seen, reference: str, voice: Voice) -> Utterance:
    """
    That it was done; `seen` is from before.
    """
    fields = {
        "number": voice.number(made.number),
        "items": voice.lines(_told(made, seen, voice)),
        "money": money(made, seen, voice),
        "reference": reference,
        "way": goods(made, voice),
    }
    if made.address is not None:
        fields["address"] = voice.address(made.address)
    return Utterance(f"utter_wish_done_{made.operation.value}", fields)


def money(made: Deal, seen: Seen, voice: Voice) -> str:
    """
    Who pays how much, by which way, and when it is there.
    """
    order, used = seen.order, seen.method(seen.order.paid_with)
    if made.operation is Operation.CANCEL_ORDER:
        if order.paid is None:
            return voice.of("utter_money_whatever_paid")
        if order.is_unpaid:
            return voice.of("utter_money_nothing_paid")
        return _back(voice.money(order.paid), used, seen, voice)
    due = made.due
    if due is None:
        return ""
    if due.amount == 0:
        return voice.of("utter_money_none")
    if order.is_unpaid and made.operation is Operation.CHANGE_ITEMS:
        way = "less" if due.amount < 0 else "more"
        total = voice.money(Money(order.total.amount + due.amount, due.currency))
        amount = voice.money(due)
        return voice.of(f"utter_money_unpaid_{way}", amount=amount, total=total)
    if due.amount < 0 and order.is_unpaid:
        return voice.of("utter_money_nothing_paid")
    method = made.method or used
    if due.amount < 0:
        return _back(voice.money(due), method, seen, voice)
    by = voice.method(method) if method else voice.of("utter_method_same")
    more = voice.of("utter_money_more", amount=voice.money(due), method=by)
    return f"{more}\n{how_paid(made, seen, voice)}"


def how_paid(made: Deal, seen: Seen, voice: Voice) -> str:
    """
    How it is paid that it costs more; empty where nothing is to be paid for the change.
    """
    if made.due is None or made.due.amount <= 0:
        return ""
    if seen.order.is_unpaid and made.operation is Operation.CHANGE_ITEMS:
        return ""
    method = made.method or seen.method(seen.order.paid_with)
    return how_paid_by(method.kind if method else None, voice)


def goods(made: Deal, voice: Voice) -> str:
    """
    Where the goods go back; empty where none do.
    """
    if made.operation not in (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS):
        return ""
    return voice.of("utter_goods_go_back")


def how_paid_by(kind: MethodKind | None, voice: Voice) -> str:
    """
    How it is paid that an order costs more: by itself, at the door, or who asks for it.

    Nobody but the customer can transfer something: they hear that people get in touch,
    whatever the shop says of its other ways.
    """
    if kind in _WITH_A_BALANCE:
        return voice.of("utter_pays_at_once", method=voice.method_kind(kind))
    if kind is MethodKind.CASH:
        return voice.of("utter_pays_at_the_door")
    if kind is MethodKind.TRANSFER:
        return voice.of("utter_pays_when_asked")
    return voice.of("utter_pays_by_shop") or voice.of("utter_pays_when_asked")


def _back(amount: str, method: PaymentMethod | None, seen: Seen, voice: Voice) -> str:
    """
    That so much goes back; where nobody knows whether it was paid, if it was.
    """
    said = "utter_money_back_if_paid" if seen.order.paid is None else "utter_money_back"
    takes = seen.policies.takes
    span = paying.arrives(seen.policies, method) if method else takes.get(None)
    to = voice.method(method) if method else voice.of("utter_method_same")
    when = voice.arrives(span)
    if not when:
        return voice.of(said, amount=amount, method=to)
    return voice.of(f"{said}_when", amount=amount, method=to, when=when)


def _told(made: Deal, seen: Seen, voice: Voice) -> list[str]:
    if made.operation is Operation.RETURN_ITEMS:
        found = ((seen.line(each.line_id), each.quantity) for each in made.parts)
        return [voice.thing(line, count) for line, count in found if line is not None]
    if made.changes:
        return [_change(each, seen, voice) for each in made.changes]
    return [voice.thing(line) for line in seen.order.lines]


def _change(change: LineChange, seen: Seen, voice: Voice) -> str:
    line = seen.line(change.line_id)
    if line is None:
        return ""
    before = voice.thing(line)
    if change.quantity == 0:
        return voice.of("utter_line_removed", thing=before)
    count = "" if change.quantity is None else f" × {voice.count(change.quantity)}"
    variant = seen.variant(line, change.variant_id or "")
    if variant is None:
        wanted = voice.count(change.quantity or line.quantity)
        return voice.of("utter_line_count", thing=voice.thing(line, 1), count=wanted)
    arrow = "→" if voice.lang == "en" else "←"
    price = f" ({voice.money(variant.price)})" if variant.price else ""
    return f"{before} {arrow} {voice.variant(variant)}{count}{price}"


def _closes(made: Deal, voice: Voice) -> str:
    closes = made.allowed.closes
    if not closes:
        return ""
    return voice.of("utter_wish_closes", deeds=voice.deeds(closes))


def _yes_no(voice: Voice) -> tuple[tuple[str, str], ...]:
    return (
        (voice.of("utter_wish_yes"), buttons.YES),
        (voice.of("utter_wish_no"), buttons.NO),
    )


def _items(ask: Ask, wish: Wish, order: str, voice: Voice) -> Question:
    choices = [(voice.thing(line), line.id) for line in ask.lines[:MOST_BUTTONS]]
    is_return = wish.operation is Operation.RETURN_ITEMS
    if is_return and len(ask.lines) > 1:
        choices.append((voice.of("utter_all_of_them"), buttons.ALL))
    items = voice.lines([voice.thing(line) for line in ask.lines])
    return Question(
        "utter_ask_wish_items", {"number": order, "items": items}, tuple(choices)
    )


def _options(ask: Ask, line: OrderLine, order: str, voice: Voice) -> Question:
    fields = {
        "thing": voice.thing(line, 1),
        "number": order,
        "choices": _values(ask.variants, voice),
    }
    choices: tuple[tuple[str, str], ...] = ()
    if len(ask.variants) <= MOST_BUTTONS:
        choices = tuple((voice.variant(each), each.id) for each in ask.variants)
    return Question("utter_ask_wish_options", fields, choices)


def _quantity(line: OrderLine, voice: Voice) -> Question:
    fields = {"thing": voice.name(line), "count": voice.count(line.quantity)}
    fewer = range(1, min(line.quantity, MOST_BUTTONS - 1))
    counts = [*fewer, line.quantity + 1]
    choices = [(voice.of("utter_wish_take_out"), "0")]
    choices += [(voice.count(each), str(each)) for each in counts]
    return Question("utter_ask_wish_quantity", fields, tuple(choices))


def _values(variants: Iterable[Variant], voice: Voice) -> str:
    """
    The options that there are: one line for each, with its values.
    """
    values: dict[str, dict[str, None]] = {}
    for variant in variants:
        told = variant.options.get(voice.lang) or next(
            iter(variant.options.values()), {}
        )
        for name, value in told.items():
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
