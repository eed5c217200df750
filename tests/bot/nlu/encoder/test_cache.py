"""
No sentence is read twice.
"""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
import pytest

from bot.nlu.encoder import CachedEncoder, Vectors, VectorStore


class CountingEncoder:
    """
    A vector from a hash, and a list of what was asked.
    """

    dimension = 4

    def __init__(self, name: str = "counting-1") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Always the same vector for the same text.
        """
        self.asked += texts
        seeds = [crc32(text.encode("utf-8", "surrogatepass")) for text in texts]
        return np.stack(
            [np.random.default_rng(seed).random(4, dtype=np.float32) for seed in seeds]
        )


@pytest.fixture
def behind() -> CountingEncoder:
    """
    The encoder behind the caches.
    """
    return CountingEncoder()


def test_memory_asks_only_for_what_it_does_not_know(behind):
    """
    Also within one call.
    """
    cached = CachedEncoder(behind)
    first = cached.encode(["a", "b", "a"])
    second = cached.encode(["b", "c"])
    assert behind.asked == ["a", "b", "c"]
    assert np.array_equal(first[1], second[0])
    assert np.array_equal(first[0], first[2])


def test_memory_forgets_the_least_recently_used(behind):
    """
    It is bounded.
    """
    cached = CachedEncoder(behind, most=2)
    for text in ("a", "b", "a", "c", "a", "b"):
        cached.encode([text])
    assert behind.asked == ["a", "b", "c", "b"]


def test_the_store_outlives_the_process(tmp_path, behind):
    """
    A second training with one new sentence reads one sentence.
    """
    path = tmp_path / "encoder" / "vectors.sqlite"
    first = VectorStore(path, behind).encode(["a", "b", "\ud800"])
    again = CountingEncoder()
    second = VectorStore(path, again).encode(["b", "new", "a", "\ud800"])
    assert again.asked == ["new"]
    assert np.array_equal(second[[2, 0, 3]], first)


def test_the_store_keeps_encoders_apart(tmp_path, behind):
    """
    A vector of one model is none of another's.
    """
    path = tmp_path / "vectors.sqlite"
    VectorStore(path, behind).encode(["a"])
    other = CountingEncoder("counting-2")
    VectorStore(path, other).encode(["a"])
    assert other.asked == ["a"]


@pytest.mark.parametrize("count", [0, 1, 1201])
def test_the_store_answers_for_any_number_of_texts(tmp_path, behind, count):
    """
    None, and more than one question to the database holds.
    """
    store = VectorStore(tmp_path / "vectors.sqlite", behind)
    texts = [f"text {at}" for at in range(count)]
    store.encode(texts)
    assert store.encode(texts).shape == (count, 4)
    assert len(behind.asked) == count
