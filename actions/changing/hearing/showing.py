"""
What is said not to be there: a photo of what is wrong, or a postal code.
"""

from __future__ import annotations

from dataclasses import replace

from actions.changing.hearing import beside
from actions.changing.state.message import Message
from actions.changing.state.wishes import SHOWN, Kind, Open, Wish
from actions.shared.kept import Utterance


def heard(wish: Wish, message: Message) -> tuple[Wish, list[Utterance]] | None:
    """
    Give the wish after it, with what there is to say; None where nothing is said of it.

    Who was asked for a photo and sends it later is not asked again: people decide. A
    shop may want none at all, so before that nobody is told what is missing without it.
    """
    if wish.kind is Kind.ADDRESS and wish.address is not None:
        return (
            (replace(wish, no_code=True), []) if beside.has_no_code(message) else None
        )
    if wish.kind not in SHOWN:
        return None
    if wish.asked is Open.PHOTO:
        has_none = beside.has_no_photo(message)
        return (replace(wish, no_photo=True), []) if has_none else None
    if beside.lacks_photo(message):
        return replace(wish, no_photo=True), [Utterance("utter_wish_without_photo")]
    if beside.shows_later(message):
        return wish, [Utterance("utter_wish_photo_later")]
    return None
