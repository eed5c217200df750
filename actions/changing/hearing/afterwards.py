"""
What somebody says of what is over: was it done, and can it be as it was before?
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from actions.changing.reading import asks_if_done, takes_back
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
    is_taken_back = last.came is Came.DONE and takes_back(text)
    return last if is_taken_back or asks_if_done(text) else None


async def told_of_past(journey: Journey, wishes: Wishes, text: str) -> Wishes | None:
    """
    The wishes after a message of what is over; None where it is none.

    An address is read back as it was. What else was done stays, and that is said.
    """
    last = is_of_past(text, wishes)
    if last is None:
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
