"""
What a yes answers, and until when.
"""

from datetime import timedelta

import pytest

from actions.shared.open_question import AGAIN, STILL, OpenQuestion
from tests.fakes.orders import NOW

ASKED = OpenQuestion(
    about="marketing",
    wording="May we?",
    lang="en",
    record=("club", "9"),
    is_last=True,
    at=NOW.timestamp(),
)


def test_it_comes_out_of_its_slot_as_it_went_in():
    assert OpenQuestion.read(ASKED.slot) == ASKED
    assert OpenQuestion().slot is None


@pytest.mark.parametrize("slot", [None, "", "{}", "[1]", '{"record": 1}', '{"x": []}'])
def test_what_cannot_be_read_asks_nothing(slot):
    assert OpenQuestion.read(slot) == OpenQuestion()
    assert not OpenQuestion.read(slot).is_meant(None, NOW)


@pytest.mark.parametrize("intent", ["affirm", "deny", "signed_in"])
def test_the_next_words_answer_it(intent):
    assert ASKED.heard(intent).is_meant(None, NOW)


@pytest.mark.parametrize(
    "intent", ["track_order", "nlu_fallback", "ask_which", "thank"]
)
def test_any_other_message_leaves_it_to_its_buttons(intent):
    later = ASKED.heard(intent).heard("affirm")

    assert not later.is_meant(None, NOW)
    assert later.is_meant(ASKED.key, NOW)


def test_a_button_of_another_question_answers_nothing():
    assert not ASKED.is_meant("marketing:1.0", NOW)


def test_it_is_answered_once():
    assert not ASKED.answered().is_meant(None, NOW)
    assert not ASKED.answered().is_meant(ASKED.key, NOW)


def test_after_a_while_nothing_answers_it():
    later = NOW + STILL + timedelta(seconds=1)

    assert ASKED.is_meant(ASKED.key, NOW + STILL)
    assert not ASKED.is_meant(None, later)
    assert not ASKED.is_meant(ASKED.key, later)


def test_who_did_not_answer_is_not_asked_the_same_for_a_day():
    assert ASKED.was_put("marketing", NOW + AGAIN)
    assert not ASKED.was_put("marketing", NOW + AGAIN + timedelta(seconds=1))
    assert not ASKED.was_put("same_person", NOW)


def test_it_stays_the_last_thing_as_long_as_it_is_spoken_of():
    assert ASKED.heard("about_question").is_meant(None, NOW)
    assert ASKED.answered().heard("about_question").is_last
    assert not ASKED.answered().heard("greet").is_last


def test_what_was_passed_over_is_put_again_once_and_soon():
    over = ASKED.heard("greet")

    assert over.is_passed_over(NOW)
    assert ASKED.left().is_passed_over(NOW)
    assert over.repeated().is_meant(None, NOW)
    assert not over.repeated().heard("greet").is_passed_over(NOW)
    assert not ASKED.is_passed_over(NOW)
    assert not over.answered().heard("greet").is_passed_over(NOW)
    assert not over.is_passed_over(NOW + STILL + timedelta(seconds=1))
