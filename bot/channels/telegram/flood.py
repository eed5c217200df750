"""
How much one person may send: who sends more is told so, and keeps nobody waiting.

What counts is when they sent it, by Telegram's clock (of a press Telegram does not say
when it was). What piled up while the shop or
Telegram was away comes all at once and is no flood.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from enum import Enum, auto

from bot.channels.telegram.came import Came, Pressed, Said
from bot.channels.telegram.updates import Body
from bot.channels.telegram.writing import whole_or_none

MOST, SECONDS = 20, 30.0
"""As a session of the web chat may send."""
MOST_KEPT = 10_000
"""People who are remembered; the longest silent are forgotten."""

_Key = tuple[int, int, bool]


class Verdict(Enum):
    """
    What becomes of something that came: worked, refused with a word, refused.
    """

    TAKEN = auto()
    TOLD = auto()
    SILENT = auto()


class Flood:
    """
    At most `most` of one person in one chat in any `seconds`; `now` is in Unix seconds.
    """

    def __init__(
        self,
        now: Callable[[], float],
        *,
        most: int = MOST,
        seconds: float = SECONDS,
    ) -> None:
        self._now = now
        self._most = most
        self._seconds = seconds
        self._taken: OrderedDict[_Key, deque[float]] = OrderedDict()
        self._told: dict[_Key, float] = {}

    def look(self, came: Came, body: Body) -> Verdict:
        """
        Tell whether something is worked. Each is looked at once.

        Who is refused hears of it once in `seconds`.
        """
        if not isinstance(came, (Said, Pressed)):
            return Verdict.TAKEN
        at = sent_at(body)
        # The two clocks may go apart: what is of one is never held against the other.
        who = (came.chat.id, came.sender.id, at is None)
        moment = self._now() if at is None else float(at)
        taken = self._taken.setdefault(who, deque())
        self._taken.move_to_end(who)
        if len(self._taken) > MOST_KEPT:
            forgotten, _ = self._taken.popitem(last=False)
            self._told.pop(forgotten, None)
        while taken and taken[0] <= moment - self._seconds:
            taken.popleft()
        if len(taken) < self._most:
            taken.append(moment)
            return Verdict.TAKEN
        if self._told.get(who, moment - self._seconds) > moment - self._seconds:
            return Verdict.SILENT
        self._told[who] = moment
        return Verdict.TOLD


def sent_at(body: Body) -> int | None:
    """
    When a message was sent or changed, in Unix seconds; None where that is not said.
    """
    for kind in ("message", "edited_message"):
        message = body.get(kind)
        if isinstance(message, dict):
            return whole_or_none(message.get("edit_date") or message.get("date"))
    return None
