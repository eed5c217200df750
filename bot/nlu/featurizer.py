"""
What a sentence means, as a vector.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import Vectors, default_encoder, training_store
from bot.nlu.normalizer import HamyarNormalizer, reading_of


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False
)
class HamyarEncoderFeaturizer(DenseFeaturizer, GraphComponent):
    """
    Dense features of whole sentences, from the encoder.
    """

    def __init__(self, config: dict[str, Any], name: str) -> None:
        super().__init__(name, config)

    @classmethod
    def required_components(cls) -> list[type]:
        """
        The normaliser reads the message.
        """
        return [HamyarNormalizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        What the base class asks for.
        """
        return DenseFeaturizer.get_default_config()

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """
        Nothing to set, so nothing to refuse.
        """

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> HamyarEncoderFeaturizer:
        """
        A featurizer over the process's one encoder.
        """
        # Opened here, so that no customer waits for it, nor meets it if it is broken.
        default_encoder()
        return cls(config, execution_context.node_name)

    def process(self, messages: list[Message]) -> list[Message]:
        """
        Add the vector of each message that has a text.
        """
        spoken = [message for message in messages if message.get(TEXT)]
        texts = [reading_of(message).legible for message in spoken]
        if texts:
            self._add(spoken, default_encoder().encode(texts))
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """
        Add the vectors of the training sentences, read once and kept on disk.
        """
        spoken = [
            example for example in training_data.training_examples if example.get(TEXT)
        ]
        texts = [reading_of(example).legible for example in spoken]
        if texts:
            store = training_store()
            self._add(spoken, store.encode(texts))
            # A training has the time, and everything of use has just been asked for.
            store.forget_unused()
        return training_data

    def _add(self, messages: list[Message], vectors: Vectors) -> None:
        for message, vector in zip(messages, vectors, strict=True):
            message.add_features(
                Features(vector[None, :], FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
            )
