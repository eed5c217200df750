"""
What is kept of a talk for whoever takes it over, and for how long.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from actions.shared.talk import (
    MOST_DEEDS,
    MOST_SAID,
    NOT_AGAIN,
    SETTLED_FOR,
    STILL,
    Talk,
    Wish,
)

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
ORDER = [{"entity": "order_number", "value": 21963}]


def heard(talk: Talk, intent: str, text: str) -> Talk:
    """
    A message comes.
    """
    return talk.heard(intent, text, "en", ORDER, NOW)


def test_the_last_wish_is_kept_whatever_is_said_around_it() -> None:
    talk = heard(Talk(), "greet", "hello")
    assert talk.wish == Wish()
    talk = heard(talk, "track_order", "where is 21963?")
    for intent in ("affirm", "thank", "contact_human_agent", "ask_which"):
        assert heard(talk, intent, "text").wish == talk.wish
    read = Talk.read(talk.slot, NOW)
    assert read == talk
    assert (read.wish.intent, read.wish.words) == ("track_order", "where is 21963?")
    assert read.wish.entities == {"order_number": "21963"}


def test_what_happens_without_words_is_no_wish() -> None:
    assert heard(Talk(), "track_order", "") == Talk()


def test_an_old_wish_is_none() -> None:
    talk = heard(Talk(), "track_order", "where is 21963?")
    assert Talk.read(talk.slot, NOW + STILL).wish == talk.wish
    later = NOW + STILL + timedelta(seconds=1)
    assert Talk.read(talk.slot, later) == Talk()


def test_failures_are_counted_in_a_row_and_the_last_ones_kept() -> None:
    talk = Talk()
    for number in range(MOST_DEEDS + 1):
        talk = talk.failed(f"action_{number}", "SourceUnavailable", "erp", NOW)
    assert talk.in_a_row == MOST_DEEDS + 1
    assert talk.failures[0].action == "action_1"
    assert len(talk.failures) == MOST_DEEDS
    assert talk.worked().in_a_row == 0
    assert talk.worked().failures == talk.failures
    assert Talk.read(talk.slot, NOW + STILL + timedelta(seconds=1)).in_a_row == 0


def test_what_was_settled_is_so_for_its_time_and_the_rest_is_over() -> None:
    talk = heard(Talk(), "complaint", "this is a shame").failed("a", "b", "c", NOW)
    back = talk.came_back("policy", NOW + SETTLED_FOR)
    assert Talk.read(back.slot, NOW).settled.keys() == {"policy"}
    assert (back.wish.intent, back.failures, back.in_a_row) == ("", (), 0)
    assert Talk.read(back.slot, NOW + SETTLED_FOR) == Talk()


@pytest.mark.parametrize("slot", [None, "", "[]", "{}", '{"wish": 1}', "no json"])
def test_what_cannot_be_read_is_nothing(slot: str | None) -> None:
    assert Talk.read(slot, NOW) == Talk()


def test_the_last_messages_are_kept_with_what_came_of_them() -> None:
    talk = Talk()
    for number in range(MOST_SAID + 2):
        talk = heard(talk, "track_order", f"message {number}")
    assert talk.said[0].text == "message 2"
    assert len(talk.said) == MOST_SAID
    assert talk.came_of_last(misunderstood=True).said[-1].came == "not_understood"
    assert talk.came_of_last(misunderstood=False).said[-1].came == "understood"
    failed = talk.failed("action_track_order", "SourceUnavailable", "erp", NOW)
    assert failed.came_of_last(misunderstood=False).said[-1].came == "failed"
    assert Talk().came_of_last(misunderstood=True) == Talk()
    assert Talk.read(talk.slot, NOW + STILL + timedelta(seconds=1)).said == ()


def test_guesses_are_counted_in_a_row() -> None:
    talk = heard(heard(Talk(), "ask_which", "this"), "nlu_fallback", "that")
    assert talk.guessed == 2
    assert Talk.read(talk.slot, NOW).guessed == 2
    assert heard(talk, "thank", "thanks").guessed == 0


def test_wrong_codes_are_counted_until_a_right_one() -> None:
    talk = Talk()
    for _ in range(2):
        talk = talk.wrong_code("action_code_refused", NOW)
    assert Talk.read(talk.slot, NOW).wrong_codes == 2
    assert heard(talk, "greet", "hello").wrong_codes == 2
    assert talk.heard("signed_in", "", "en", (), NOW).wrong_codes == 0
    # An agent sees that it was tried.
    assert [(each.came, each.why) for each in talk.did] == [("refused", "CodeWrong")]


def test_the_one_product_that_is_named_is_kept() -> None:
    shoes = {"entity": "product", "value": "p1", "name": "Shoes", "kind": "product"}
    talk = Talk().heard("check_price", "the shoes?", "en", [shoes], NOW)
    assert (talk.wish.product, talk.wish.product_name) == ("p1", "Shoes")
    other = {**shoes, "value": "p2"}
    for named in ([shoes, other], [{**shoes, "kind": "several"}], []):
        talk = Talk().heard("check_price", "the shoes?", "en", named, NOW)
        assert talk.wish.product == ""


def test_who_wanted_nobody_is_given_nobody_unasked_for_a_while() -> None:
    talk = Talk().withdrawn(NOW)
    assert set(talk.settled) == set(NOT_AGAIN)
    assert Talk.read(talk.slot, NOW + STILL).settled == {}
    assert Talk.read(talk.slot, NOW + STILL).asks_until > 0
    assert Talk.read(talk.slot, NOW + SETTLED_FOR) == Talk()
    # What an agent has settled for longer stays so.
    back = Talk().came_back("upset", NOW + SETTLED_FOR).withdrawn(NOW)
    assert back.settled["upset"] == (NOW + SETTLED_FOR).timestamp()


def test_a_refusal_is_not_forgotten_by_who_comes_back_of_something_else() -> None:
    talk = Talk().asking_until(NOW + SETTLED_FOR)
    back = talk.came_back("policy", NOW + STILL).asking_until(NOW + STILL)
    assert back.asks_until == (NOW + SETTLED_FOR).timestamp()
    assert Talk.read(back.slot, NOW) == back


def test_what_an_older_version_kept_is_read() -> None:
    old = (
        '{"wish":{"intent":"track_order","words":"x","lang":"en","entities":{},'
        f'"at":{NOW.timestamp()}}},"failures":[],"in_a_row":0,"settled":{{}}}}'
    )
    assert Talk.read(old, NOW).wish.intent == "track_order"


def test_what_was_done_and_what_was_refused_is_kept_once_each() -> None:
    later = NOW + timedelta(minutes=1)
    talk = Talk(in_a_row=2).done("action_track_order", NOW)
    talk = talk.refused("action_cancel_order", "Refused", NOW)
    talk = talk.done("action_track_order", later)
    assert talk.in_a_row == 0
    assert [(each.action, each.came, each.at) for each in talk.did] == [
        ("action_cancel_order", "refused", NOW.timestamp()),
        ("action_track_order", "done", later.timestamp()),
    ]
    assert Talk.read(talk.slot, later).did == talk.did
    assert Talk.read(talk.slot, later + STILL + timedelta(seconds=1)).did == ()
    for number in range(MOST_DEEDS + 1):
        talk = talk.done(f"action_{number}", later)
    assert len(talk.did) == MOST_DEEDS
    assert talk.came_back("asked", later + SETTLED_FOR).did == ()
