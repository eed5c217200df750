"""
What happened and asks for no answer: kept for whoever takes the conversation over.
"""

from __future__ import annotations

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from actions.shared import talk
from actions.shared.talk import Talk
from bot.conversations.inbox import CODE_SENT
from bot.conversations.messages import Turn
from bot.engine import state as states
from bot.engine.store import OpenTurn

_DEEDS = {CODE_SENT: "action_code_sent"}
"""Events by their intent, and the deed that each is."""


def noted(turn: Turn, work: OpenTurn, domain: Domain) -> bytes | None:
    """
    Give the state after an event that is only kept; None for every other turn.

    It is no message: an open question stays open, and nothing is predicted.
    """
    deed = _DEEDS.get(turn.choice.intent) if turn.choice is not None else None
    if deed is None:
        return None
    so_far = Talk.read(work.tracker.get_slot(talk.SLOT), turn.at).noted(deed, turn.at)
    work.tracker.update(SlotSet(talk.SLOT, so_far.slot), domain)
    return states.keep(work.tracker)
