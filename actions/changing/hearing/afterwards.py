"""
What somebody says of what is over: was it done, and can it be as it was before?
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.hearing.restoring import restored
from actions.changing.reading import (
    Known,
    asks_if_done,
    is_denied,
    number_like,
    pieces,
    read,
    said_besides,
    stays,
    takes_back,
)
from actions.changing.state.kinds import kind_of, same_number
from actions.changing.state.wishes import Came, Kind, Past, Pick, Wish, Wishes
from actions.shared.kept import Utterance
from crm_connector.operations import Operation

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
    if last.came is not Came.DONE:
        return None
    if stays(text) and _is_of_change(text):
        return last
    return last if takes_back(text) and not _wants_more(text, last.wish) else None


def _is_of_change(text: str) -> bool:
    """
    Whether nothing else is to be done with an order than to have it changed.
    """
    wanted = {kind_of(each) for each in pieces(text, "", Known())}
    return wanted <= {None, Kind.CHANGE, Kind.EXCHANGE}


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
    if last is None:
        return None
    picks = await _as_it_was(journey, text, lang, last)
    if not (picks or stays(text)) and await _names_more(journey, text, lang, last.wish):
        return None
    wish, number = last.wish, {"number": journey.voice.number(last.wish.number)}
    journey.told.append(wish.number)
    if picks:
        again = Wish(Kind.CHANGE, number=wish.number, picks=picks, method=wish.method)
        return await journey.go_on(replace(wishes, open=(again,)))
    if asks_if_done(text):
        journey.says.append(Utterance(_came(last), number))
        return wishes
    if wish.kind is Kind.ADDRESS and wish.former is not None:
        again = Wish(Kind.ADDRESS, number=wish.number, address=wish.former)
        return await journey.go_on(replace(wishes, open=(again,)))
    kind = "_cancel" if _is_cancelled(wish) else ""
    journey.says.append(Utterance(f"utter_wish_not_undone{kind}", number))
    journey.says.append(Utterance("utter_part_contest"))
    return wishes


async def _as_it_was(
    journey: Journey, text: str, lang: str, last: Past
) -> tuple[Pick, ...]:
    """
    What makes the lines of a change what they were; none where nothing does.
    """
    done = last.wish
    if asks_if_done(text) or last.came is not Came.DONE or not done.former_picks:
        return ()
    seen = await journey.shop.seen(done.number)
    known = journey.known(seen, await journey.shop.orders(), done)
    said = read(said_besides(text), lang, known)
    return restored(done, said, text, seen)


def _came(last: Past) -> str:
    if last.came is Came.LEFT:
        return "utter_wish_not_done"
    is_cancel = _is_cancelled(last.wish)
    return "utter_wish_is_cancelled" if is_cancel else "utter_wish_is_done"


def _is_cancelled(done: Wish) -> bool:
    """
    Whether the whole order was: what is taken out of one may be called so, too.
    """
    is_part = done.operation not in (None, Operation.CANCEL_ORDER)
    return done.kind is Kind.CANCEL and not is_part
