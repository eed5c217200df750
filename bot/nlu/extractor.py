"""
The entities of the orders journey, found by rule: the same message, the same entities.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.finders import Finders
from bot.nlu.finders.product_word import ENTITY as PRODUCT_WORD
from bot.nlu.text import normalize_with_places

WORDS = "product_words.json"


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True
)
class OrderEntityExtractor(GraphComponent, EntityExtractorMixin):
    """
    Order numbers, places of orders, product words and names of languages.

    The product words are those that the lookup table `product_word` of the training
    data lists, written as its synonyms say.
    """

    def __init__(
        self,
        model_storage: ModelStorage,
        resource: Resource,
        names: dict[str, str] | None = None,
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._finders = Finders(names)

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> OrderEntityExtractor:
        """
        An extractor that knows no product words yet.
        """
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> OrderEntityExtractor:
        """
        An extractor with the product words of the training data.
        """
        try:
            with model_storage.read_from(resource) as folder:
                names = json.loads((folder / WORDS).read_text(encoding="utf-8"))
        except ValueError:
            names = {}
        return cls(model_storage, resource, names)

    def train(self, training_data: TrainingData) -> Resource:
        """
        Keep the product words that the training data lists.
        """
        names = product_names(training_data)
        self._finders = Finders(names)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / WORDS).write_text(
                json.dumps(names, ensure_ascii=False), encoding="utf-8"
            )
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """
        Add what is found to each message's entities.
        """
        for message in messages:
            found = self.entities(message.get(TEXT) or "")
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def entities(self, text: str) -> list[dict[str, Any]]:
        """
        The entities of one message, in the order of their place in it.
        """
        normal = normalize_with_places(text)
        entities = []
        for thing in self._finders.find(normal):
            start, end = normal.span(thing.start, thing.end)
            entities.append(
                {
                    "entity": thing.entity,
                    "value": thing.value,
                    "surface": text[start:end],
                    "start": start,
                    "end": end,
                    "extractor": self.name,
                }
            )
        return entities


def product_names(training_data: TrainingData) -> dict[str, str]:
    """
    How each listed product may be written, with the noun it stands for.
    """
    nouns = {
        noun
        for table in training_data.lookup_tables
        if table["name"] == PRODUCT_WORD
        for noun in table["elements"]
    }
    names = {noun: noun for noun in nouns}
    names.update(
        {
            written: noun
            for written, noun in training_data.entity_synonyms.items()
            if noun in nouns
        }
    )
    return dict(sorted(names.items()))
