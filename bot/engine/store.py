"""
A tracker store that holds a conversation only while one turn of it is worked.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from bot.engine import state as states


@dataclass
class OpenTurn:
    """
    One turn in work: its tracker, slots to set on it first, and what it leaves behind.
    """

    tracker: DialogueStateTracker
    slots: dict[str, Any] = field(default_factory=dict)
    after: bytes | None = None
    language: str = "fa"


class TurnStore(TrackerStore):
    """
    Gives Rasa the tracker of the turn in work; its cost does not grow with the talk.

    Where the state is kept between turns is the conversation core's business: it comes
    and goes with the turn, so that it is saved in one transaction with the replies.
    """

    def __init__(self, domain: Domain) -> None:
        super().__init__(domain, None)
        self._open: dict[str, OpenTurn] = {}

    @contextmanager
    def turn(self, conversation: str, before: bytes | None) -> Iterator[OpenTurn]:
        """
        Open a turn on the state that the last one left. One at a time a conversation.
        """
        if conversation in self._open:
            raise RuntimeError(f"Conversation {conversation} is being worked already.")
        tracker = states.restore(conversation, before, self.domain)
        turn = self._open[conversation] = OpenTurn(tracker)
        try:
            yield turn
        finally:
            del self._open[conversation]

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """
        The tracker of the open turn; None if no turn is open for this conversation.
        """
        turn = self._open.get(sender_id)
        if turn is None:
            return None
        for name, value in turn.slots.items():
            if turn.tracker.get_slot(name) != value:
                turn.tracker.update(SlotSet(name, value), self.domain)
        return turn.tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """
        Keep what the next turn needs.
        """
        turn = self._open[tracker.sender_id]
        turn.after = states.keep(tracker)
        turn.language = str(tracker.get_slot("language"))

    async def delete(self, sender_id: str) -> None:
        """
        Nothing outlives its turn here.
        """

    async def keys(self) -> list[str]:
        """
        The conversations in work.
        """
        return list(self._open)
