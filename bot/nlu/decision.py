"""
What to make of a ranking: act on its best intent, ask which of two, or ask again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.component import Component

FALLBACK = "nlu_fallback"
ASK_WHICH = "ask_which"
OUT_OF_SCOPE = "out_of_scope"
# Where the intents that are asked about stand in what understanding gives.
ASKED_BETWEEN = "asked_between"
# "Did you mean to say thanks or to say goodbye?" is nothing that anybody asks.
SMALL_TALK = frozenset({"greet", "goodbye", "thank", "affirm", "deny"})

Ranking = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Bounds:
    """
    From where on an intent is acted on, and when two are close enough to ask.

    `sure` is the confidence that needs no question. Below it two are asked about if the
    second has at least `close` of the best one's confidence, and both `together` carry
    so much. Else the best one is taken if it has at least `least`. Beside
    `out_of_scope` another intent is asked about from `near_scope` of its confidence on.
    """

    sure: float = 0.6
    close: float = 0.5
    together: float = 0.5
    least: float = 0.4
    near_scope: float = 0.7


@dataclass(frozen=True)
class Decision:
    """
    The intent to act on; for `ask_which`, the one or two intents to ask about.
    """

    intent: str
    confidence: float
    between: tuple[str, ...] = ()


def decide(ranking: Ranking, bounds: Bounds) -> Decision:
    """
    Decide on intents with their probabilities, the best first.
    """
    if not ranking:
        return Decision(FALLBACK, 0.0)
    best, second = ranking[0], ranking[1] if len(ranking) > 1 else None
    if best["confidence"] < bounds.sure and second and _close(best, second, bounds):
        return _between_two(best, second, bounds)
    return _alone(best, bounds)


def _alone(best: Mapping[str, Any], bounds: Bounds) -> Decision:
    if best["confidence"] < bounds.least:
        return Decision(FALLBACK, best["confidence"])
    return Decision(best["name"], best["confidence"])


def _close(best: Mapping[str, Any], second: Mapping[str, Any], bounds: Bounds) -> bool:
    first, then = best["confidence"], second["confidence"]
    return bool(then >= bounds.close * first and first + then >= bounds.together)


def _between_two(
    best: Mapping[str, Any], second: Mapping[str, Any], bounds: Bounds
) -> Decision:
    names = (best["name"], second["name"])
    talk = SMALL_TALK.intersection(names)
    if len(talk) == len(names):
        return Decision(best["name"], best["confidence"])
    if talk:
        return _alone(best, bounds)
    if OUT_OF_SCOPE not in names:
        return Decision(ASK_WHICH, best["confidence"], names)
    beyond, other = (best, second) if best["name"] == OUT_OF_SCOPE else (second, best)
    if other["confidence"] < bounds.near_scope * beyond["confidence"]:
        return Decision(OUT_OF_SCOPE, beyond["confidence"])
    return Decision(ASK_WHICH, best["confidence"], (other["name"],))


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False
)
class HamyarDecision(Component, IntentClassifier):
    """
    Sets the intent to what is to be done; the ranking stays as it was.
    """

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        known = (field.name for field in fields(Bounds))
        self._bounds = Bounds(**{name: float(config[name]) for name in known})

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        The bounds that `Bounds` explains.
        """
        bounds = Bounds()
        return {field.name: getattr(bounds, field.name) for field in fields(Bounds)}

    @classmethod
    def required_components(cls) -> list[type]:
        """
        The ranking comes from a classifier.
        """
        return [IntentClassifier]

    def process(self, messages: list[Message]) -> list[Message]:
        """
        Decide for each message.
        """
        for message in messages:
            decision = decide(message.get(INTENT_RANKING_KEY) or (), self._bounds)
            intent = {"name": decision.intent, "confidence": decision.confidence}
            message.set(INTENT, intent, add_to_output=True)
            if decision.between:
                message.set(ASKED_BETWEEN, list(decision.between), add_to_output=True)
        return messages
