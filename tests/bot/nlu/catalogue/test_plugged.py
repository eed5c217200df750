"""
The catalogue's names as Rasa's component gives them, and what never sees them.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from bot.nlu.by_language import ModelsByLanguage
from bot.nlu.catalogue import Catalogue, replace


@pytest.fixture
def extractor(entries):
    """
    An extractor, with the demo shop's catalogue as the present one.
    """
    from bot.nlu.extractor import HamyarEntityExtractor

    replace(Catalogue(entries))
    config = HamyarEntityExtractor.get_default_config()
    extractor = HamyarEntityExtractor(config, None, None)
    extractor.know({"shoes": "shoes", "کفش": "shoes"})
    yield extractor
    replace(None)


def test_the_component_gives_id_name_and_kind(extractor):
    found = {
        each["entity"]: (each["value"], each["surface"], each.get("name"))
        for each in extractor.entities("کفش دویدن رهوین رو به شیراز بفرستید")
    }

    assert found["brand"] == ("rahvin", "رهوین", "رهوین")
    assert found["city"] == ("shiraz", "شیراز", "Shiraz")
    assert found["product"][1:] == ("کفش دویدن", "کفش دویدن رهوین")
    assert found["product_word"] == ("shoes", "کفش", None)


def test_the_component_follows_the_present_catalogue(extractor):
    def brands():
        found = extractor.entities("رهوین")
        return [each["value"] for each in found if each["entity"] == "brand"]

    assert brands() == ["rahvin"]
    replace(Catalogue())
    assert brands() == []


def test_the_classifier_never_sees_what_the_catalogue_knows(
    extractor, entries, monkeypatch
):
    from rasa.shared.nlu.constants import ENTITIES as FOUND
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu import classifier

    seen = []

    class Model:
        labels = ("track_order",)

        def probabilities(self, dense, text):
            seen.append(text)
            return np.ones(1)

    monkeypatch.setattr(classifier, "_dense", lambda message: None)
    monkeypatch.setattr(
        classifier,
        "reading_of",
        lambda message: SimpleNamespace(compared="کفش رهوین", language="fa"),
    )
    ours = classifier.HamyarIntentClassifier({"ranking_length": 1}, None, None)
    ours._model = ModelsByLanguage({"fa": Model()}, "fa")
    kinds = set()
    for shop in (Catalogue(entries), Catalogue()):
        replace(shop)
        message = Message.build("کفش رهوین مشکی")
        found = extractor.entities("کفش رهوین مشکی")
        kinds.update(each["entity"] for each in found)
        message.set(FOUND, found)
        ours._ranking(message)

    assert {"product", "brand", "color", "product_word"} <= kinds
    assert seen[0] == seen[1]
    assert "product_word" in seen[0]
