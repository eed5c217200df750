"""
What customers think, kept in our own database and shown to whoever runs the shop.
"""

import json
from datetime import datetime, timedelta, timezone

import pytest
import sqlalchemy as sa

from actions.opinions import Review
from bot import cli, reviews
from bot.conversations.database import make_engine
from bot.conversations.tables import conversations
from bot.reviews import Kept
from tests.bot.both import address

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
PRAISE = Review("c1", "عالی بود", "fa", False, "7", "21963", "کفش")
BLAME = Review("c1", "too late\nand \x1b[31mred", "en", True)


@pytest.fixture
def database(address, tmp_path, monkeypatch):
    """
    A database with a conversation and two reviews, a day between them.
    """
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path))
    monkeypatch.setenv("HAMYAR_DATABASE_URL", address)
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(
            sa.insert(conversations).values(
                id="c1", owner="bot", owner_epoch=0, next_seq=1, created_at=NOW
            )
        )
        reviews.keep(connection, Kept(NOW - timedelta(days=1), PRAISE))
        reviews.keep(connection, Kept(NOW, BLAME))
    yield engine
    engine.dispose()


def test_they_are_read_as_they_were_kept(database):
    with database.connect() as connection:
        assert [each.review for each in reviews.listed(connection)] == [PRAISE, BLAME]
        (last,) = reviews.listed(connection, NOW)
    assert last == Kept(NOW, BLAME)


def test_they_go_with_their_conversation(database):
    with database.begin() as connection:
        connection.execute(sa.delete(conversations))
        assert list(reviews.listed(connection)) == []


def test_the_command_shows_one_a_line(database, capsys, tmp_path):
    assert cli.main(["reviews", "--data", str(tmp_path)]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == (
        "2026-11-21 08:30:00Z  good  customer 7  order 21963  کفش  عالی بود"
    )
    assert "a stranger" in second
    assert "\x1b" not in second


def test_the_command_gives_json_since_a_moment(database, capsys, tmp_path):
    given = ["reviews", "--json", "--since", "2026-11-22", "--data", str(tmp_path)]
    assert cli.main(given) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert json.loads(line)["words"] == BLAME.words
    assert json.loads(line)["is_bad"] is True


def test_a_moment_that_is_none_is_refused(database, capsys, tmp_path):
    given = ["reviews", "--since", "yesterday", "--data", str(tmp_path)]
    assert cli.main(given) == 2
    assert "--since yesterday" in capsys.readouterr().err
