"""
Whether a message wants to be told when orders change, or not any more: by words.

"Tell me when it ships" is a wish for later; "tell me when it will come" asks now.
"""

from __future__ import annotations

from enum import Enum, auto
from pathlib import Path

from actions.shared.sayings import bare, listed

WORDS = Path(__file__).with_name("following.yml")
# Whoever writes more says something of its own.
MOST_WORDS = 18


class Wish(Enum):
    """
    What is wanted.
    """

    START = auto()
    STOP = auto()


def wish_of(text: str, *, is_spoken_of: bool) -> Wish | None:
    """
    The wish of a message about news of orders; None where it is about something else.

    It has to name orders, unless news of them `is_spoken_of`: then "stop telling me" is
    enough, and "yes, whenever it changes".
    """
    said = bare(text)
    if len(said.split()) > MOST_WORDS:
        return None

    def has(kind: str) -> bool:
        return listed(WORDS, kind).search(said) is not None

    if has("adverts"):
        return None
    is_named = has("orders")
    if has("stop") and not has("begins"):
        return Wish.STOP if is_named or is_spoken_of else None
    is_of_them = is_named or (is_spoken_of and has("moves") and not has("goods"))
    starts = is_of_them and has("tells") and has("once") and has("later")
    return Wish.START if starts and not has("now") else None
