"""
An edited model against one that learnt everything anew.
"""

import numpy as np
import pytest

from bot.nlu import kernel, kernel_update
from bot.nlu.kernel import KernelModel, fit
from bot.nlu.kernel_update import TooMuchChanged, updated

DIMENSION = 40
LABELS = ("track", "cancel", "greet", "points")
TOPICS = {
    "track": "where order parcel arrive late",
    "cancel": "cancel stop order not want",
    "greet": "hello hi morning hey good",
    "points": "points club level collect reward",
}


def sentences(label: str, count: int, seed: int) -> list[tuple[str, str]]:
    chance = np.random.default_rng(seed)
    words = TOPICS[label].split()
    return [
        (" ".join(chance.choice(words, 3)) + f" {label[0]}{at}", label)
        for at in range(count)
    ]


def read(asked: list[tuple[str, str]]) -> tuple[list[str], np.ndarray]:
    """
    The words of a text as its vector, one direction a word.
    """
    vectors = np.full((len(asked), DIMENSION), 0.01, dtype=np.float32)
    every = sorted({word for topic in TOPICS.values() for word in topic.split()})
    for row, (text, _) in enumerate(asked):
        for word in text.split():
            if word in every:
                vectors[row, every.index(word)] += 1
    return [text for text, _ in asked], vectors


def whole(known: list[tuple[str, str]]) -> KernelModel:
    texts, vectors = read(known)
    return fit(texts, vectors, [label for _, label in known])


def heard(model: KernelModel, asked: list[tuple[str, str]]) -> list[str]:
    texts, vectors = read(asked)
    return [
        model.labels[int(model.probabilities(vector, text).argmax())]
        for text, vector in zip(texts, vectors, strict=True)
    ]


@pytest.fixture(scope="module")
def known() -> list[tuple[str, str]]:
    return [
        sentence
        for seed, label in enumerate(LABELS[:3])
        for sentence in sentences(label, 40, seed)
    ]


ASKED = [
    ("collect points", "points"),
    ("club level", "points"),
    ("where parcel", "track"),
    ("cancel stop", "cancel"),
    ("hello good", "greet"),
]


def test_a_new_label_is_known_after_the_update(known):
    both = known + sentences("points", 30, 9)
    fresh = updated(whole(known), both, read)
    assert fresh.labels == tuple(sorted(LABELS))
    assert heard(fresh, ASKED) == [label for _, label in ASKED]


def test_an_update_says_nearly_what_a_whole_training_says(known):
    """
    The same labels, and probabilities that differ by some hundredths.
    """
    both = known[5:] + sentences("track", 10, 7)
    fresh, anew = updated(whole(known), both, read), whole(both)
    texts, vectors = read(ASKED[2:])
    for text, vector in zip(texts, vectors, strict=True):
        near, exact = (m.probabilities(vector, text) for m in (fresh, anew))
        assert near.argmax() == exact.argmax()
        assert np.abs(near - exact).max() < 0.1


def test_a_sentence_that_went_no_longer_speaks(known):
    odd = ("hello hi stop", "cancel")
    first = whole([*known, odd])
    assert odd not in updated(first, known, read).sentences


def test_a_label_that_went_is_never_heard(known):
    rest = [sentence for sentence in known if sentence[1] != "greet"]
    fresh = updated(whole(known), rest, read)
    assert fresh.labels == ("cancel", "track")
    assert "greet" not in heard(fresh, ASKED)


def test_nothing_changed_is_the_same_model(known):
    model = whole(known)
    assert updated(model, reversed(known), read) is model


def test_one_label_alone_is_too_little(known):
    alone = [sentence for sentence in known if sentence[1] == "track"]
    with pytest.raises(TooMuchChanged):
        updated(whole(known), alone, read)


@pytest.fixture
def drawn(monkeypatch, known) -> KernelModel:
    """
    A model of three quarters of what is known, and no room to solve all of it again.
    """
    monkeypatch.setattr(kernel, "MOST_SENTENCES", len(known) * 3 // 4)
    monkeypatch.setattr(kernel_update, "_MOST_AGAIN", len(known) // 2)
    monkeypatch.setattr(kernel_update, "_NEAREST", 60)
    model = whole(known)
    assert len(model.sentences) == len(known) * 3 // 4
    return model


def test_of_too_many_sentences_an_edit_reads_those_of_its_label_alone(drawn, known):
    asked = []

    def noted(came):
        asked.extend(came)
        return read(came)

    new = sentences("track", 8, 7)
    fresh = updated(drawn, [*new, *known], noted)
    assert {label for _, label in asked} == {"track"}
    assert 0 < len(asked) <= len(new)
    assert set(fresh.sentences) - set(asked) <= set(drawn.sentences)
    assert set(fresh.sentences) | fresh.draw.left_out == {*new, *known}


def test_of_too_many_sentences_an_edit_gives_what_a_training_on_its_rows_gives(
    drawn, known, monkeypatch
):
    """
    The rows are those that a whole training draws where it draws the same share.
    """
    both = known[5:] + sentences("track", 25, 7)
    fresh = updated(drawn, both, read)
    monkeypatch.setattr(kernel, "MOST_SENTENCES", len(both) * 3 // 4)
    anew = whole(both[::-1])
    assert set(fresh.sentences) == set(anew.sentences)
    assert fresh.draw.left_out == anew.draw.left_out
    texts, vectors = read(ASKED[2:])
    for text, vector in zip(texts, vectors, strict=True):
        near, exact = (m.probabilities(vector, text) for m in (fresh, anew))
        assert near.argmax() == exact.argmax()
        assert np.abs(near - exact).max() < 0.1


def test_an_edit_of_what_was_not_learnt_is_remembered_and_no_more(drawn, known):
    more = updated(drawn, [*known, *sentences("greet", 1, 7)], read)
    gone = max(more.draw.left_out, key=lambda each: each[1] == "greet")
    asked = []
    fresh = updated(
        more,
        [s for s in (*more.sentences, *more.draw.left_out) if s != gone],
        asked.append,
    )
    assert asked == []
    assert fresh.draw.left_out == more.draw.left_out - {gone}
    assert fresh.coefficients is more.coefficients
    assert gone in more.draw.left_out


def test_too_many_sentences_unchanged_are_the_same_model(drawn, known):
    assert updated(drawn, reversed(known), read) is drawn
