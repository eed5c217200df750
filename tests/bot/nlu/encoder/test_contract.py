"""
What holds for every encoder: the packaged one, and with the extra any other.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.nlu.encoder import Encoder, cache_folder, choice
from bot.nlu.encoder.onnx_e5 import OnnxE5Encoder
from tests.bot.nlu.encoder.conftest import WITH_EXTRA

SENTENCES = [
    "سفارشم کجاست؟",
    "می‌خواهم با یک آدم صحبت کنم لطفا",
    "أين طلبي رقم ١٠٠٤٢؟",
    "where is my order, it was supposed to arrive yesterday",
    "hi",
    "sefaresham kojast, kei mirese dastam?",
    "10042",
]


def packaged() -> Encoder:
    return OnnxE5Encoder(cache_folder())


def minilm() -> Encoder:
    from bot.nlu.encoder.sentence_transformers import SentenceTransformersEncoder

    return SentenceTransformersEncoder(choice.find(choice.MINILM, cache_folder()))


KINDS = [packaged, minilm] if WITH_EXTRA else [packaged]


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: kind.__name__)
def opened(request):
    """
    Two encoders over the same model, opened one after the other.
    """
    return request.param(), request.param()


@pytest.fixture
def encoder(opened) -> Encoder:
    """
    One of them.
    """
    return opened[0]


def test_vectors_have_unit_length_and_the_order_of_the_texts(encoder):
    """
    Alone or in a batch of uneven lengths, a text has one vector.
    """
    together = encoder.encode(SENTENCES * 6)
    assert together.shape == (len(SENTENCES) * 6, encoder.dimension)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    alone = np.stack([encoder.encode([text])[0] for text in SENTENCES])
    assert (together[: len(SENTENCES)] * alone).sum(axis=1).min() >= 0.99
    # And not all the same one.
    assert np.triu(alone @ alone.T, 1).max() < 0.999


def test_no_texts_give_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_of_a_long_text_the_tail_is_read_as_well(encoder):
    """
    Other words in the middle change nothing, at either end they do.
    """
    filling = "word " * 3000
    texts = [
        f"{filling}refund please",
        f"{filling}hello there",
        f"hello there {filling}",
        f"{filling}another {filling}refund please",
    ]
    refund, hello, begins, middle = encoder.encode(texts)
    assert float(refund @ hello) < 0.999
    assert float(hello @ begins) < 0.9999
    assert float(refund @ middle) > 0.9999


def test_a_long_text_costs_no_more_than_it_may(encoder):
    """
    A hundred thousand words are read as 128 pieces.
    """
    (vector,) = encoder.encode(["word " * 100_000])
    (shorter,) = encoder.encode(["word " * 1_000])
    assert float(vector @ shorter) > 0.9999


@pytest.mark.parametrize(
    "text",
    ["\ud800", "", "\x00", " ", "🎁"],
    ids=["half a pair", "nothing", "zero", "space", "picture"],
)
def test_any_string_has_a_vector_of_unit_length(encoder, text):
    (vector,) = encoder.encode([text])
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-4)


def test_threads_share_one_encoder(encoder):
    """
    Side by side the vectors are those of one after the other.
    """
    asked = [[text] * (1 + at % 3) for at, text in enumerate(SENTENCES * 3)]
    alone = [encoder.encode(texts)[0] for texts in asked]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda texts: encoder.encode(texts)[0], asked))
    assert min(float(a @ b) for a, b in zip(alone, together, strict=True)) > 0.9999


def test_equal_names_give_equal_vectors(opened):
    first, second = opened
    assert first.name == second.name
    assert np.array_equal(first.encode(SENTENCES), second.encode(SENTENCES))
