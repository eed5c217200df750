"""
How often a bot may write: what Telegram's limits would say, and whether they say it.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
OVERALL = 30
"""Messages in a second, to all chats together."""
IN_A_GROUP = 20
"""Messages in a minute."""
BURST = 10
"""Messages to one chat that may come faster than one a second, once."""


@dataclass(frozen=True)
class Over:
    """
    A message that came too early: which limit, and how long would have to be waited.
    """

    limit: str
    chat: int
    at: datetime
    wait: timedelta


@dataclass
class Rates:
    """
    Counts messages; only if it is `enforced` they are refused.

    `over` are those that came too early. A message counts when it was let through.
    """

    clock: Callable[[], datetime]
    enforced: bool = False
    over: list[Over] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._all: deque[datetime] = deque()
        self._groups: dict[int, deque[datetime]] = {}
        # Per chat, the moment at which all that was sent would have been sent slowly.
        self._paid: dict[int, datetime] = {}

    def count(self, chat: int, *, group: bool, messages: int = 1) -> int:
        """
        Note messages to a chat; gives seconds to wait if they are refused, else 0.
        """
        now = self.clock()
        waits = {
            "overall": _wait(self._all, now, SECOND, OVERALL, messages),
            "chat": self._chat_wait(chat, now, messages),
        }
        if group:
            sent = self._groups.setdefault(chat, deque())
            waits["group"] = _wait(sent, now, MINUTE, IN_A_GROUP, messages)
        too_early = {name: wait for name, wait in waits.items() if wait}
        self.over += [Over(name, chat, now, wait) for name, wait in too_early.items()]
        if too_early and self.enforced:
            return math.ceil(max(too_early.values()).total_seconds())
        self._all.extend([now] * messages)
        if group:
            self._groups[chat].extend([now] * messages)
        self._paid[chat] = max(self._paid.get(chat, now), now) + SECOND * messages
        return 0

    def _chat_wait(self, chat: int, now: datetime, messages: int) -> timedelta:
        behind = max(self._paid.get(chat, now), now) + SECOND * messages - now
        # An album of more than a burst would else never be let through.
        return max(behind - SECOND * max(BURST, messages), timedelta())


def _wait(
    sent: deque[datetime], now: datetime, span: timedelta, most: int, messages: int
) -> timedelta:
    while sent and sent[0] <= now - span:
        sent.popleft()
    if len(sent) + messages <= most:
        return timedelta()
    return sent[len(sent) + messages - most - 1] + span - now
