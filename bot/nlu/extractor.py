"""
The entities of a message, found by rule: same message and day, same entities.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from actions import services
from bot.nlu.catalogue import Named, find_current
from bot.nlu.catalogue.base import city_names
from bot.nlu.catalogue.index import CITY
from bot.nlu.component import Component
from bot.nlu.finders import Finders
from bot.nlu.finders.found import Found
from bot.nlu.finders.product_word import ENTITY as PRODUCT_WORD
from bot.nlu.text import normalize_with_places

WORDS = "product_words.json"


def shop_today() -> date:
    """
    The day it is in the shop; in UTC where no shop is open, as in training.
    """
    try:
        return services.services().now().date()
    except services.NotConfigured:
        return datetime.now(timezone.utc).date()


def shop_place() -> tuple[str, str] | None:
    """
    The shop's country and its currency; None where no shop is open, as in training.
    """
    try:
        shop = services.services()
    except services.NotConfigured:
        return None
    return shop.country, shop.currency


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True
)
class HamyarEntityExtractor(Component, EntityExtractorMixin):
    """
    What the finders find, from order numbers to dates, as entities of Rasa.

    The product words are those that the lookup table `product_word` of the training
    data lists, written as its synonyms say. Products, categories, brands, colours,
    sizes, cities and branches are those of the present catalogue.
    """

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        today: Callable[[], date] = shop_today,
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._today = today
        self.know({})

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        The country of telephone numbers and the currency of prices that name none.

        They hold where no shop is open; an open one names its own.
        """
        return {"region": "IR", "currency": "IRT"}

    def know(self, names: dict[str, str]) -> None:
        """
        From now on these are the product words, with the nouns they stand for.
        """
        self._finders = Finders(names, further=(find_current,))

    def read(self, folder: Path) -> None:
        """
        Know the product words of the training data.
        """
        self.know(json.loads((folder / WORDS).read_text(encoding="utf-8")))

    def train(self, training_data: TrainingData) -> Resource:
        """
        Keep the product words that the training data lists.
        """
        names = product_names(training_data)
        self.know(names)
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
        place = shop_place() or (self._config["region"], self._config["currency"])
        for thing in self._finders.find(normal, self._today(), place):
            start, end = normal.surface(thing.start, thing.end)
            entities.append(
                {
                    "entity": thing.entity,
                    "value": thing.value,
                    "surface": text[start:end],
                    "start": start,
                    "end": end,
                    "extractor": self.name,
                    **_more(thing),
                }
            )
        return entities


def _more(thing: Found) -> dict[str, Any]:
    """
    What is known further of a thing of the catalogue.
    """
    if not isinstance(thing, Named):
        return {}
    more = {"name": thing.name, "kind": thing.kind, "ids": list(thing.ids)}
    # An answer calls a city by its name in the language that it is written in.
    names = city_names().get(thing.value) if thing.entity == CITY else None
    return {**more, "names": dict(names)} if names else more


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
