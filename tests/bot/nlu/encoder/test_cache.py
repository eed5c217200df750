"""
No sentence is read twice.
"""

import numpy as np
import pytest

from bot.nlu.encoder import CachedEncoder
from tests.fakes.counting_encoder import CountingEncoder


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
