"""
No sentence is read twice in all trainings, and what none reads any more is forgotten.
"""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import numpy as np
import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import featurizer
from bot.nlu.encoder import VectorStore, store
from tests.fakes.counting_encoder import CountingEncoder


@pytest.fixture
def behind() -> CountingEncoder:
    """
    The encoder behind the caches.
    """
    return CountingEncoder()


class Days:
    """
    A calendar that the test turns.
    """

    def __init__(self) -> None:
        self.day = date(2026, 1, 1)

    def __call__(self) -> date:
        """
        The day of now.
        """
        return self.day

    def pass_by(self, days: int) -> None:
        """
        So many days later.
        """
        self.day += timedelta(days)


@pytest.fixture
def days() -> Days:
    """
    The calendar of the test.
    """
    return Days()


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


def test_what_no_training_asks_for_is_forgotten_after_a_while(tmp_path, behind, days):
    """
    Sentences that were taken out, and what they say to an encoder of former times.
    """
    path = tmp_path / "vectors.sqlite"
    former = VectorStore(path, CountingEncoder("former"), days)
    former.encode(["kept", "gone"])
    vectors = VectorStore(path, behind, days)
    vectors.encode(["kept", "gone"])
    for _ in range(4):
        days.pass_by(30)
        vectors.encode(["kept"])
        vectors.forget_unused()
    assert stored(path) == [("counting-1", b"kept")]
    assert uses(path) == [("counting-1", b"kept")]
    assert behind.asked == ["kept", "gone"]


def test_nothing_is_forgotten_that_may_come_back_soon(tmp_path, behind, days):
    path = tmp_path / "vectors.sqlite"
    VectorStore(path, CountingEncoder("former"), days).encode(["a"])
    vectors = VectorStore(path, behind, days)
    vectors.encode(["a", "b"])
    days.pass_by(89)
    vectors.encode(["a"])
    vectors.forget_unused()
    assert len(stored(path)) == 3


def test_a_use_counts_from_its_own_day_though_not_each_is_written(
    tmp_path, behind, days
):
    """
    Of a sentence that is used every day, no more than a week is lost.
    """
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    for _ in range(20):
        vectors.encode(["a"])
        days.pass_by(1)
    days.pass_by(80)
    vectors.forget_unused()
    assert stored(path) == [("counting-1", b"a")]
    days.pass_by(11)
    vectors.forget_unused()
    assert stored(path) == []


def test_what_an_older_version_stored_counts_from_the_first_look(
    tmp_path, behind, days
):
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    vectors.encode(["a"])
    with sqlite3.connect(path) as old:
        old.execute("DROP TABLE uses")
    vectors.forget_unused()
    assert stored(path) == [("counting-1", b"a")]
    days.pass_by(91)
    vectors.forget_unused()
    assert stored(path) == []


def test_a_day_of_a_wrong_clock_holds_nothing_for_ever(tmp_path, behind, days):
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    days.pass_by(40_000)
    vectors.encode(["a", "b"])
    days.pass_by(-40_000)
    vectors.encode(["a"])
    vectors.forget_unused()
    assert stored(path) == [("counting-1", b"a")]


def test_the_file_grows_smaller(tmp_path, behind, days):
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    vectors.encode([f"a sentence of former times {at}" for at in range(5000)])
    large = path.stat().st_size
    days.pass_by(91)
    vectors.encode(["a"])
    vectors.forget_unused()
    assert path.stat().st_size < large / 10


def test_a_store_that_is_busy_is_left_as_it_is(tmp_path, behind, days, monkeypatch):
    """
    A training does not fail because of it.
    """
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    vectors.encode(["a"])
    days.pass_by(91)
    monkeypatch.setattr(store, "_PATIENCE_SECONDS", 0.01)
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN EXCLUSIVE")
        vectors.forget_unused()
        other.execute("ROLLBACK")
    assert stored(path) == [("counting-1", b"a")]
    vectors.forget_unused()
    assert stored(path) == []


def test_who_reads_and_writes_meanwhile_gets_all_vectors(tmp_path, days):
    path = tmp_path / "vectors.sqlite"
    texts = [f"text {at}" for at in range(300)]
    expected = CountingEncoder().encode(texts)

    def ask(seed: int) -> bool:
        asked = np.random.default_rng(seed).choice(300, 200, replace=False)
        found = VectorStore(path, CountingEncoder(), days).encode(
            [texts[at] for at in asked]
        )
        return np.array_equal(found, expected[asked])

    def forget(_: int) -> bool:
        later = days.day + timedelta(91)
        VectorStore(path, CountingEncoder(), lambda: later).forget_unused()
        return True

    with ThreadPoolExecutor(4) as pool:
        work = [pool.submit(forget if at % 3 else ask, at) for at in range(60)]
        assert all(each.result() for each in work)


def test_a_training_forgets_what_it_has_no_use_for(tmp_path, behind, days, monkeypatch):
    """
    Reading a message does not.
    """
    path = tmp_path / "vectors.sqlite"
    vectors = VectorStore(path, behind, days)
    vectors.encode(["gone"])
    days.pass_by(91)
    monkeypatch.setattr(featurizer, "training_store", lambda: vectors)
    monkeypatch.setattr(featurizer, "default_encoder", lambda: behind)
    component = featurizer.HamyarEncoderFeaturizer
    ours = component(component.get_default_config(), "featurizer")
    ours.process([Message.build("hello")])
    assert stored(path) == [("counting-1", b"gone")]
    message = Message.build("where is my order", "track_order")
    ours.process_training_data(TrainingData([message]))
    assert stored(path) == [("counting-1", b"where is my order")]


def stored(path):
    return rows(path, "SELECT model, text FROM vectors")


def uses(path):
    return rows(path, "SELECT model, text FROM uses")


def rows(path, question):
    opened = sqlite3.connect(path)
    try:
        return opened.execute(question).fetchall()
    finally:
        opened.close()
