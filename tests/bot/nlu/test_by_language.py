"""
Which sentences each language learns, and by which model a message is understood.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.nlu import by_language, kernel
from bot.nlu.by_language import ModelsByLanguage, fit_by_language
from bot.nlu.reading import read

ENGLISH = [
    *((f"where is my order please tell me {n}", "track") for n in range(12)),
    *((f"hello to you my friend {n}", "greet") for n in range(12)),
]
PERSIAN = [
    *((f"سفارش من کجاست لطفا بگید {n}", "track") for n in range(12)),
    *((f"سلام دوست خوب من {n}", "greet") for n in range(12)),
]
# Said in Persian alone.
POINTS = [(f"امتیاز باشگاه من چقدر شده {n}", "points") for n in range(12)]


ARABIC = [
    *((f"أين طلبي من فضلك أخبرني {n}", "track") for n in range(12)),
    *((f"مرحبا يا صديقي العزيز {n}", "greet") for n in range(12)),
]
LATIN = [
    *((f"sefaresham kojast lotfan begid {n}", "track") for n in range(6)),
    # Said so rarely that every other language learns it too.
    *((f"ok {n}", "points") for n in range(3)),
]
NAMES = [("track", "track"), ("greet", "greet"), ("points", "points")]


def models(sentences, common=0) -> ModelsByLanguage:
    forms = [text for text, _ in sentences]
    return fit_by_language(sentences, forms, None, common)


def test_each_language_has_a_model_of_its_own():
    found = models([*ENGLISH, *PERSIAN])
    assert set(found.models) == {"en", "fa"}
    assert set(found.model("en").sentences) == set(ENGLISH)
    assert set(found.model("fa").sentences) == set(PERSIAN)


def test_both_scripts_of_persian_are_one_language():
    found = models([*ENGLISH, *PERSIAN])
    assert found.model("fa-Latn") is found.model("fa")


def test_a_language_that_nobody_trained_is_understood_with_the_main_one():
    found = models([*PERSIAN, *PERSIAN[:3], *ENGLISH[:1]])
    assert set(found.models) == {"fa"}
    assert found.model("ar") is found.model("fa") is found.model("en")


def test_what_one_language_lacks_it_learns_from_the_others():
    found = models([*ENGLISH, *PERSIAN, *POINTS])
    assert "points" in found.model("en").labels
    assert set(POINTS) <= set(found.model("en").sentences)


def test_what_is_common_is_learnt_by_all():
    names = [("track", "track"), ("greet", "greet")]
    found = models([*ENGLISH, *PERSIAN, *names], common=2)
    for model in found.models.values():
        assert set(names) <= set(model.sentences)


def test_an_update_leaves_other_languages_alone():
    found = models([*ENGLISH, *PERSIAN])
    more = [*ENGLISH, ("good morning everybody", "greet"), *PERSIAN]
    fresh = found.updated(
        more, 0, lambda came: ([text for text, _ in came], np.zeros((len(came), 0)))
    )
    assert fresh.model("fa") is found.model("fa")
    assert ("good morning everybody", "greet") in fresh.model("en").sentences


SOME = st.lists(
    st.sampled_from([*ENGLISH, *PERSIAN, *POINTS, *ARABIC, *LATIN, *NAMES]),
    min_size=20,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(SOME, SOME, st.sampled_from([10, 30, 25_000]))
def test_the_language_of_known_sentences_is_that_which_reading_tells(
    learnt, edited, most
):
    """
    Each model is given the same sentences as if none was known; also the left out ones.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernel, "MOST_SENTENCES", most)
        found = models([*learnt, *NAMES], common=len(NAMES))
        given_ = []
        patch.setattr(
            by_language, "updated", lambda model, part, _: given_.append(part) or model
        )
        # As the edit leaves most sentences where they were.
        wanted = list(dict.fromkeys([*learnt[5:], *edited[:5]])) + NAMES
        found.updated(wanted, len(NAMES), None)
        quickly = given_.copy()
        given_.clear()
        patch.setattr(ModelsByLanguage, "_groups", lambda _: {})
        found.updated(wanted, len(NAMES), None)
        assert quickly == given_
        assert len(given_) == len(found.models)


def test_known_sentences_are_not_read_again(monkeypatch):
    found = models([*ENGLISH, *PERSIAN])
    looked_at = []

    def look(text):
        looked_at.append(text)
        return read(text)

    monkeypatch.setattr(by_language, "read", look)
    monkeypatch.setattr(by_language, "updated", lambda model, part, _: model)
    found.updated([*ENGLISH, *PERSIAN, *POINTS[:1]], 0, None)
    assert looked_at == [POINTS[0][0]]


def test_of_too_many_sentences_an_edit_leaves_other_languages_alone(
    monkeypatch, tmp_path
):
    """
    Also those that were not learnt are known, and the language of each.
    """
    monkeypatch.setattr(kernel, "MOST_SENTENCES", 21)
    models([*ENGLISH, *PERSIAN]).write(tmp_path)
    found = ModelsByLanguage.read(tmp_path)
    assert [len(model.sentences) for model in found.models.values()] == [20, 20]
    assert found.sentences == {*ENGLISH, *PERSIAN}
    looked_at = []

    def look(text):
        looked_at.append(text)
        return read(text)

    monkeypatch.setattr(by_language, "read", look)
    new = ("good morning everybody", "greet")
    fresh = found.updated(
        [*PERSIAN, new, *ENGLISH],
        0,
        lambda came: ([text for text, _ in came], np.zeros((len(came), 0))),
    )
    assert looked_at == ["good morning everybody"]
    assert fresh.model("fa") is found.model("fa")
    assert fresh.sentences == {*ENGLISH, new, *PERSIAN}
    model = fresh.model("en")
    assert set(model.sentences) | model.draw.left_out == {*ENGLISH, new}


def test_what_was_written_is_read_back(tmp_path):
    found = models([*ENGLISH, *PERSIAN, *PERSIAN[:2]])
    found.write(tmp_path)
    again = ModelsByLanguage.read(tmp_path)
    assert again.main == found.main
    for text in ("where is my order", "hello"):
        one, other = (m.model("en").probabilities(None, text) for m in (found, again))
        assert np.allclose(one, other, atol=1e-6)


def test_an_empty_folder_holds_no_models(tmp_path):
    with pytest.raises(ValueError, match="no trained classifier"):
        ModelsByLanguage.read(tmp_path)
