"""
The classifier's model: it learns, it generalises a little, it knows when it does not.
"""

import numpy as np
import pytest

from bot.nlu.kernel import KernelModel, fit
from bot.nlu.wording import wording

TEXTS = [
    "where is my order",
    "track my order",
    "order status",
    "my parcel is late",
    "hello",
    "hi there",
    "good morning",
    "hey hello",
]
LABELS = ["track"] * 4 + ["greet"] * 4


@pytest.fixture(scope="module")
def model() -> KernelModel:
    """
    A model without vectors.
    """
    return fit(TEXTS, None, LABELS)


def test_what_was_learnt_is_known(model):
    """
    The training sentences get their own labels.
    """
    heard = [model.labels[model.probabilities(None, t).argmax()] for t in TEXTS]
    assert heard == LABELS


def test_confidences_are_probabilities(model):
    """
    They add up to one, also for text of which nothing is known.
    """
    for text in ("where order", "", "xyz"):
        assert float(model.probabilities(None, text).sum()) == pytest.approx(
            1, abs=1e-5
        )


def test_vectors_speak_where_letters_are_silent():
    """
    Two unknown words are told apart by their vectors.
    """
    generator = np.random.default_rng(0)
    sides = np.array([[1.0, 0.0], [0.0, 1.0]], dtype=np.float32)
    dense = sides[[0] * 4 + [1] * 4] + generator.normal(0, 0.05, (8, 2))
    model = fit(TEXTS, dense.astype(np.float32), LABELS)
    heard = [model.labels[model.probabilities(side, "?").argmax()] for side in sides]
    assert heard == ["track", "greet"]


def test_training_twice_gives_the_same_model():
    """
    No chance is involved.
    """
    first, second = fit(TEXTS, None, LABELS), fit(TEXTS, None, LABELS)
    assert np.array_equal(first.coefficients, second.coefficients)


def test_a_wording_names_the_kinds_and_the_length():
    """
    So that any number counts as a number.
    """
    form = wording("سفارش 10042", ["order_number", "order_number"])
    assert form == "سفارش 10042 §2 §order_number"


def test_a_mark_that_a_customer_types_is_none():
    assert "§phone" not in wording("call §phone now", []).split()
