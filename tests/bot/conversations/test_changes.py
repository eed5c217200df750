"""
What has changed is written down with the change, and read by everybody once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine

from bot.conversations import changes
from bot.conversations.changes import MESSAGE, PROCESS, STEP, Change
from bot.conversations.database import make_engine
from tests.bot.both import address

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

NOW = datetime(2026, 1, 1, tzinfo=timezone.utc)


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """
    Give an empty database, as the process "here" uses it.
    """
    engine = make_engine(address).execution_options(**{PROCESS: "here"})
    yield engine
    engine.dispose()


@pytest.fixture
def connection(engine: Engine) -> Iterator[Connection]:
    """
    Give a connection to it.
    """
    with engine.connect() as connection:
        yield connection


def note(connection: Connection, *threads: str, now: datetime = NOW) -> None:
    """
    Something is said in these threads.
    """
    for thread in threads:
        changes.note(connection, MESSAGE, thread, now, 1)


def names(found: list[Change] | None) -> list[str | None]:
    """
    In which threads something has changed.
    """
    assert found is not None
    return [each.thread for each in found]


def test_without_a_mark_everything_has_to_be_read(connection: Connection) -> None:
    mark, found = changes.since(connection, None)
    assert found is None
    note(connection, "a")
    # What was there before anything was ever written down is known as well.
    assert names(changes.since(connection, mark)[1]) == ["a"]


def test_each_change_comes_once_and_in_order(connection: Connection) -> None:
    note(connection, "before")
    mark, _ = changes.since(connection, None)
    changes.note(connection, MESSAGE, "a", NOW, 7)
    changes.note(connection, STEP, None, NOW)
    mark, found = changes.since(connection, mark)
    assert found == [
        Change("a", MESSAGE, 7, "here"),
        Change(None, STEP, 0, "here"),
    ]
    assert changes.since(connection, mark) == (mark, [])


def test_what_was_undone_was_never_written_down(connection: Connection) -> None:
    note(connection, "a")
    mark, _ = changes.since(connection, None)
    inner = connection.begin_nested()
    note(connection, "undone")
    inner.rollback()
    note(connection, "b", "c")
    mark, found = changes.since(connection, mark)
    assert names(found) == ["b", "c"]
    note(connection, "d")
    assert names(changes.since(connection, mark)[1]) == ["d"]


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_a_transaction_that_others_overtake_is_not_missed(
    engine: Engine, connection: Connection
) -> None:
    """
    Its number was given before theirs, and is seen after them.
    """
    note(connection, "first")
    connection.commit()
    mark, _ = changes.since(connection, None)
    with engine.connect() as slow, engine.connect() as other:
        note(slow, "slow")
        note(other, "quick")
        other.commit()
        mark, found = changes.since(connection, mark)
        assert names(found) == ["quick"]
        connection.commit()
        anew, _ = changes.since(connection, None)
        connection.commit()
        slow.commit()
        for seen in (mark, anew):
            later, found = changes.since(connection, seen)
            assert names(found) == ["slow"]
            assert changes.since(connection, later) == (later, [])


@pytest.mark.parametrize("address", ["postgresql"], indirect=True)
def test_what_has_failed_is_not_waited_for_for_ever(
    engine: Engine, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "OVERTAKEN", 3)
    note(connection, "first")
    connection.commit()
    mark, _ = changes.since(connection, None)
    with engine.connect() as other:
        note(other, "failed")
        other.rollback()
    note(connection, "a")
    mark, _ = changes.since(connection, mark)
    assert len(mark.missing) == 1
    note(connection, *"bcd")
    mark, found = changes.since(connection, mark)
    assert names(found) == ["b", "c", "d"]
    assert mark.missing == frozenset()


def test_what_is_old_is_forgotten_but_for_the_newest(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "OVERTAKEN", 3)
    note(connection, *"abcdef")
    behind, _ = changes.since(connection, None)
    note(connection, *"ghi", now=NOW + timedelta(minutes=5))
    at_end, _ = changes.since(connection, None)
    later = NOW + changes.KEPT_FOR
    for moment, left in ((later - timedelta(seconds=1), 9), (later, 3)):
        changes.forget_old(connection, moment)
        count = sa.select(sa.func.count()).select_from(changes.changes)
        assert connection.execute(count).scalar() == left
    # Everything behind the one who stopped at "f" is still there: nothing is lost.
    assert names(changes.since(connection, behind)[1]) == ["g", "h", "i"]
    changes.forget_old(connection, later + timedelta(hours=1))
    assert changes.since(connection, at_end) == (at_end, [])


def test_who_is_too_far_behind_is_told_so(connection: Connection) -> None:
    note(connection, *"ab")
    mark, _ = changes.since(connection, None)
    note(connection, *"cd")
    table = changes.changes
    newest = sa.select(sa.func.max(table.c.id)).scalar_subquery()
    connection.execute(table.delete().where(table.c.id < newest))
    mark, found = changes.since(connection, mark)
    assert found is None
    note(connection, "e")
    assert names(changes.since(connection, mark)[1]) == ["e"]
