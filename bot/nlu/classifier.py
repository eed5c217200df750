"""
Which intent a message has, and how sure that is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.by_language import ModelsByLanguage, fit_by_language
from bot.nlu.catalogue import ENTITIES as OF_THE_CATALOGUE
from bot.nlu.component import Component
from bot.nlu.encoder import training_store
from bot.nlu.extractor import product_names
from bot.nlu.finders import Finders
from bot.nlu.kernel import Array
from bot.nlu.kernel_draw import Sentence
from bot.nlu.kernel_update import TooMuchChanged
from bot.nlu.names import name_wording, spoken
from bot.nlu.normalizer import HamyarNormalizer, reading_of
from bot.nlu.reading import read as read_text
from bot.nlu.text import normalize_with_places
from bot.nlu.wording import wording


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class HamyarIntentClassifier(Component, IntentClassifier):
    """
    The kernel models as a component of Rasa's graph.
    """

    _model: ModelsByLanguage | None = None

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        How many intents are ranked; whether an intent's name is learnt as a sentence.
        """
        return {"ranking_length": LABEL_RANKING_LENGTH, "learn_names": True}

    @classmethod
    def required_components(cls) -> list[type]:
        """
        The compared form comes from the normaliser.
        """
        return [HamyarNormalizer]

    def read(self, folder: Path) -> None:
        """
        Take the model that training left behind.
        """
        self._model = ModelsByLanguage.read(folder)

    def train(self, training_data: TrainingData) -> Resource:
        """
        Train on every sentence that has an intent, and keep the model.
        """
        examples = [
            example
            for example in training_data.intent_examples
            if example.get(INTENT) and example.get(TEXT)
        ]
        labels = [example.get(INTENT) for example in examples]
        if len(set(labels)) > 1:
            finders = Finders(product_names(training_data))
            said = [example.get(TEXT) for example in examples]
            wordings = [_learnt_wording(example, finders) for example in examples]
            vectors = [_dense(example) for example in examples]
            known = [vector for vector in vectors if vector is not None]
            dense = np.stack(known) if len(known) == len(vectors) else None
            names = sorted(set(labels)) if self._config["learn_names"] else []
            self._model = fit_by_language(
                [*zip(said, labels, strict=True), *zip(names, names, strict=True)],
                [*wordings, *map(name_wording, names)],
                _with_names(dense, names),
                common=len(names),
                languages=[reading_of(example).language for example in examples],
            )
            with self._model_storage.write_to(self._resource) as folder:
                self._model.write(folder)
        return self._resource

    def learn(
        self, sentences: Iterable[Sentence], entities: Callable[[str], list[Any]]
    ) -> int:
        """
        Know these sentences from now on; gives how many came or went.

        `entities` finds those of a text. Raises `TooMuchChanged`. The model is swapped
        in one step: a message sees the old one or the new one.
        """
        old = self._model
        if old is None:
            raise TooMuchChanged
        wanted = list(sentences)
        labels = {label for _, label in wanted}
        names = sorted(labels) if self._config["learn_names"] else []
        wanted += zip(names, names, strict=True)

        def read(came: Sequence[Sentence]) -> tuple[list[str], Array]:
            forms, texts = [], []
            for text, label in came:
                is_name = self._config["learn_names"] and text == label
                reading = read_text(spoken(text) if is_name else text)
                kinds = () if is_name else _kinds(entities(text))
                forms.append(wording(reading.compared, kinds))
                texts.append(reading.legible)
            return forms, training_store().encode(texts)

        self._model = old.updated(wanted, len(names), read)
        return len(set(wanted) ^ old.sentences)

    def process(self, messages: list[Message]) -> list[Message]:
        """
        Set the intent and the ranking of each message.
        """
        for message in messages:
            ranking = self._ranking(message)
            intent = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, intent, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        reading = reading_of(message)
        if self._model is None or not reading.compared:
            return []
        text = wording(reading.compared, _kinds(message.get(ENTITIES, [])))
        model = self._model.model(reading.language)
        sure = model.probabilities(_dense(message), text)
        best = np.argsort(-sure, kind="stable")[: self._config["ranking_length"]]
        return [
            {"name": model.labels[at], "confidence": float(sure[at])} for at in best
        ]


def _kinds(entities: Iterable[dict[str, Any]]) -> list[str]:
    """
    The kinds of entities that mark a wording.
    """
    # The catalogue changes without a training, so no mark may come from it.
    kinds = [entity["entity"] for entity in entities]
    return [kind for kind in kinds if kind not in OF_THE_CATALOGUE]


def _learnt_wording(example: Message, finders: Finders) -> str:
    """
    The wording of a training sentence, which no extractor has seen.
    """
    found = finders.find(normalize_with_places(example.get(TEXT)))
    return wording(reading_of(example).compared, [thing.entity for thing in found])


def _with_names(dense: Array | None, names: list[str]) -> Array | None:
    """
    The vectors of the names below those of the sentences, where both are of one kind.
    """
    if dense is None or not names:
        return dense
    store = training_store()
    vectors = store.encode([read_text(spoken(name)).legible for name in names])
    if vectors.shape[1] != dense.shape[1]:
        raise ValueError(
            "learn_names needs the vectors of bot.nlu.featurizer alone; "
            "set it to false in config.yml"
        )
    return np.vstack([dense, vectors])


def _dense(message: Message) -> Array | None:
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else sentence.features[0]
