"""
Held-out sentences of one wish are not taken apart, and messages of several are.
"""

import pytest

from bot.engine.several import Several, may_be_wishes
from tests.language.conftest import LANGUAGES, _read

MOST_TAKEN_APART = 0.001
LEAST_FOUND = 0.9


def apart(engine, text, way):
    """
    The intents of the parts in which a message is answered; none for one wish.
    """

    def understand(said):
        return engine._processor.understand(said, "held-out")

    if not may_be_wishes(text, way):
        # Nothing in it is understood by itself.
        return []
    several = Several(text, way, understand)
    return sorted(
        understand(each.text)["intent"]["name"]
        for each in several.apart(understand(text)).parts
    )


@pytest.mark.engine
def test_of_a_thousand_sentences_of_one_wish_at_most_one_is_taken_apart(
    rasa_engine, sentences, blind, fresh
):
    said = [(each.text, LANGUAGES.get(each.way, each.way)) for each in [*blind, *fresh]]
    said += [(text, way) for text, way, _ in sentences]

    taken = [
        (text, found) for text, way in said if (found := apart(rasa_engine, text, way))
    ]

    assert len(said) > 3000
    assert len(taken) <= MOST_TAKEN_APART * len(said), taken


@pytest.mark.engine
@pytest.mark.parametrize("name", LANGUAGES)
def test_messages_of_several_wishes_are_answered_wish_by_wish(rasa_engine, name):
    asked = [(text, sorted(meant)) for text, *meant in _read(f"two.{name}.yml")]

    missed = [
        (text, found)
        for text, meant in asked
        if (found := apart(rasa_engine, text, LANGUAGES[name])) != meant
    ]

    assert len(missed) <= (1 - LEAST_FOUND) * len(asked), missed
