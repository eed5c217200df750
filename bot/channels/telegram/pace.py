"""
How quickly one chat may hear from us: Telegram's own limits, kept ahead of it.

Telegram asks for no more than one message a second in a chat, with short bursts, and 20
a minute in a group ("Bots FAQ: My bot is hitting limits"). Those for all chats together
are the client's rate limiter's.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Allowed:
    """
    So many at once, and then one every `seconds`.
    """

    burst: int
    seconds: float


PRIVATE = Allowed(5, 1.0)
GROUP = Allowed(5, 3.5)
MOST_KEPT = 10_000
"""Chats whose last messages are remembered; a burst of older ones is over anyway."""


class Pace:
    """
    Counts what goes into each chat: the generic cell rate algorithm (ITU-T I.371).
    """

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        # When a chat would be at rest if it heard one message every `seconds`.
        self._rest: OrderedDict[int, float] = OrderedDict()

    def take(self, chat: int, count: int = 1) -> float:
        """
        Take the room for `count` messages, or give the seconds until there is some.

        0 means that it is taken.
        """
        allowed = _allowed(chat)
        now = self._now()
        rest = max(self._rest.get(chat, now), now)
        wait = rest - now - (allowed.burst - 1) * allowed.seconds
        if wait > 0:
            return wait
        self._rests_at(chat, rest + count * allowed.seconds)
        return 0.0

    def spend(self, chat: int) -> None:
        """
        Count a message that goes out at once; those that can wait give way to it.
        """
        now = self._now()
        rest = max(self._rest.get(chat, now), now)
        self._rests_at(chat, rest + _allowed(chat).seconds)

    def _rests_at(self, chat: int, moment: float) -> None:
        self._rest[chat] = moment
        self._rest.move_to_end(chat)
        if len(self._rest) > MOST_KEPT:
            self._rest.popitem(last=False)


def _allowed(chat: int) -> Allowed:
    # Groups have negative numbers.
    return GROUP if chat < 0 else PRIVATE
