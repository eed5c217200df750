"""
What becomes of a ranking: an intent, a question, or a wish for other words.
"""

import pytest
import yaml

from bot import HOUSE
from bot.nlu.decision import Bounds, Decision, HamyarDecision, decide


def ranked(**confidences):
    """
    A ranking with these intents, in this order.
    """
    return [{"name": n, "confidence": c} for n, c in confidences.items()]


def decided(**confidences):
    """
    The intent and what is asked about, within the usual bounds.
    """
    decision = decide(ranked(**confidences), Bounds())
    return decision.intent, decision.between


def test_what_is_sure_is_acted_on_however_close_the_second():
    assert decided(track_order=0.6, list_orders=0.4) == ("track_order", ())


def test_two_close_ones_that_carry_most_are_asked_about():
    assert decided(track_order=0.45, list_orders=0.3) == (
        "ask_which",
        ("track_order", "list_orders"),
    )


def test_the_question_has_the_confidence_of_the_better_one():
    decision = decide(ranked(track_order=0.45, list_orders=0.3), Bounds())
    assert decision == Decision("ask_which", 0.45, ("track_order", "list_orders"))


def test_two_are_asked_about_though_neither_would_be_taken_alone():
    assert decided(track_order=0.3, list_orders=0.28)[0] == "ask_which"


def test_a_second_far_behind_is_not_asked_about():
    assert decided(track_order=0.5, list_orders=0.2) == ("track_order", ())


def test_two_that_carry_little_together_are_not_asked_about():
    assert decided(track_order=0.24, list_orders=0.23) == ("nlu_fallback", ())
    assert decided(track_order=0.39, list_orders=0.1) == ("nlu_fallback", ())


@pytest.mark.parametrize("ranking", [{}, {"greet": 0.2}])
def test_nothing_or_little_is_a_wish_for_other_words(ranking):
    assert decided(**ranking) == ("nlu_fallback", ())


def test_one_alone_is_enough_for_a_ranking():
    assert decided(greet=0.45) == ("greet", ())


def test_of_small_talk_the_better_one_is_taken():
    assert decided(thank=0.35, goodbye=0.3) == ("thank", ())


@pytest.mark.parametrize("talk", ["greet", "thank", "goodbye", "affirm", "deny"])
def test_small_talk_beside_a_wish_is_not_asked_about(talk):
    assert decided(track_order=0.45, **{talk: 0.4}) == ("track_order", ())
    assert decided(**{talk: 0.45}, track_order=0.4) == (talk, ())
    assert decided(**{talk: 0.3}, track_order=0.29) == ("nlu_fallback", ())


def test_beside_what_is_out_of_scope_only_the_other_is_asked_about():
    one = ("ask_which", ("check_price",))
    assert decided(out_of_scope=0.45, check_price=0.35) == one
    assert decided(check_price=0.45, out_of_scope=0.35) == one


def test_far_behind_out_of_scope_nothing_is_asked():
    bounds = Bounds(near_scope=0.9)
    ranking = ranked(out_of_scope=0.45, check_price=0.35)
    assert decide(ranking, bounds) == Decision("out_of_scope", 0.45)


def test_the_settings_of_the_pipeline_are_the_bounds_and_all_of_them():
    config = yaml.safe_load((HOUSE / "config.yml").read_text(encoding="utf-8"))
    (ours,) = [p for p in config["pipeline"] if p["name"].endswith("HamyarDecision")]
    assert set(ours) - {"name"} == set(HamyarDecision.get_default_config())
    config = {**HamyarDecision.get_default_config(), **ours}
    component = HamyarDecision(config, None, None)
    assert component._bounds.sure == ours["sure"]
