"""
The other wishes of a message, of which one waits for a proof of who is writing.

They stand beside that wish, in the slot that keeps it, and go where it goes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions.shared.edge import PENDING_REFERENCE
from bot.conversations.inbox import SIGNED_IN
from bot.conversations.messages import Turn
from bot.engine import state as states
from bot.engine.several import Part
from bot.engine.store import OpenTurn

_OTHERS = "others"


def proof_asked(tracker: DialogueStateTracker) -> str | None:
    """
    What waits for a proof, as it is kept; None where nothing does.
    """
    kept = tracker.get_slot(PENDING_REFERENCE)
    return None if kept is None else str(kept)


def taken_up(turn: Turn, tracker: DialogueStateTracker) -> tuple[Part, ...]:
    """
    What a turn goes on with, in which somebody has proven who they are.
    """
    is_proof = turn.choice is not None and turn.choice.intent == SIGNED_IN
    try:
        kept = json.loads(proof_asked(tracker) or "") if is_proof else {}
        return tuple(
            Part(str(each["text"]), tuple(each["lent"]))
            for each in kept.get(_OTHERS, ())
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        return ()


def kept_waiting(work: OpenTurn, domain: Domain, others: Sequence[Part]) -> None:
    """
    Have these wait together with the wish for which a proof was asked in this turn.
    """
    kept = json.loads(proof_asked(work.tracker) or "{}")
    kept[_OTHERS] = [asdict(each) for each in others]
    work.tracker.update(SlotSet(PENDING_REFERENCE, json.dumps(kept)), domain)
    work.after = states.keep(work.tracker)
