"""
Held-out sentences through the trained model: the intent heard is the intent meant.
"""

from collections import defaultdict

import pytest
import yaml

from bot import HOUSE
from bot.nlu.text import normalize

AT_LEAST = {"fa": 0.95, "fa-Latn": 0.90, "ar": 0.95, "en": 0.95}


@pytest.fixture(scope="module")
def parse(rasa_engine):
    """
    The engine's understanding of one sentence, without the dialogue.
    """
    return lambda text: rasa_engine._processor.understand(text, "held-out")


@pytest.mark.engine
def test_held_out_sentences_are_understood(parse, sentences):
    """
    95 of 100 in Persian, Arabic and English, 90 in Persian with Latin letters.
    """
    wrong = defaultdict(list)
    total = defaultdict(int)
    for sentence, language, meant in sentences:
        total[language] += 1
        heard = parse(sentence)["intent"]["name"]
        if heard != meant:
            wrong[language].append((sentence, meant, heard))
    right = {name: 1 - len(wrong[name]) / total[name] for name in AT_LEAST}
    assert {n: s for n, s in right.items() if s < AT_LEAST[n]} == {}, dict(wrong)


@pytest.mark.engine
def test_entities_are_cut_from_the_customers_own_text(parse):
    """
    Digits of any script are a number, and the places lead to what was typed.
    """
    text = "سلام، سفارش ۱۰۰۴۲ و کفش‌هام کجان؟"
    found = [
        (entity["entity"], entity["value"], text[entity["start"] : entity["end"]])
        for entity in parse(text)["entities"]
    ]
    assert found == [
        ("order_number", "10042", "۱۰۰۴۲"),
        ("product_word", "shoes", "کفش‌هام"),
    ]


@pytest.mark.engine
@pytest.mark.parametrize(
    "text",
    ["", " ", "\u200c", "\ud800", "\x00", "۱" * 4000],
    ids=["empty", "space", "joiner", "surrogate", "zero", "long"],
)
def test_strange_texts_are_answered_and_not_raised(parse, text):
    """
    Whatever arrives has an intent, if only the fallback.
    """
    assert isinstance(parse(text)["intent"]["name"], str)


@pytest.mark.engine
def test_an_empty_text_falls_back(parse):
    """
    Nothing said is not understood.
    """
    assert parse("")["intent"]["name"] == "nlu_fallback"


def test_no_held_out_sentence_stands_in_the_training_data(sentences):
    """
    Compared as the classifier compares, so that a comma does not hide a copy.
    """
    trained = {
        normalize(line.removeprefix("- "))
        for path in (HOUSE / "nlu_data" / "nlu").glob("*.yml")
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in block
        for line in block["examples"].splitlines()
    }
    copied = [text for text, _, _ in sentences if normalize(text) in trained]
    assert copied == []


def test_every_intent_has_sentences_in_every_way_of_writing():
    """
    A journey's file in one language has its sisters in the others.
    """
    intents = defaultdict(set)
    for path in (HOUSE / "nlu_data" / "nlu").glob("*.*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if "intent" in block:
                intents[path.name.split(".")[1]].add(block["intent"])
    assert set(intents) == {"fa", "fa-latn", "ar", "en"}
    assert len({frozenset(names) for names in intents.values()}) == 1


def test_no_sentence_belongs_to_two_intents():
    """
    After normalising, so that two spellings of one sentence count as one.
    """
    meant = defaultdict(set)
    for path in (HOUSE / "nlu_data" / "nlu").glob("*.*.yml"):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block.get("examples", "").splitlines():
                meant[normalize(line.removeprefix("- "))].add(block.get("intent"))
    assert {text: names for text, names in meant.items() if len(names) > 1} == {}
