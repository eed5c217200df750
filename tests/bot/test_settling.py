"""
What is there for good is left alone by the garbage collector, until another comes.
"""

import gc
import weakref

import pytest

from bot.settling import settle


class Engine:
    """
    Something that holds itself: only a collection frees it.
    """

    def __init__(self):
        self.itself = self


@pytest.fixture(autouse=True)
def _unsettled():
    yield
    gc.unfreeze()
    gc.collect()


def test_what_is_there_is_left_alone():
    settle()
    assert gc.get_freeze_count() > 1000
    assert len(gc.get_objects()) < gc.get_freeze_count()


def test_what_another_took_the_place_of_is_freed():
    engine = Engine()
    former = weakref.ref(engine)
    settle()
    del engine
    gc.collect()
    assert former() is not None
    settle()
    assert former() is None
