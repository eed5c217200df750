"""
The sentences that the bot learns from: enough, different, each with one meaning.
"""

import re
from collections import Counter, defaultdict

import pytest

from bench._own_intents import WAYS, mould
from bot import HOUSE
from bot.nlu.sentences import own_examples, read_sentences
from bot.nlu.text import normalize

STEMS_OF_MUCH = (
    "orders", "delivery", "returns", "payments", "products", "offers", "people",
)  # fmt: skip
MUCH, SOME, OUT_OF_SCOPE = 30, 15, 150


@pytest.fixture(scope="module")
def training():
    """
    Every training sentence.
    """
    return own_examples()


def compared(text: str) -> str:
    """
    A text without what makes no difference: signs at its ends, which number it is.
    """
    return re.sub("[0-9]+", "0", normalize(text)).strip(" ?!.,")


def test_no_sentence_belongs_to_two_intents(training):
    """
    After normalising; a number alone is an order's only where no other intent has one.
    """
    meant = defaultdict(set)
    for each in training:
        meant[compared(each.text)].add(each.intent)
    assert {text: names for text, names in meant.items() if len(names) > 1} == {}


def test_no_two_sentences_differ_only_in_a_name_or_a_number(training):
    """
    In one way of writing and one intent; a single word may come with several names.
    """
    moulds = defaultdict(list)
    for each in training:
        form = mould(each).strip(" ?!.,")
        if len(form.split()) > 1:
            moulds[each.way, each.intent, form].append(each.text)
    assert {m: texts for m, texts in moulds.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("way", WAYS)
def test_there_is_enough_of_everything(way):
    """
    Thirty sentences an intent where customers come most, else fifteen.
    """
    found = [
        (
            path.name.split(".")[0],
            Counter(each.intent for each in read_sentences([path]).examples),
        )
        for path in sorted((HOUSE / "nlu_data" / "nlu").glob(f"*.{way}.yml"))
    ]
    few = {
        intent: count
        for stem, counts in found
        for intent, count in counts.items()
        if count < least(stem)
    }
    assert len(found) >= len(STEMS_OF_MUCH)
    assert few == {}


def least(stem: str) -> int:
    """
    How many sentences an intent of these files should have.
    """
    if stem == "out_of_scope":
        return OUT_OF_SCOPE
    return MUCH if stem in STEMS_OF_MUCH else SOME
