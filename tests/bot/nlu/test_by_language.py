"""
Which sentences each language learns, and by which model a message is understood.
"""

import numpy as np
import pytest

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
