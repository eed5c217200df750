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

        0 means that it is taken. Groups have negative numbers.
        """
        allowed = GROUP if chat < 0 else PRIVATE
        now = self._now()
        rest = max(self._rest.get(chat, now), now)
        wait = rest - now - (allowed.burst - 1) * allowed.seconds
        if wait > 0:
            return wait
        self._rest[chat] = rest + count * allowed.seconds
        self._rest.move_to_end(chat)
        if len(self._rest) > MOST_KEPT:
            self._rest.popitem(last=False)
        return 0.0
