"""
Picking from a short list in words.
"""

import pytest

from bot.engine.picks import picked_place, picked_title
from bot.engine.titles import titles

INTENTS = ("cancel_order", "track_order", "out_of_scope")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("the first", 1),
        ("First one please", 1),
        ("1", 1),
        ("(1)", 1),
        ("number one", 1),
        ("اولی", 1),
        ("اولیش رو", 1),
        ("گزینهٔ اول", 1),
        ("منظورم اولی بود", 1),
        ("یک", 1),
        ("الأول", 1),
        ("الخيار الأول من فضلك", 1),
        ("avali", 1),
        ("manzooram avali bood", 1),
        ("the second one", 2),
        ("#2", 2),
        ("دومیه", 2),
        ("الثانية", 2),
        ("dovomi", 2),
        ("third", 3),
        ("سومی", 3),
    ],
)
def test_a_place_alone_is_a_pick(text, place):
    assert picked_place(text) == place


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the",
        "please",
        "where is my first order",
        "the first order",
        "my second parcel",
        "سفارش اولم",
        "اولین سفارشم کجاست",
        "one more question",
        "10042",
        "the last one",
        pytest.param("first " * 200, id="long"),
        pytest.param("\ud800", id="half a character"),
    ],
)
def test_a_place_in_a_question_or_of_an_order_is_none(text):
    assert picked_place(text) is None


@pytest.mark.parametrize("intent", list(titles()))
def test_every_title_is_found_in_every_language(intent):
    rest = tuple(other for other in titles() if other != intent)
    for text in titles()[intent].values():
        assert picked_title(text.upper(), (*rest, intent)) == intent


@pytest.mark.parametrize("text", ["", "cancel", "where is my order?", "hello", "سفارش"])
def test_what_is_no_title_picks_nothing(text):
    assert picked_title(text, INTENTS) is None
