"""
Which intent a message has, and how sure that is.
"""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers import LABEL_RANKING_LENGTH
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.catalogue import ENTITIES as OF_THE_CATALOGUE
from bot.nlu.extractor import product_names
from bot.nlu.finders import Finders
from bot.nlu.linear import Array, LinearModel, LinearSettings, fit
from bot.nlu.ngrams import NgramVectorizer
from bot.nlu.normalizer import HamyarNormalizer, reading_of
from bot.nlu.text import normalize_with_places
from bot.nlu.wording import wording

WEIGHTS = "weights.npz"
NAMES = "names.json"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True
)
class HamyarIntentClassifier(GraphComponent, IntentClassifier):
    """
    The linear model as a component of Rasa's graph.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        The shares of the features, the ridge, and how many intents are ranked.
        """
        settings = LinearSettings()
        return {
            "ridge": settings.ridge,
            "dense_share": settings.dense_share,
            "sparse_share": settings.sparse_share,
            "ranking_length": LABEL_RANKING_LENGTH,
        }

    @classmethod
    def required_components(cls) -> list[type]:
        """
        The compared form comes from the normaliser.
        """
        return [HamyarNormalizer]

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HamyarIntentClassifier:
        """
        A component that has yet to be trained.
        """
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> HamyarIntentClassifier:
        """
        A component with the model that training left behind, if it left one.
        """
        try:
            with model_storage.read_from(resource) as folder:
                model = _read(folder / WEIGHTS, folder / NAMES)
        except ValueError:
            model = None
        return cls(config, model_storage, resource, model)

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
            vectors = [_dense(example) for example in examples]
            known = [vector for vector in vectors if vector is not None]
            finders = Finders(product_names(training_data))
            self._model = fit(
                [_learnt_wording(example, finders) for example in examples],
                np.stack(known) if len(known) == len(vectors) else None,
                labels,
                LinearSettings(
                    ridge=float(self._config["ridge"]),
                    dense_share=float(self._config["dense_share"]),
                    sparse_share=float(self._config["sparse_share"]),
                ),
            )
            self._keep(self._model)
        return self._resource

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
        # The catalogue changes without a training, so no mark may come from it.
        kinds = [
            entity["entity"]
            for entity in message.get(ENTITIES, [])
            if entity["entity"] not in OF_THE_CATALOGUE
        ]
        text = wording(reading.compared, kinds)
        sure = self._model.probabilities(_dense(message), text)
        best = np.argsort(-sure, kind="stable")[: self._config["ranking_length"]]
        return [
            {"name": self._model.labels[at], "confidence": float(sure[at])}
            for at in best
        ]

    def _keep(self, model: LinearModel) -> None:
        names = {"labels": model.labels, "runs": model.vectorizer.runs}
        with self._model_storage.write_to(self._resource) as folder:
            (folder / NAMES).write_text(
                json.dumps(names, ensure_ascii=False), encoding="utf-8"
            )
            np.savez(
                folder / WEIGHTS,
                run_weights=model.vectorizer.weights,
                dense_weights=model.dense_weights,
                sparse_weights=model.sparse_weights,
                bias=model.bias,
            )


def _read(weights: Any, names: Any) -> LinearModel:
    said = json.loads(names.read_text(encoding="utf-8"))
    with np.load(weights) as arrays:
        return LinearModel(
            labels=tuple(said["labels"]),
            vectorizer=NgramVectorizer(said["runs"], arrays["run_weights"]),
            dense_weights=arrays["dense_weights"],
            sparse_weights=arrays["sparse_weights"],
            bias=arrays["bias"],
        )


def _learnt_wording(example: Message, finders: Finders) -> str:
    """
    The wording of a training sentence, which no extractor has seen.
    """
    found = finders.find(normalize_with_places(example.get(TEXT)))
    return wording(reading_of(example).compared, [thing.entity for thing in found])


def _dense(message: Message) -> Array | None:
    _, sentence = message.get_dense_features(TEXT, [])
    return None if sentence is None else sentence.features[0]
