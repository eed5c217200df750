"""
What was wanted before a proof was asked for.
"""

from __future__ import annotations

import json
from typing import Any

from rasa_sdk import Tracker

from actions.shared.edge import PENDING_REFERENCE, entities_of, text_of

_SIGNED_IN = "signed_in"


def meant(tracker: Tracker) -> tuple[list[Any], str]:
    """
    The entities and the words of the wish: of now, or from before signing in.
    """
    kept = tracker.get_slot(PENDING_REFERENCE)
    if tracker.latest_message.get("intent", {}).get("name") == _SIGNED_IN and kept:
        before = json.loads(kept)
        if isinstance(before, dict):
            return list(before["entities"]), str(before["text"])
        # Kept by an older version, which kept no text.
        return list(before), ""
    return entities_of(tracker), text_of(tracker)


def meant_intent(tracker: Tracker) -> str:
    """
    What the wish was understood as: now, or before signing in.
    """
    latest = str(tracker.latest_message.get("intent", {}).get("name") or "")
    kept = json.loads(tracker.get_slot(PENDING_REFERENCE) or "null")
    if latest == _SIGNED_IN and isinstance(kept, dict):
        return str(kept.get("intent") or latest)
    return latest


def was_known(tracker: Tracker) -> bool:
    """
    Whether who has proven themselves now was signed in when that was asked for.
    """
    kept = json.loads(tracker.get_slot(PENDING_REFERENCE) or "null")
    return isinstance(kept, dict) and bool(kept.get("was_known"))
