"""
Held-out sentences that the bot would ask about: few, and seldom for nothing.
"""

import pytest

MOST_NEEDLESS = 0.03


@pytest.mark.engine
def test_what_was_understood_is_seldom_asked_about(rasa_engine, sentences):
    """
    Of a hundred sentences whose best intent is right, at most three bring a question.
    """
    right, needless = 0, []
    for sentence, _, meant in sentences:
        parsed = rasa_engine._processor.understand(sentence, "held-out")
        if not parsed.get("intent_ranking"):
            continue
        if parsed["intent_ranking"][0]["name"] == meant:
            right += 1
            if parsed["intent"]["name"] == "ask_which":
                needless.append((sentence, parsed["asked_between"]))
    assert right > 0.9 * len(sentences)
    assert len(needless) <= MOST_NEEDLESS * right, needless


@pytest.mark.engine
def test_the_ranking_is_the_classifiers_and_the_intent_what_is_done(
    rasa_engine, sentences
):
    """
    Whatever is decided, the ranking names only what customers can want.
    """
    for sentence, _, _ in sentences[::20]:
        parsed = rasa_engine._processor.understand(sentence, "held-out")
        names = [each["name"] for each in parsed["intent_ranking"]]
        assert not {"ask_which", "nlu_fallback"} & set(names)
        asks = parsed["intent"]["name"] == "ask_which"
        assert asks == ("asked_between" in parsed)
