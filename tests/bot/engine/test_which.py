"""
The question about two wishes: what is kept of it, and what its buttons carry.
"""

import json

import pytest

from bot.engine.replies import choice_from_payload
from bot.engine.which import Question, asking, kept_entities
from bot.engine.words import Words

RANKING = [
    {"name": "cancel_order", "confidence": 0.45},
    {"name": "track_order", "confidence": 0.4},
]


def unclear(text, *entities, between=("cancel_order", "track_order")):
    """
    What understanding gives for a text that may mean either.
    """
    return {
        "text": text,
        "intent": {"name": "ask_which", "confidence": 0.45},
        "intent_ranking": RANKING,
        "entities": list(entities),
        "asked_between": list(between),
    }


def number(value):
    """
    An order number as the extractor gives it.
    """
    return {"entity": "order_number", "value": value, "start": 0, "end": len(value)}


@pytest.mark.parametrize("slot", [None, "", "{", "[]", "1", "{}", '{"intents": 1}'])
def test_a_slot_that_cannot_be_read_holds_no_question(slot):
    assert Question.of(slot) is None


def test_the_question_comes_back_from_its_slot_with_words_and_entities():
    asked = asking(unclear("about 10042", number("10042")), "en")["asked"]
    question = Question.of(asked["slot"])
    assert question.intents == ("cancel_order", "track_order")
    assert question.text == "about 10042"
    assert question.entities == (number("10042"),)


@pytest.mark.parametrize("value", ["10042", "0[a]{b}", 'a"b\\', "سفارش", "a\nb"])
def test_what_a_button_carries_passes_through_rasas_templates(value):
    asked = asking(unclear("hm", number(value)), "en")["asked"]
    payload = asked["wishes"][0]["payload"]
    button = {"title": "{first}", "payload": "{first_payload}"}
    words = Words({"utter_x": [{"text": "?", "buttons": [button]}]}, {})
    said = words.say("utter_x", {}, first="Cancel", first_payload=payload)
    choice = choice_from_payload(said["buttons"][0]["payload"])
    assert choice.intent == "cancel_order"
    assert choice.entities == {"order_number": value}


def test_a_wish_without_a_title_is_not_asked_about():
    parsed = asking(unclear("hm", between=("cancel_order", "no_such_wish")), "en")
    assert parsed["intent"] == RANKING[0]
    assert "asked" not in parsed


def test_of_many_entities_the_first_are_kept():
    kept = kept_entities([number(str(10_000 + n)) for n in range(500)])
    assert kept[0]["value"] == "10000"
    assert 10 < len(kept) < 100
    assert len(json.dumps(kept)) < 2000


def test_several_numbers_of_the_message_are_all_kept_for_the_answer():
    parsed = unclear("10042 or 10043", number("10042"), number("10043"))
    question = Question.of(asking(parsed, "en")["asked"]["slot"])
    plain = {**parsed, "text": "the second", "intent": {"name": "x", "confidence": 1.0}}
    meant = question.typed("the second", plain)
    assert meant["intent"]["name"] == "track_order"
    assert meant["text"] == "10042 or 10043"
    assert [e["value"] for e in meant["entities"]] == ["10042", "10043"]


def test_words_of_their_own_bring_their_own_entities():
    asked = asking(unclear("about 10042", number("10042")), "en")["asked"]
    question = Question.of(asked["slot"])
    new = {**unclear("track 7"), "intent": RANKING[1], "entities": [number("7")]}
    assert [e["value"] for e in question.typed("track 7", new)["entities"]] == ["7"]
    bare = {**new, "text": "track it", "entities": []}
    lent = question.typed("track it", bare)["entities"]
    assert [e["value"] for e in lent] == ["10042"]
