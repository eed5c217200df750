"""
The database is brought up to date at the start, from any folder.
"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

import bot.accounts.tables  # its tables belong to the same database
import bot.channels.telegram.tables  # and so do these
import bot.channels.webchat.tables
import bot.desk.chatwoot.tables
import bot.desk.tables
import bot.news.tables
import bot.reviews
from bot.channels.webchat import sessions
from bot.conversations import history, work
from bot.conversations.database import make_engine
from bot.conversations.errors import DatabaseTooNew
from bot.conversations.tables import metadata
from bot.conversations.threads import Place
from bot.migrations import configuration, migrate
from crm_connector.identity import tables as identity_tables
from crm_connector.model import Assurance, Identity, Proof, ProofKind

assert bot.accounts.tables
assert bot.channels.telegram.tables
assert bot.channels.webchat.tables
assert bot.desk.chatwoot.tables
assert bot.desk.tables
assert bot.news.tables
assert bot.reviews

OLD_ROWS = """
INSERT INTO conversations (id, customer_id, owner, owner_epoch, next_seq, created_at)
VALUES ('c', 'sara', 'bot', 0, 2, '2026-01-01 00:00:00');
INSERT INTO messages
    (id, conversation, seq, author, text, button_count, at, epoch, channel)
VALUES (1, 'c', 1, 'customer', 'hello', 0, '2026-01-01 00:00:00', 0, 'web');
INSERT INTO web_sessions
    (hash, conversation, customer_id, assurance, token, created_at, used_at, expires_at)
VALUES ('a', 'c', 'sara', 2, 't',
    '2026-01-01 00:00:00', '2026-01-01 00:00:00', '2026-01-02 00:00:00');
INSERT INTO inbox (conversation, channel, scope, external_id, kind, customer_id,
    assurance, status, attempts, at)
VALUES ('c', 'web', 'c', '1', 'text', 'sara', 2, 'pending', 0, '2026-01-01 00:00:00')
"""


@pytest.fixture
def address(tmp_path: Path) -> str:
    """
    Give the address of a database that is not there yet.
    """
    return f"sqlite+aiosqlite:///{tmp_path / 'hamyar.db'}"


def differences(address: str) -> list[Any]:
    """
    Compare the database with the tables of the code.
    """
    engine = make_engine(address)
    with engine.connect() as connection:
        found = compare_metadata(
            MigrationContext.configure(connection),
            [metadata, identity_tables.metadata],
        )
    engine.dispose()
    return list(found)


def test_the_revisions_make_the_tables_of_the_code(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    From whatever folder the program was started.
    """
    monkeypatch.chdir(tmp_path)
    migrate(address)
    assert differences(address) == []


def test_a_second_start_changes_nothing(address: str) -> None:
    """
    Migrating twice is migrating once.
    """
    migrate(address)
    migrate(address)
    assert differences(address) == []


def test_sessions_and_messages_of_before_proof_are_kept(address: str) -> None:
    """
    A shop that updates signs nobody out.
    """
    engine = make_engine(address)
    config = configuration()
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OLD_ROWS.split(";"):
            connection.execute(sa.text(statement))
        connection.commit()
    migrate(address)
    moment = datetime(2026, 1, 1, tzinfo=timezone.utc)
    with engine.begin() as connection:
        session = sessions.find(connection, "a", moment)
        taken = work.take(connection, "c")
        page = history.after(connection, b"", session.place, 0, 10, moment)
    engine.dispose()
    assert [message.files for message in page.messages] == [()]
    assert session.place == Place("c", "c")
    assert [(message.seq, message.text) for message in page.messages] == [(1, "hello")]
    assert session.identity == Identity(
        "sara", Assurance.PROVEN, Proof(ProofKind.SHOP, moment)
    )
    assert taken is not None
    assert taken.turn.identity == Identity("sara", Assurance.PROVEN)


def test_a_database_of_a_newer_version_is_left_alone(address: str) -> None:
    """
    The operator is told what to do.
    """
    migrate(address)
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("update alembic_version set version_num = '9999'"))
    engine.dispose()
    with pytest.raises(DatabaseTooNew, match=r"revision 9999.*start the newer version"):
        migrate(address)


def test_a_migration_that_fails_leaves_no_trace(address: str) -> None:
    """
    A table in the way stops it before anything is changed.
    """
    engine = make_engine(address)
    with engine.begin() as connection:
        connection.execute(sa.text("create table outbox (x integer)"))
    with pytest.raises(sa.exc.OperationalError):
        migrate(address)
    with engine.connect() as connection:
        names = sa.inspect(connection).get_table_names()
    engine.dispose()
    assert names == ["outbox"]
