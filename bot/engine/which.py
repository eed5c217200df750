"""
"Did you mean this or that?": what was asked, and what the next message makes of it.

The question lives in one slot until the next message. Whoever presses a button of it,
types its place ("the first") or its title has the chosen wish answered, with the words
and the entities of the message that was asked about. A bare yes to two wishes is asked
once more which. Any other message is a new one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.messages import Choice
from bot.engine.meaning import Parsed, meaning
from bot.engine.picks import picked_place, picked_title
from bot.engine.titles import titles
from bot.nlu.decision import ASK_WHICH, ASKED_BETWEEN, FALLBACK, OUT_OF_SCOPE

SLOT = "asked_between"
# What is kept with the question; longer messages lose their words, not their wish.
MOST_TEXT, MOST_ENTITIES = 300, 1500
_KEPT = ("entity", "value", "surface", "start", "end", "name", "kind", "ids", "names")
_AGAIN = "asked_again"
# So many times as probable as the other one: the next message has told which.
_CLEARLY = 2.0


@dataclass(frozen=True)
class Question:
    """
    The one or two wishes asked about, and the message that could have meant either.
    """

    intents: tuple[str, ...]
    text: str | None = None
    entities: tuple[Mapping[str, Any], ...] = ()
    is_repeated: bool = False

    @classmethod
    def of(cls, slot: Any) -> Question | None:
        """
        The question that a slot holds, if it holds one.
        """
        try:
            kept = json.loads(slot)
            return cls(
                tuple(kept["intents"]),
                kept["text"],
                tuple(kept["entities"]),
                bool(kept.get("again")),
            )
        except (TypeError, ValueError, KeyError):
            return None

    def pressed(self, choice: Choice, parsed: Parsed) -> Parsed:
        """
        What a pressed button means: with all of the message, if it is of this question.
        """
        if choice.intent in self.intents and choice.entities == entities_of_choice(
            self.entities
        ):
            return self._meant(choice.intent, parsed)
        return parsed

    def typed(self, text: str, parsed: Parsed) -> Parsed:
        """
        What a message means after this question.
        """
        place = picked_place(text)
        if place is not None and place <= len(self.intents):
            return self._meant(self.intents[place - 1], parsed)
        named = picked_title(text, (*self.intents, OUT_OF_SCOPE))
        if named in self.intents:
            return self._meant(named, parsed)
        intent = parsed["intent"]["name"]
        if intent == "affirm" and len(self.intents) == 1:
            return self._meant(self.intents[0], parsed)
        if intent == "affirm" and not self.is_repeated:
            return self._once_more(parsed)
        other = place == len(self.intents) + 1 or named == OUT_OF_SCOPE
        if other or intent == "deny":
            return meaning(FALLBACK, parsed)
        if intent in self.intents:
            return self._lend_entities(parsed)
        if intent in (ASK_WHICH, FALLBACK):
            return self._told_apart(parsed)
        return parsed

    def _told_apart(self, parsed: Parsed) -> Parsed:
        """
        Unclear words after the question may still tell its two wishes apart.
        """
        ranking = parsed.get("intent_ranking") or ()
        sure = {each["name"]: each["confidence"] for each in ranking}
        best = ranking[0]["name"] if ranking else None
        others = [sure.get(intent, 0.0) for intent in self.intents if intent != best]
        if best in self.intents and sure[best] >= _CLEARLY * max(others, default=1.0):
            return self._lend_entities(meaning(best, parsed, confidence=sure[best]))
        if set(parsed.get(ASKED_BETWEEN, ())) == set(self.intents):
            # Nobody should hear the same question twice in a row.
            return meaning(FALLBACK, parsed)
        return parsed

    def _once_more(self, parsed: Parsed) -> Parsed:
        """
        A bare yes does not tell which: it is asked again, about the same message.
        """
        again = self._meant(ASK_WHICH, parsed)
        return {**again, ASKED_BETWEEN: list(self.intents), _AGAIN: True}

    def _meant(self, intent: str, parsed: Parsed) -> Parsed:
        text = parsed["text"] if self.text is None else self.text
        chosen = meaning(intent, parsed, self.entities, confidence=1.0)
        return {**chosen, "text": text}

    def _lend_entities(self, parsed: Parsed) -> Parsed:
        entities = parsed["entities"] or [dict(e) for e in self.entities]
        return {**parsed, "entities": entities}


def asking(parsed: Parsed, language: str) -> Parsed:
    """
    A message that asks for the question, with all that the action needs to put it.

    Where a wish has no title, nothing can be asked: the better one is taken.
    """
    between = tuple(parsed[ASKED_BETWEEN])
    if any(language not in titles().get(intent, {}) for intent in between):
        best = parsed["intent_ranking"][0]
        return meaning(best["name"], parsed, confidence=best["confidence"])
    kept = kept_entities(parsed["entities"])
    text = parsed["text"] if len(parsed["text"]) <= MOST_TEXT else None
    slot = {"intents": between, "text": text, "entities": kept}
    is_repeated = bool(parsed.get(_AGAIN))
    if is_repeated:
        slot["again"] = True
    asked = {
        "wishes": [
            {"title": titles()[intent][language], "payload": _payload(intent, kept)}
            for intent in between
        ],
        "other": titles()[OUT_OF_SCOPE][language],
        "is_repeated": is_repeated,
        "slot": json.dumps(slot, ensure_ascii=False, separators=(",", ":")),
    }
    return {**parsed, "asked": asked}


def kept_entities(entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """
    The first entities of a message, as many as there is room for.
    """
    kept, room = [], MOST_ENTITIES
    for entity in entities:
        slim = {key: entity[key] for key in _KEPT if entity.get(key) is not None}
        room -= len(json.dumps(slim, ensure_ascii=False))
        if room < 0:
            break
        kept.append(slim)
    return kept


def entities_of_choice(entities: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """
    What a button can carry of them: the first of each kind.
    """
    first: dict[str, str] = {}
    for entity in entities:
        first.setdefault(str(entity["entity"]), str(entity["value"]))
    return first


def _payload(intent: str, entities: Sequence[Mapping[str, Any]]) -> str:
    values = entities_of_choice(entities)
    # A square bracket means something to Rasa's templates, through which this goes.
    return f"/{intent}{json.dumps(values).replace('[', chr(92) + 'u005b')}"
