"""
What comes next for a wish: pure functions of what was said, the order and the rules.

What forbids is told before anything more is asked; then one thing after the other is
asked; and when nothing is missing there is a deal to read back.
"""

from __future__ import annotations

from dataclasses import replace

from actions.changing.deciding.operation import operation_of
from actions.changing.deciding.parts import asked_whole
from actions.changing.deciding.step import (
    Already,
    Ask,
    Beyond,
    NoneLeft,
    Person,
    Refuse,
    Snag,
    Step,
)
from actions.changing.state import deal as deals
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import How, Kind, Open, Pick, Wish
from crm_connector.choices import Variant
from crm_connector.model import Address, Money, OrderLine
from crm_connector.operations import Operation, Reason
from crm_connector.places import is_same_place
from crm_connector.policies import paying
from crm_connector.policies.deciding import Allowed, Forbidden, Need, Why, decide
from crm_connector.policies.paying import Payable
from crm_connector.policies.swapping import Piece, Swap, swap
from crm_connector.policies.terms import Change

# What people have to decide: the shop has no rule for it, or nobody can tell.
_FOR_PEOPLE = frozenset({Why.NOT_OFFERED, Why.CANNOT_TELL})
# What came so is to come again as it was ordered.
_WHOLE = frozenset(
    {Reason.DAMAGED, Reason.DEFECTIVE, Reason.PARTS_MISSING, Reason.WRONG_ITEM}
)


def resolved(wish: Wish, seen: Seen) -> Wish:
    """
    The wish with the operation that it comes to with this order, and with its lines.

    What was not sent yet is changed and not exchanged, and cancelled and not returned.
    """
    operation = operation_of(wish, seen)
    return replace(wish, operation=operation)


def next_step(wish: Wish, seen: Seen) -> tuple[Wish, Step]:
    """
    What comes next, with the wish as it is then.
    """
    operation = wish.operation
    if operation is None and _may_be_either(seen):
        return wish, Ask(Open.WAY)
    operation = operation or Operation.RETURN_ITEMS
    first = decide(seen.policies, operation, seen.order, seen.now, done=seen.order.done)
    if isinstance(first, Forbidden):
        if first.why in _FOR_PEOPLE:
            return wish, Person(Beyond.NO_RULE)
        return wish, Refuse(operation, first, instead(operation, seen))
    if operation not in seen.can:
        return wish, Person(Beyond.NOT_ABLE)
    if seen.is_for_people:
        return wish, Person(Beyond.HIGH_VALUE)
    whole = asked_whole(wish, seen)
    if whole is not None:
        return whole
    if operation.is_of_lines:
        if any(not line.id for line in seen.order.lines):
            return wish, Person(Beyond.NOT_ABLE)
        wish, missing = _lines(wish, seen)
        if missing is not None:
            return wish, missing
    if operation is Operation.CHANGE_ADDRESS:
        if wish.address is None:
            return wish, Ask(Open.ADDRESS)
        if seen.ways == ():
            ask = Ask(Open.ADDRESS, snag=Snag.NOT_THERE, city=wish.address.city)
            return replace(wish, address=None), ask
        if seen.ways is None and _is_abroad(wish.address, seen):
            return wish, Person(Beyond.NO_RULE)
        if not wish.address.lines:
            return replace(wish, address=None), Ask(Open.ADDRESS)
        there = {each.id for each in seen.ways or ()}
        if seen.way is not None and there and seen.way.id not in there:
            return wish, Person(Beyond.DELIVERY)
        if is_same_place(wish.address, seen.order.ship_to):
            return wish, Already()
    return _terms(wish, operation, seen)


def _may_be_either(seen: Seen) -> bool:
    """
    Whether its state allows to send it back or to exchange it, or nobody can tell.
    """
    rules, order = seen.policies.rules, seen.order
    either = [rules.get(Operation.RETURN_ITEMS), rules.get(Operation.EXCHANGE_ITEMS)]
    return any(rule is None or order.status in rule.statuses for rule in either)


def _is_abroad(address: Address, seen: Seen) -> bool:
    """
    Whether it lies in another country than where the order was to go.
    """
    known = seen.order.ship_to
    home = (known.country if known else None) or seen.country
    if not home or not address.country:
        return False
    # "US" and "USA" are one.
    return home[:2].upper() != address.country[:2].upper()


def is_other(wish: Wish, seen: Seen) -> bool:
    """
    Whether what comes next differs from what was read back last.
    """
    _, step = next_step(wish, seen)
    return not isinstance(step, Deal) or step.digest != wish.read_back


def instead(operation: Operation, seen: Seen) -> tuple[Operation, ...]:
    """
    What could be done in place of what cannot.
    """
    similar = {
        Operation.CANCEL_ORDER: (Operation.RETURN_ITEMS,),
        Operation.RETURN_ITEMS: (Operation.CANCEL_ORDER,),
    }.get(operation, ())
    found = []
    for each in similar:
        made = decide(seen.policies, each, seen.order, seen.now, done=seen.order.done)
        if isinstance(made, Allowed) and each in seen.can:
            found.append(each)
    return tuple(found)


def _lines(wish: Wish, seen: Seen) -> tuple[Wish, Step | None]:
    """
    The wish with the lines that it is about, and what is missing of them.
    """
    every, operation = seen.order.lines, wish.operation
    if wish.doubts:
        meant = {each.line for each in wish.doubts[0]}
        among = tuple(line for line in every if line.id in meant)
        return wish, Ask(Open.ITEMS, lines=among)
    alone = every[0] if len(every) == 1 else None
    if operation is Operation.RETURN_ITEMS:
        if not wish.lines and alone is not None:
            wish = replace(wish, lines=(alone.id,))
        wish = _one_of(wish, seen)
        return wish, None if wish.lines else Ask(Open.ITEMS, lines=every)
    if not wish.picks:
        # What was named before it was known that it is to be changed.
        named = wish.lines or ((alone.id,) if alone and not wish.in_part else ())
        changes = wish.kind in (Kind.CHANGE, Kind.EXCHANGE)
        removed = None if changes else 0
        wish = replace(wish, picks=tuple(Pick(e, quantity=removed) for e in named))
    if not wish.picks:
        return wish, Ask(Open.ITEMS, lines=every)
    for pick in wish.picks:
        line = seen.line(pick.line)
        if line is None:
            rest = tuple(each for each in wish.picks if each.line != pick.line)
            return _lines(replace(wish, picks=rest), seen)
        wish, missing = _pick(wish, pick, line, seen)
        if missing is not None:
            return wish, missing
    return wish, None


def _one_of(wish: Wish, seen: Seen) -> Wish:
    """
    A return of one piece, where so many of what comes back were said to.
    """
    line = seen.line(wish.lines[0]) if len(wish.lines) == 1 else None
    is_told = line is not None and wish.pick_of(line.id) is not None
    if line is None or is_told or wish.to != 1 or line.quantity <= 1:
        return wish
    return wish.picking(Pick(line.id, quantity=1))


def _pick(
    wish: Wish, pick: Pick, line: OrderLine, seen: Seen
) -> tuple[Wish, Step | None]:
    operation = wish.operation or Operation.CHANGE_ITEMS
    rule = seen.rule(operation)
    snag = None
    if pick.variant:
        variant = seen.variant(line, pick.variant)
        old = Piece(line.product_id, line.variant_id or "")
        new = Piece(
            line.product_id, pick.variant, None if variant is None else variant.in_stock
        )
        fits = swap(rule, old, new)
        if fits is Swap.YES:
            return wish, None
        if fits is Swap.SAME and pick.quantity not in (None, line.quantity):
            return wish.picking(replace(pick, variant="")), None
        snag = Snag.SAME if fits is Swap.SAME else Snag.NOT_IN_STOCK
        wish = wish.picking(replace(pick, variant="", candidates=()))
    elif pick.quantity is not None and operation is Operation.CHANGE_ITEMS:
        if _is_short(pick.quantity, line, seen):
            return _counting_anew(wish, line)
        if pick.quantity != line.quantity:
            return wish, None
        # So many there are: another number may be meant, and nothing is left out.
        return wish, Ask(Open.QUANTITY, line=line)
    is_change = operation is Operation.CHANGE_ITEMS and not pick.variant
    if is_change and not pick.candidates and snag is None:
        if wish.how is How.REMOVE and Change.REMOVAL in rule.changes:
            return wish.picking(replace(pick, quantity=0)), None
        if wish.how is How.COUNT and Change.QUANTITY in rule.changes:
            number = line.quantity + wish.by if wish.to is None else wish.to
            if _is_short(number, line, seen):
                return _counting_anew(wish, line)
            if (wish.by or wish.to is not None) and number >= 0:
                return wish.picking(replace(pick, quantity=number)), None
            return wish, Ask(Open.QUANTITY, line=line)
    if not seen.variants_of(line):
        return wish, Person(Beyond.NOT_ABLE)
    variants = choosable(pick, line, seen, same=rule.same_variant)
    if wish.reason in _WHOLE and snag is None and not pick.candidates:
        same = next((each for each in variants if each.id == line.variant_id), None)
        if same is not None:
            # A whole one for a broken one, unless they want another kind of it.
            return wish.picking(replace(pick, variant=same.id)), None
    if not variants and is_change and Change.QUANTITY in rule.changes:
        return wish, Ask(Open.QUANTITY, line=line, snag=Snag.NONE_OTHER)
    if not variants:
        return wish, NoneLeft(line)
    if [each.id for each in variants] == [line.variant_id]:
        # It comes in one kind alone: a whole one for a broken one.
        is_meant = bool(pick.candidates) or wish.reason in _WHOLE
        if not is_meant and wish.reason is not None:
            return wish, NoneLeft(line)
        if not is_meant and rule.reasons:
            return wish, Ask(Open.REASON)
        return wish.picking(replace(pick, variant=variants[0].id)), None
    return wish, Ask(Open.OPTIONS, line=line, variants=variants, snag=snag)


def _is_short(quantity: int, line: OrderLine, seen: Seen) -> bool:
    """
    Whether there are to be more of what is not in stock now.
    """
    own = seen.variant(line, line.variant_id or "")
    return quantity > line.quantity and own is not None and not own.in_stock


def _counting_anew(wish: Wish, line: OrderLine) -> tuple[Wish, Step]:
    """
    How many there should be is asked again: of what there is no more of, no more.
    """
    rest = tuple(each for each in wish.picks if each.line != line.id)
    wish = replace(wish, picks=(*rest, Pick(line.id)), how=How.COUNT, by=0, to=None)
    return wish, Ask(Open.QUANTITY, line=line, snag=Snag.TOO_FEW)


def choosable(
    pick: Pick | None, line: OrderLine, seen: Seen, *, same: bool
) -> tuple[Variant, ...]:
    """
    The variants that may take the place of a line, of those that fit what was said.
    """
    among = [
        each
        for each in seen.variants_of(line)
        if each.in_stock and (same or each.id != line.variant_id)
    ]
    fitting = [each for each in among if pick and each.id in pick.candidates]
    return tuple(fitting or among)


def _terms(wish: Wish, operation: Operation, seen: Seen) -> tuple[Wish, Step]:
    """
    Whatever the rules want to know of it; the deal where they know it all.
    """
    allowed = _decided(wish, operation, seen)
    if isinstance(allowed, Forbidden):
        if allowed.why in _FOR_PEOPLE:
            return wish, Person(Beyond.NO_RULE)
        return wish, Refuse(operation, allowed)
    if Need.REASON in allowed.needs:
        return wish, Ask(Open.REASON)
    if Need.UNOPENED in allowed.needs and wish.is_unopened is None:
        return wish, Ask(Open.UNOPENED)
    if Need.UNOPENED in allowed.needs and not wish.is_unopened:
        return wish, Refuse(operation, Forbidden(Why.CATEGORY, lines=allowed.lines))
    if Need.PHOTO in allowed.needs and not wish.with_photo:
        # Who cannot show it is not sent away: people decide.
        return wish, Person(Beyond.NO_PHOTO) if wish.no_photo else Ask(Open.PHOTO)
    if allowed.fee.amount:
        return wish, Person(Beyond.FEE, allowed.fee)
    return _money(wish, Deal(operation, seen.order.number, allowed), seen)


def _decided(wish: Wish, operation: Operation, seen: Seen) -> Allowed | Forbidden:
    lines = None
    if operation.is_of_lines:
        named = wish.lines if operation is Operation.RETURN_ITEMS else ()
        named = named or tuple(each.line for each in wish.picks)
        lines = [line for line in seen.order.lines if line.id in named]
    return decide(
        seen.policies,
        operation,
        seen.order,
        seen.now,
        lines=lines,
        reason=wish.reason,
        done=seen.order.done,
    )


def _money(wish: Wish, made: Deal, seen: Seen) -> tuple[Wish, Step]:
    operation, made = made.operation, replace(made, reason=wish.reason)
    if operation is Operation.CHANGE_ADDRESS:
        return wish, replace(made, address=wish.address, reason=None)
    if operation is Operation.CANCEL_ORDER:
        whole = deals.whole_of(seen.order)
        return wish, replace(made, whole=whole, paid=seen.order.paid)
    if operation is Operation.RETURN_ITEMS:
        parts = deals.parts_of(wish)
        made = replace(made, parts=parts, due=deals.due_for_parts(parts, seen))
    else:
        changes = deals.changes_of(wish)
        is_exchange = operation is Operation.EXCHANGE_ITEMS
        due = deals.due_for_changes(changes, seen, is_exchange=is_exchange)
        made = replace(made, changes=changes, due=due)
    if made.due is None:
        return wish, Person(Beyond.NO_RULE)
    paid = seen.order.paid
    if seen.order.is_unpaid:
        # No money moves: there is nothing to choose a way for.
        return wish, replace(made, paid=paid)
    if paid is not None and made.due.amount + paid.amount < 0:
        # More would go back than the shop was paid.
        return wish, Person(Beyond.NO_RULE)
    return _method(wish, seen, replace(made, paid=paid), made.due)


def _method(wish: Wish, seen: Seen, made: Deal, due: Money) -> tuple[Wish, Step]:
    if not seen.methods:
        # The shop's system does not tell: it is what the order was paid with.
        return wish, made
    rule, paid_with = seen.rule(made.operation), seen.order.paid_with
    may = paying.choices(rule, seen.methods, paid_with, due)
    named = seen.method(wish.method)
    if named is not None:
        fits = paying.payable(rule, named, paid_with, due)
        if fits is Payable.YES:
            return wish, replace(made, method=named)
        is_little = fits is Payable.TOO_LITTLE
        snag = Snag.TOO_LITTLE if is_little else Snag.NOT_THIS_WAY
        ask = Ask(Open.METHOD, methods=may, due=due, snag=snag, named=named)
        return replace(wish, method=""), ask
    if not may:
        return wish, Person(Beyond.NO_RULE)
    allowed = [
        each
        for each in seen.methods
        if paying.payable(rule, each, paid_with, due) is not Payable.NOT_ALLOWED
    ]
    if len(allowed) == 1:
        return wish, replace(made, method=may[0])
    return wish, Ask(Open.METHOD, methods=may, due=due)
