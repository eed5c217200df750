"""
What is kept of a conversation between two turns, and nothing more.

Rasa's own stores read and replay the whole history each turn, so that a turn's cost
grows with the conversation. Policies look back a few turns only: we keep the slots and
the events of the last turns as one small JSON document. The whole transcript is in the
messages of `bot.conversations`, which no turn reads.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterable, Sequence
from typing import Any

import structlog
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

log = structlog.get_logger(__name__)

TURNS_KEPT = 2
_VERSION = 1


def restore(
    conversation: str, state: bytes | None, domain: Domain
) -> DialogueStateTracker:
    """
    A tracker as it was when `keep` was called; a fresh one for None.

    A state that cannot be read (of another version, damaged, or made with a domain that
    has changed since) is forgotten, but for the slots that still fit: a conversation
    must never be stuck in what it was.
    """
    document = _document(state)
    tracker = _with_slots(conversation, document.get("slots"), domain)
    if not document:
        return tracker
    try:
        loop = document["loop"]
        if loop is not None:
            if loop not in domain.form_names:
                raise ValueError(f"There is no form {loop!r}.")
            tracker.update(ActiveLoop(loop), domain)
        for dump in document["events"]:
            tracker.update(_revive(dump), domain)
    except Exception as error:  # noqa: BLE001 - whatever it is, the talk goes on
        log.warning("state_forgotten", conversation=conversation, error=repr(error))
        return _with_slots(conversation, document.get("slots"), domain)
    return tracker


def _document(state: bytes | None) -> dict[str, Any]:
    try:
        document = json.loads(state) if state else {}
    except ValueError:
        return {}
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        return {}
    return document


def _with_slots(conversation: str, slots: Any, domain: Domain) -> DialogueStateTracker:
    """
    A fresh tracker that listens, with those of the slots that the domain allows.
    """
    tracker = DialogueStateTracker(conversation, domain.slots)
    tracker.update(ActionExecuted("action_listen"), domain)
    for name, value in slots.items() if isinstance(slots, dict) else ():
        slot = tracker.slots.get(name)
        allowed = getattr(slot, "values", None)
        if slot is not None and (allowed is None or value is None or value in allowed):
            tracker.update(SlotSet(name, value), domain)
    return tracker


def keep(tracker: DialogueStateTracker) -> bytes:
    """
    The slots, the active loop and the last turns of a tracker as UTF-8 JSON.
    """
    events = list(_last_turns(tracker.applied_events()))
    document = {
        "version": _VERSION,
        "slots": {
            name: slot.value
            for name, slot in tracker.slots.items()
            if slot.value != slot.initial_value
        },
        "loop": _loop_before(tracker, events),
        "events": [_slim(event) for event in events],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _last_turns(events: Sequence[Event]) -> Iterable[Event]:
    """
    Cut before the `action_listen` that the oldest kept turn answers.
    """
    start, turns = 0, 0
    for index in range(len(events) - 1, -1, -1):
        if isinstance(events[index], UserUttered):
            turns += 1
        event = events[index]
        listens = isinstance(event, ActionExecuted) and (
            event.action_name == "action_listen"
        )
        if turns >= TURNS_KEPT and listens:
            start = index
            break
    # What the bot said decides nothing later; the transcript is kept elsewhere.
    return (e for e in events[start:] if not isinstance(e, BotUttered))


def _loop_before(tracker: DialogueStateTracker, events: Sequence[Event]) -> str | None:
    """
    The loop that was active when the kept events began, if they do not say so.
    """
    if any(isinstance(event, ActiveLoop) for event in events):
        return None
    name = tracker.active_loop_name
    return str(name) if name else None


@functools.cache
def _event_class(type_name: str) -> type[Event]:
    # Rasa's own look-up walks all subclasses of Event for every single event.
    return Event.resolve_by_type(type_name)


def _revive(dump: dict[str, Any]) -> Event:
    return _event_class(dump["event"])._from_parameters(dump)  # noqa: SLF001 - Rasa's hook


def _slim(event: Event) -> dict[str, Any]:
    """
    The event without what only the turn itself needed (rankings, features, ids).
    """
    dump: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        entities = dump["parse_data"].get("entities", [])
        intent = dump["parse_data"].get("intent", {})
        dump = {
            "event": "user",
            "timestamp": dump["timestamp"],
            "text": dump["text"],
            "parse_data": {"intent": intent, "entities": entities},
        }
    return {key: value for key, value in dump.items() if value is not None}
