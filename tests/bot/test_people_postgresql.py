"""
One thread for one person on PostgreSQL, where several transactions run at a time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.engine import Connection, Engine

from bot.conversations import threads, turns, work
from bot.conversations.database import make_engine
from bot.conversations.messages import Answer, Reply
from tests.bot.both import empty
from tests.bot.talking import KEY, Talking
from tests.bot.test_people import both_talk
from tests.bot.test_people_in_any_order import Shop


@pytest.fixture(scope="module")
def engine(postgresql: str) -> Iterator[Engine]:
    """
    Give the engine of a server of the tests' own.
    """
    engine = make_engine(postgresql)
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """
    Give a connection; afterwards there is nothing again.
    """
    with engine.connect() as connection:
        yield connection
        connection.rollback()
    empty(engine)


@pytest.fixture
def talking(connection: Connection) -> Iterator[Talking]:
    """
    Two who have talked, for all to see.
    """
    talking = Talking(connection)
    both_talk(talking)
    connection.commit()
    yield talking
    talking.close()


def test_merge_then_split_changes_nothing(talking: Talking) -> None:
    before = talking.everything()

    talking.split(talking.merge("a", "b"))

    assert talking.everything() == before


def test_any_order_of_all_there_is(engine: Engine) -> None:
    class There(Shop):
        def __init__(self) -> None:
            super().__init__()
            self.talking.close()
            self.talking = Talking(engine.connect())

        def teardown(self) -> None:
            self.talking.connection.rollback()
            self.talking.connection.close()
            super().teardown()

    run_state_machine_as_test(
        There, settings=settings(max_examples=6, stateful_step_count=20, deadline=None)
    )


def beside(engine: Engine, work: Callable[[Talking], Any]) -> Callable[[], Any]:
    """
    Do something in a transaction of its own, beside the test's; gives how to wait.
    """
    found: list[Any] = []

    def run() -> None:
        with engine.begin() as connection:
            talking = Talking(connection)
            talking.said = 100
            found.append(work(talking))
            talking.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()

    def done() -> Any:
        thread.join(10)
        assert found, "it never ended"
        return found[0]

    # Long enough to be waiting for a lock.
    thread.join(0.3)
    assert not found
    return done


def test_a_message_that_waits_for_a_merge_stands_in_the_joint_thread(
    engine: Engine, talking: Talking
) -> None:
    talking.merge("a", "b")
    done = beside(engine, lambda other: other.say("b"))

    talking.connection.commit()

    text = done()
    assert talking.texts("a")[-1] == talking.texts("b")[-1] == text


def test_a_message_that_waits_for_a_split_is_its_own_customers(
    engine: Engine, talking: Talking
) -> None:
    merged = talking.merge("a", "b")
    talking.connection.commit()
    talking.split(merged)
    done = beside(engine, lambda other: other.say("b"))

    talking.connection.commit()

    text = done()
    assert talking.texts("b")[-1] == text
    assert text not in talking.texts("a")


def test_a_stranger_who_signs_in_during_a_merge_comes_into_the_joint_thread(
    engine: Engine, talking: Talking
) -> None:
    def sign_in(other: Talking) -> str:
        stranger = threads.create(other.connection, other.now)
        other.write(stranger, None, "b as a stranger", None)
        return threads.join(other.connection, "b", stranger, other.now)

    talking.merge("a", "b")
    done = beside(engine, sign_in)

    talking.connection.commit()

    done()
    assert talking.texts("a")[-1] == talking.texts("b")[-1] == "b as a stranger"


def test_a_turn_that_waits_for_a_merge_is_worked_again(
    engine: Engine, talking: Talking
) -> None:
    taken = work.take(talking.connection, talking.place("a").thread)
    assert taken is not None
    talking.connection.commit()
    talking.merge("a", "b")

    def save(other: Talking) -> Any:
        answer = Answer([Reply("too early", "en")], b"x", "en")
        return turns.save(
            other.connection, taken, answer, key=KEY, pushed=(), now=other.now
        )

    done = beside(engine, save)
    talking.connection.commit()

    saved = done()
    assert saved.conversation == talking.place("a").thread
    assert "too early" not in talking.texts("a")
    assert talking.answer("b")
    assert talking.texts("a")[-1] == "a: a3"
