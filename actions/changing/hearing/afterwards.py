"""
What somebody says of what is over: was it done, and can it be as it was before?
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.reading import (
    Known,
    asks_if_done,
    is_denied,
    number_like,
    pieces,
    read,
    said_besides,
    takes_back,
)
from actions.changing.state.kinds import kind_of, same_number
from actions.changing.state.wishes import Came, Kind, Past, Wish, Wishes
from actions.shared.kept import Utterance

if TYPE_CHECKING:
    from actions.changing.journey import Journey

_OVER = frozenset({Came.DONE, Came.LEFT})


def is_of_past(text: str, kept: Wishes) -> Past | None:
    """
    What is over and is spoken of, if this asks if it was done or takes it back.
    """
    last = kept.past[-1] if kept.past else None
    if last is None or kept.is_open or last.came not in _OVER or not last.wish.number:
        return None
    if any(not same_number(each, last.wish.number) for each in number_like(text)):
        return None
    if asks_if_done(text):
        return last
    is_taken_back = last.came is Came.DONE and takes_back(text)
    return last if is_taken_back and not _wants_more(text, last.wish) else None


def _wants_more(text: str, done: Wish) -> bool:
    """
    Whether something is wanted besides: "return the jacket, I changed my mind".

    What is cancelled cannot be cancelled once more: that names what was done.
    """
    besides = said_besides(text)
    if is_denied(besides):
        return False
    wanted = {kind_of(each) for each in pieces(besides, "", Known())} - {None}
    return bool(wanted - ({Kind.CANCEL} & {done.kind}))


async def _names_more(journey: Journey, text: str, lang: str, done: Wish) -> bool:
    """
    Whether a thing of the order, or a place, is named besides: it may be a new wish.
    """
    if done.kind is Kind.CANCEL or asks_if_done(text):
        return False
    seen = await journey.shop.seen(done.number)
    known = journey.known(seen, await journey.shop.orders(), done)
    said = read(said_besides(text), lang, known)
    return bool(said.lines or said.dropped or said.unclear_lines or said.address)


async def told_of_past(
    journey: Journey, wishes: Wishes, text: str, lang: str
) -> Wishes | None:
    """
    The wishes after a message of what is over; None where it is none.

    An address is read back as it was. What else was done stays, and that is said.
    """
    last = is_of_past(text, wishes)
    if last is None or await _names_more(journey, text, lang, last.wish):
        return None
    wish, number = last.wish, {"number": journey.voice.number(last.wish.number)}
    journey.told.append(wish.number)
    if asks_if_done(text):
        journey.says.append(Utterance(_came(last), number))
        return wishes
    if wish.kind is Kind.ADDRESS and wish.former is not None:
        again = Wish(Kind.ADDRESS, number=wish.number, address=wish.former)
        return await journey.go_on(replace(wishes, open=(again,)))
    kind = "_cancel" if wish.kind is Kind.CANCEL else ""
    journey.says.append(Utterance(f"utter_wish_not_undone{kind}", number))
    journey.says.append(Utterance("utter_part_contest"))
    return wishes


def _came(last: Past) -> str:
    if last.came is Came.LEFT:
        return "utter_wish_not_done"
    is_cancel = last.wish.kind is Kind.CANCEL
    return "utter_wish_is_cancelled" if is_cancel else "utter_wish_is_done"
