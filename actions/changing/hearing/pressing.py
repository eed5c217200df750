"""
What a button of a question makes of the wish that it was about.
"""

from __future__ import annotations

from dataclasses import replace

from actions.changing.hearing.opening import answered
from actions.changing.hearing.taking import settled
from actions.changing.shop import Shop
from actions.changing.state import buttons
from actions.changing.state.wishes import Kind, Open, Pick, Wish
from crm_connector.operations import Reason


async def pressed(shop: Shop, wish: Wish, answer: str) -> Wish | None:
    """
    The wish with what the button says; None where the question has no buttons.

    Whether it shall be done is nobody's here.
    """
    asked, line = wish.asked, wish.asked_line
    if asked is Open.ORDER:
        return replace(wish, number=answer, candidates=())
    if asked is Open.ADDRESS:
        return await _sent_as(shop, wish, answer)
    if asked is Open.WAY:
        is_return = answer == buttons.RETURN
        return replace(wish, kind=Kind.RETURN if is_return else Kind.EXCHANGE)
    if asked is Open.ITEMS:
        return await _with_items(shop, wish, answer)
    if asked is Open.OPTIONS:
        pick = wish.pick_of(line) or Pick(line)
        return wish.picking(replace(pick, variant=answer))
    if asked is Open.QUANTITY:
        pick = wish.pick_of(line) or Pick(line)
        return wish.picking(replace(pick, quantity=int(answer)))
    if asked is Open.METHOD:
        return replace(wish, method=answer)
    if asked is Open.REASON:
        return replace(wish, reason=Reason(answer))
    if asked is Open.UNOPENED:
        return answered(wish, wish, is_unopened=answer == buttons.YES)
    return None


async def _sent_as(shop: Shop, wish: Wish, number: str) -> Wish:
    """
    The wish with the address of their order of this number.
    """
    orders = await shop.orders()
    places = (each.ship_to for each in orders if each.number == number)
    return replace(wish, address=next(places, None))


async def _with_items(shop: Shop, wish: Wish, answer: str) -> Wish:
    lines: tuple[str, ...] = (answer,)
    if answer == buttons.ALL:
        seen = await shop.seen(wish.number)
        lines = tuple(line.id for line in seen.order.lines)
    for group in wish.doubts[:1]:
        # Of these one was meant, or all of them.
        for pick in group:
            if pick.line in lines:
                wish = settled(wish, pick)
        return wish
    if wish.picks or wish.kind in (Kind.CHANGE, Kind.EXCHANGE):
        for each in lines:
            if wish.pick_of(each) is None:
                wish = wish.picking(Pick(each))
        return wish
    return replace(wish, lines=tuple(dict.fromkeys((*wish.lines, *lines))))
