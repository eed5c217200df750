"""
What an answer to the question for the order makes of the wishes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.hearing import beside, which
from actions.changing.hearing.correcting import LIKE
from actions.changing.reading import Known, Piece, says_all, spared
from actions.changing.state.kinds import OPERATIONS, kind_of
from actions.changing.state.message import Message
from actions.changing.state.wishes import Wish, Wishes

if TYPE_CHECKING:
    from actions.changing.journey import Journey


async def told(
    journey: Journey,
    wishes: Wishes,
    message: Message,
    own: Sequence[Piece],
    others: Sequence[Piece],
) -> Wishes | Wish:
    """
    The wishes as they go on; the wish at hand where the order is still not told.
    """
    wish, *waiting = wishes.open
    offered = [value for _, value in wishes.question.choices]
    if says_all(message.text, OPERATIONS[wish.kind]) and offered:
        alike = [replace(wish, number=each, candidates=()) for each in offered]
        return await _on(journey, wishes, [*alike, *waiting], message)
    named = tuple(dict.fromkeys(n for each in own for n in each.orders))
    if not others and len(named) > 1 and len(message.names) > 1:
        alike = [replace(wish, number=each, candidates=()) for each in named]
        return await _on(journey, wishes, [*alike, *waiting], message)
    if others:
        # What is clear comes first; what is not waits behind it.
        new = journey.new(others, message, wish.kind)
        later = [replace(each, asked=None) for each in wishes.open]
        return await _on(journey, wishes, [*new, *later], message)
    if not others and beside.buys(message, own):
        # What is to be bought tells no order that there is.
        return wish
    orders = await journey.shop.orders()
    left_out = spared(message.text, Known(orders=orders, country=journey.country))
    left = [each for each in offered if each not in left_out]
    if left_out and left:
        # "Not that one, the other one."
        only = left[0] if len(left) == 1 else ""
        there = replace(wish, number=only, candidates=tuple(left), unclear=0)
        return await _on(journey, wishes, [there, *waiting], message)
    number = which.by_place(message.text, wishes.question)
    if number:
        there = replace(wish, number=number, unclear=0)
        return await _on(journey, wishes, [there, *waiting], message)
    is_more = bool(message.names) or any(each.orders for each in own)
    is_wish = message.intent in LIKE[wish.kind] or any(map(kind_of, own))
    if not is_more and not is_wish:
        return wish
    text = "\n".join(piece.text for piece in own) or message.text
    more = replace(wish.said(text), candidates=named, unclear=0)
    if message.names or await _meant(journey, more, message) != await _meant(
        journey, wish, message
    ):
        return await _on(journey, wishes, [more, *waiting], message)
    return replace(more, candidates=wish.candidates, unclear=wish.unclear)


async def _on(
    journey: Journey, wishes: Wishes, now: Sequence[Wish], message: Message
) -> Wishes:
    return await journey.go_on(replace(wishes, open=tuple(now)), message)


async def _meant(journey: Journey, wish: Wish, message: Message) -> tuple[str, ...]:
    shop, lang = journey.shop, message.lang
    return which.meant(wish, await shop.orders(), shop, lang, journey.country)
