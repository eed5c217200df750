"""
What becomes of a wish by what was said of it: pure, of the reading's closed answers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from actions.changing.deciding.steps import resolved
from actions.changing.hearing import opening
from actions.changing.reading import Choice, Said, amended
from actions.changing.state.deal import Seen
from actions.changing.state.wishes import How, Kind, Open, Pick, Wish
from actions.shared import countries
from crm_connector.model import Address, Order
from crm_connector.operations import MethodKind, Operation

_OF_PICKS = (Operation.CHANGE_ITEMS, Operation.EXCHANGE_ITEMS)
_FOR_MONEY = frozenset({Kind.RETURN, Kind.REFUND, Kind.DAMAGED})


@dataclass(frozen=True)
class Heard:
    """
    What was said and could not be taken as it stands.

    `unknown` are words for what is not in the order, `unmet` those for what no variant
    of `unmet_line` has. `no_method` is a kind of paying that the customer has none of,
    `methods` those of which one was meant. `no_address` tells that the order has none
    whose address was to be taken.
    """

    unknown: tuple[str, ...] = ()
    unmet: tuple[str, ...] = ()
    unmet_line: str = ""
    no_method: MethodKind | None = None
    methods: tuple[str, ...] = ()
    no_address: bool = False


def says_something(said: Said) -> bool:
    """
    Whether anything was said of a wish, beside a yes or a no.
    """
    plain = replace(said, yes=None, no_more=False, other=False)
    return replace(plain, removes=False, counts=False) != Said()


def is_of_things(said: Said) -> bool:
    """
    Whether things of the order are named, or something becomes of them.
    """
    return bool(said.lines or said.choices or said.unclear_lines or said.all_lines)


def is_empty(wish: Wish, said: Said) -> bool:
    """
    Whether all that was wanted has been taken back.
    """
    return bool(said.dropped) and not (wish.lines or wish.picks)


def take(
    wish: Wish, said: Said, seen: Seen, orders: tuple[Order, ...]
) -> tuple[Wish, Heard]:
    """
    The wish with what was said of it, and what of that could not be taken.

    `orders` are all of the customer's, of which one's address may be meant.
    """
    before = wish
    if wish.asked is Open.MORE and is_of_things(said):
        wish = _without_refused(wish, said, seen)
    if wish.kind in _FOR_MONEY and any(each.candidates for each in said.choices):
        # Who says what the other one should be like does not want the money.
        is_sent = wish.operation is not Operation.CANCEL_ORDER
        kind = Kind.EXCHANGE if is_sent else Kind.CHANGE
        wish = resolved(replace(wish, kind=kind), seen)
    becomes = any(e.is_counted or e.candidates or e.unmet for e in said.choices)
    goes = any(each.quantity == 0 for each in said.choices)
    is_mixed = goes and any(each.quantity != 0 for each in said.choices)
    if wish.kind is Kind.CANCEL and (becomes or is_mixed):
        # Who wants fewer of a thing does not want none of the whole order.
        wish = resolved(replace(wish, kind=Kind.CHANGE), seen)
    if wish.kind is Kind.CANCEL and (said.in_part or said.all_lines):
        # "Only the skillet", and nothing is called so: not all of the order.
        is_part = said.in_part and not said.all_lines
        how = How.REMOVE if is_part else wish.how
        wish = resolved(replace(wish, in_part=is_part, how=how), seen)
    elif wish.kind is Kind.CANCEL and said.part_named:
        wish = resolved(replace(wish, in_part=True), seen)
    is_of_named = any(each.quantity is not None for each in said.choices)
    if (said.removes or said.counts) and not is_of_named:
        # "Make it 43, and take the novel out" says nothing of the shoes but their size.
        wish = replace(wish, how=How.REMOVE if said.removes else How.COUNT)
        if said.by or said.to is not None:
            wish = replace(wish, by=said.by, to=said.to)
    operation = wish.operation
    every = tuple(line.id for line in seen.order.lines)
    named = every if said.all_lines else said.lines
    doubts = wish.doubts
    if operation in _OF_PICKS:
        wish = _picking(wish, said, named)
    else:
        wish = _naming(wish, said, named)
    wish = _without_doubts(replace(wish, doubts=doubts + _doubts(said)), named)
    if said.reason is not None:
        wish = replace(wish, reason=said.reason)
    if len(said.methods) == 1:
        wish = replace(wish, method=said.methods[0])
    heard = _heard(said)
    address, is_missing = _address(said, orders)
    if address is not None:
        known = seen.order.ship_to
        # Who it is for stays, unless somebody else was named.
        if known is not None and known.city == address.city:
            province = address.province or known.province
            address = replace(address, province=province)
        if address.province is None and address.country in (None, countries.HOME):
            province = countries.province_of(address.city)
            address = replace(address, province=province)
        name = address.name or (known.name if known else "")
        phone = address.phone or (known.phone if known else None)
        wish = replace(wish, address=replace(address, name=name, phone=phone))
    base = wish.address or seen.order.ship_to
    if wish.kind is Kind.ADDRESS and base is not None:
        if said.postal_code:
            base = replace(base, postal_code=said.postal_code)
        if said.recipient:
            base = replace(base, name=said.recipient)
        if said.address_parts:
            base = amended(base, said.address_parts)
        if said.postal_code or said.recipient or said.address_parts:
            wish = replace(wish, address=base)
    wish = opening.told(before, wish, said, seen)
    return wish, replace(heard, no_address=is_missing)


def _without_refused(wish: Wish, said: Said, seen: Seen) -> Wish:
    """
    The wish without what was refused, in place of which things are named now.
    """
    is_kind = wish.kind is Kind.CANCEL and any(e.candidates for e in said.choices)
    kind = Kind.CHANGE if is_kind else wish.kind
    wish = replace(wish, kind=kind, lines=(), picks=(), doubts=(), is_unopened=None)
    wish = replace(wish, how=None, by=0, to=None, in_part=False)
    return resolved(wish, seen) if is_kind else wish


def _naming(wish: Wish, said: Said, named: tuple[str, ...]) -> Wish:
    """
    A wish of whole lines: those that were named, with how many of each.
    """
    told = {each.line: each for each in said.choices}
    lines = dict.fromkeys((*wish.lines, *named, *told))
    for dropped in said.dropped:
        lines.pop(dropped, None)
    wish = replace(wish, lines=tuple(lines))
    for line, choice in told.items():
        if choice.quantity or choice.candidates:
            wish = wish.picking(_picked(choice, wish.pick_of(line)))
    kept = tuple(each for each in wish.picks if each.line in lines)
    return replace(wish, picks=kept)


def _picking(wish: Wish, said: Said, named: tuple[str, ...]) -> Wish:
    """
    A wish of what becomes of lines.
    """
    for choice in said.choices:
        wish = wish.picking(_picked(choice, wish.pick_of(choice.line)))
    for line in named:
        if wish.pick_of(line) is None:
            wish = wish.picking(Pick(line))
    kept = tuple(each for each in wish.picks if each.line not in said.dropped)
    return replace(wish, picks=kept)


def _doubts(said: Said) -> tuple[tuple[Pick, ...], ...]:
    """
    What would become of the lines of which one is meant.
    """
    told = {each.line: each for each in said.unclear_choices}
    return tuple(
        tuple(
            _picked(told[line], None) if line in told else Pick(line) for line in group
        )
        for group in said.unclear_lines
    )


def _without_doubts(wish: Wish, named: tuple[str, ...]) -> Wish:
    """
    The wish once it is known which lines were meant.

    As often as there are lines of a name, all of them are; and what each should become
    is then asked of each.
    """
    for lines in dict.fromkeys(_lines_of(group) for group in wish.doubts):
        groups = [group for group in wish.doubts if _lines_of(group) == lines]
        meant = [line for line in lines if line in named]
        are_all = len(groups) > 1 and len(groups) >= len(lines)
        if are_all or len(meant) > 1:
            for line in lines if are_all else meant:
                wish = settled(wish, Pick(line))
        elif len(groups) == 1 or len(meant) == 1:
            for pick in groups[0]:
                if pick.line in meant:
                    wish = settled(wish, pick)
    return wish


def _lines_of(group: tuple[Pick, ...]) -> tuple[str, ...]:
    return tuple(pick.line for pick in group)


def settled(wish: Wish, pick: Pick) -> Wish:
    """
    The wish with this one of the lines that were in doubt.
    """
    doubts = tuple(g for g in wish.doubts if all(e.line != pick.line for e in g))
    wish = replace(wish, doubts=doubts)
    if wish.operation in _OF_PICKS:
        known = wish.pick_of(pick.line)
        return wish if known is not None and known.is_clear else wish.picking(pick)
    return replace(wish, lines=tuple(dict.fromkeys((*wish.lines, pick.line))))


def _picked(choice: Choice, before: Pick | None) -> Pick:
    """
    What is wanted of a line, after what was wanted of it before.
    """
    pick = before or Pick(choice.line)
    if choice.quantity is not None:
        pick = replace(pick, quantity=choice.quantity)
        if choice.quantity == 0:
            return replace(pick, variant="", candidates=())
    if len(choice.candidates) == 1:
        return replace(pick, variant=choice.candidates[0], candidates=())
    if choice.candidates:
        return replace(pick, variant="", candidates=choice.candidates)
    return pick


def _heard(said: Said) -> Heard:
    unmet = next((each for each in said.choices if each.unmet), None)
    return Heard(
        unknown=said.unknown_things,
        unmet=unmet.unmet if unmet else (),
        unmet_line=unmet.line if unmet else "",
        no_method=said.method_kind if not said.methods else None,
        methods=said.methods if len(said.methods) > 1 else (),
    )


def _address(said: Said, orders: tuple[Order, ...]) -> tuple[Address | None, bool]:
    """
    The address that was said, and whether one was meant that there is not.
    """
    if said.address is not None or said.as_order is None:
        return said.address, False
    found = next((each for each in orders if each.number == said.as_order), None)
    address = found.ship_to if found is not None else None
    return address, address is None
