"""
What the customer hears of a wish: responses of the domain with their fields.
"""

from __future__ import annotations

from actions.changing.deciding.step import Beyond, Person, Refuse
from actions.changing.hearing.taking import Heard
from actions.changing.reading import (
    names_own_place,
    never_comes,
    says_other_card,
)
from actions.changing.state import buttons
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Kind, Wish
from actions.changing.telling import rules, sending
from actions.shared.kept import Question, Utterance
from actions.shared.voice import Voice
from crm_connector.choices import LineChange, PaymentMethod
from crm_connector.model import Money, OrderStatus
from crm_connector.operations import MethodKind, Operation
from crm_connector.policies import paying
from crm_connector.policies.deciding import Forbidden, Why
from crm_connector.policies.terms import Way

_WITH_A_BALANCE = (MethodKind.WALLET, MethodKind.GIFT_CARD)
_OF_WHAT_CAME = (Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS)
_NOT_COME = (
    *(OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PREPARING),
    *(OrderStatus.SHIPPED, OrderStatus.OUT_FOR_DELIVERY),
)


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
    response = f"utter_wish_refused_{why.why.value}"
    if why.why is Why.STATUS:
        fields["state"] = voice.state(seen.order.status)
        if never_comes("\n".join(wish.texts)) and _has_not_come(seen, why):
            return [Utterance("utter_wish_if_it_never_comes", fields)]
        if step.operation in _OF_WHAT_CAME and _has_not_come(seen, why):
            response = "utter_wish_refused_not_yet"
            fields["rules"] = rules.returning(seen.policies, voice)
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
    said = [Utterance(response, fields)]
    said += [Utterance(f"utter_part_instead_{each.value}") for each in step.instead]
    if contests:
        said.append(Utterance("utter_part_contest"))
    return said


def if_it_never_comes(wish: Wish, seen: Seen, voice: Voice) -> list[Utterance]:
    """
    What is told of an order whose money is wanted should it never come; else nothing.

    It is none to cancel by that.
    """
    is_first = wish.asked is None and wish.kind in (Kind.REFUND, Kind.RETURN)
    is_cancel = wish.operation is Operation.CANCEL_ORDER
    may_come = seen.order.status in _NOT_COME
    if not (is_first and is_cancel and may_come and never_comes("\n".join(wish.texts))):
        return []
    number, state = voice.number(seen.order.number), voice.state(seen.order.status)
    fields = {"number": number, "state": state}
    return [Utterance("utter_wish_if_it_never_comes", fields)]


def _has_not_come(seen: Seen, why: Forbidden) -> bool:
    """
    Whether it will be possible once the order has come.
    """
    is_before = seen.order.status in _NOT_COME
    return is_before and OrderStatus.DELIVERED in why.statuses


def for_people(step: Person, wish: Wish, seen: Seen, voice: Voice) -> list[Utterance]:
    """
    That people have to do it.
    """
    fields = {"number": voice.number(seen.order.number)}
    if step.beyond is Beyond.DELIVERY and wish.address is not None:
        fields |= sending.elsewhere(wish.address, seen, voice)
    if step.beyond is Beyond.FEE and step.fee is not None:
        fields["fee"] = voice.money(step.fee)
    return [Utterance(f"utter_wish_beyond_{step.beyond.value}", fields)]


def heard(not_taken: Heard, wish: Wish, seen: Seen, voice: Voice) -> list[Utterance]:
    """
    What of the words there is not.
    """
    said: list[Utterance] = []
    number = voice.number(seen.order.number)
    # Of where an order goes, a thing that is asked about beside it says nothing.
    is_of_place = wish.operation is Operation.CHANGE_ADDRESS
    if not_taken.unknown and not is_of_place:
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
    is_asked = wish.operation is Operation.CHANGE_ADDRESS and wish.address is None
    if is_asked and seen.places and names_own_place("\n".join(wish.texts)):
        said.append(Utterance("utter_wish_which_address"))
    if _wants_other_card(wish, seen):
        said.append(Utterance("utter_wish_other_card", {"number": number}))
    if not_taken.no_address:
        said.append(Utterance("utter_wish_no_address"))
    return said


def _wants_other_card(wish: Wish, seen: Seen) -> bool:
    """
    Whether money is to go to another card than was used, which the rules do not allow.
    """
    said = wish.texts[-1] if wish.texts else ""
    if wish.operation is None or not says_other_card(said):
        return False
    return Way.ANY not in seen.rule(wish.operation).ways


def beside(made: Deal, wish: Wish) -> list[Utterance]:
    """
    What is to be said before it is read back.
    """
    if made.address is None or made.address.postal_code or wish.no_code:
        return []
    return [Utterance("utter_wish_no_postal_code")]


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
        fields |= sending.place(made.address, voice)
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
        fields |= sending.place(made.address, voice)
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
    if made.operation not in _OF_WHAT_CAME:
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
    if method is not None and method.kind is MethodKind.CASH:
        # Nobody gives it back at the door.
        if seen.order.paid is not None:
            said = "utter_money_back_cash"
        to = voice.of("utter_method_same")
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
        return voice.of("utter_line_count", thing=before, count=wanted)
    arrow = "→" if voice.lang == "en" else "←"
    price = f" ({voice.money(variant.price)})" if variant.price else ""
    after = voice.variant(variant) or voice.name(line)
    return f"{before} {arrow} {after}{count}{price}"


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
