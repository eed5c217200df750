"""
A message taken for something else than it says by itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.conversations import cards
from bot.conversations.messages import Choice, Turn
from bot.nlu.decision import ASKED_BETWEEN

FILE_RECEIVED = "file_received"
"""Intent of a photo or a file without a word."""
CARD_TYPED = "card_typed"
"""Intent of a message in which the number of a card was: it does not do here."""

_WORDLESS = frozenset({"unreadable_received", "location_shared"})

Parsed = dict[str, Any]
Entities = Sequence[Mapping[str, Any]]


def meaning(
    intent: str,
    parsed: Parsed,
    entities: Entities | None = None,
    *,
    confidence: float | None = None,
) -> Parsed:
    """
    The message as this wish.

    Entities and confidence that are given take the place of its own. What was to be
    asked about it is not: it is clear now.
    """
    known = parsed["intent"]["confidence"] if confidence is None else confidence
    meant = {**parsed, "intent": {"name": intent, "confidence": known}}
    meant.pop(ASKED_BETWEEN, None)
    if entities is not None:
        meant["entities"] = [dict(each) for each in entities]
    return meant


def beyond_words(turn: Turn) -> Choice | None:
    """
    What a message means that is not read by its words; None for all others.
    """
    if turn.files and not turn.text:
        return Choice(FILE_RECEIVED)
    return Choice(CARD_TYPED) if cards.has_hidden(turn.text) else None


def without_title(turn: Turn) -> Turn:
    """
    The turn without the words that a channel has put for what is no text.

    They are ours, for whoever reads the thread: they answer no question of ours, and
    say nothing of a mood.
    """
    if turn.choice is None or turn.choice.intent not in _WORDLESS:
        return turn
    return replace(turn, text="")


def rest_of(text: str, entities: Entities) -> str:
    """
    A text without the stretches in which these entities stand.
    """
    for entity in sorted(entities, key=lambda each: -int(each["start"])):
        text = f"{text[: entity['start']]} {text[entity['end'] :]}"
    return text


def parse_data_of(choice: Choice, text: str) -> Parsed:
    """
    What understanding would have given, for a button that the server made itself.
    """
    intent = {"name": choice.intent, "confidence": 1.0}
    return {
        "text": text,
        "intent": intent,
        "intent_ranking": [intent],
        "entities": [
            {"entity": kind, "value": value} for kind, value in choice.entities.items()
        ],
    }
