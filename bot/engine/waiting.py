"""
The other wishes of a message, of which one waits for a proof of who is writing.

They stand beside that wish, in the slot that keeps it, and go where it goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions.shared.edge import PENDING, PENDING_REFERENCE
from bot.conversations.inbox import SIGNED_IN
from bot.conversations.messages import Turn
from bot.engine import state as states
from bot.engine.apart import Part
from bot.engine.store import OpenTurn

STILL = timedelta(hours=2)
"""Whoever comes back later is told what they had wanted, and asked for it again."""
_OTHERS, _AT = "others", "others_at"


@dataclass(frozen=True)
class TakenUp:
    """
    What a turn goes on with, and the words of what was wanted too long ago for that.
    """

    parts: tuple[Part, ...] = ()
    past: tuple[str, ...] = ()


def taken_up(turn: Turn, tracker: DialogueStateTracker) -> TakenUp:
    """
    What waited until somebody has proven in this turn who they are.
    """
    if turn.choice is None or turn.choice.intent != SIGNED_IN:
        return TakenUp()
    kept = _kept(tracker)
    parts = tuple(_parts(kept.get(_OTHERS)))
    at = kept.get(_AT)
    # Without a moment it was kept by an older version.
    age = turn.at.timestamp() - at if isinstance(at, (int, float)) else None
    if age is None or age > STILL.total_seconds():
        return TakenUp(past=tuple(each.text for each in parts))
    return TakenUp(parts)


class Waiting:
    """
    What of one turn waits for a proof: the wish that asked for it first, and others.

    Whatever else is answered in the turn, and keeps or drops what it wants by itself,
    leaves these as they are.
    """

    def __init__(self, work: OpenTurn, domain: Domain, at: datetime) -> None:
        self._work = work
        self._domain = domain
        self._at = at
        self._first: tuple[Any, Any] | None = None
        self._others: list[Part] = []

    def after(
        self, part: Part | None, todo: Sequence[Part | None], *, asks_proof: bool
    ) -> list[Part | None]:
        """
        What of `todo` is still done in this turn, after a part that may ask for proof.
        """
        tracker = self._work.tracker
        if self._first is not None:
            if asks_proof and part is not None:
                self._others.append(part)
            self._keep()
            return list(todo)
        if not asks_proof:
            return list(todo)
        self._first = tracker.get_slot(PENDING), tracker.get_slot(PENDING_REFERENCE)
        self._others = [each for each in todo if each is not None and each.is_own]
        self._keep()
        return [each for each in todo if each is None or not each.is_own]

    def _keep(self) -> None:
        pending, reference = self._first or (None, None)
        kept = _document(reference)
        if self._others:
            kept[_OTHERS] = [asdict(each) for each in self._others]
            kept[_AT] = round(self._at.timestamp())
        tracker = self._work.tracker
        for slot, value in ((PENDING, pending), (PENDING_REFERENCE, json.dumps(kept))):
            if tracker.get_slot(slot) != value:
                tracker.update(SlotSet(slot, value), self._domain)
        self._work.after = states.keep(tracker)


def _kept(tracker: DialogueStateTracker) -> dict[str, Any]:
    return _document(tracker.get_slot(PENDING_REFERENCE))


def _document(reference: Any) -> dict[str, Any]:
    """
    What is kept of a wish; nothing of what cannot be read.
    """
    try:
        kept = json.loads(reference or "{}")
    except (TypeError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _parts(others: Any) -> Iterator[Part]:
    for each in others if isinstance(others, list) else ():
        if not isinstance(each, Mapping) or not isinstance(each.get("text"), str):
            continue
        lent = each.get("lent")
        listed = lent if isinstance(lent, list) else ()
        yield Part(
            each["text"],
            tuple(dict(e) for e in listed if isinstance(e, Mapping)),
            is_form=bool(each.get("is_form")),
        )
