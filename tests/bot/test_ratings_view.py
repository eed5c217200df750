"""
How customers rated those who served them, for whoever runs the shop.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot import cli
from bot.conversations.database import make_engine
from bot.conversations.tables import conversations, handoffs, ratings
from bot.migrations import migrate

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """
    Give a folder with a handoff that was rated.
    """
    monkeypatch.setenv("HAMYAR_DATA", str(tmp_path))
    url = f"sqlite:///{tmp_path / 'hamyar.db'}"
    migrate(url)
    engine = make_engine(url)
    with engine.begin() as connection:
        talk = {"id": "c1", "owner": "bot", "owner_epoch": 0, "next_seq": 1}
        connection.execute(sa.insert(conversations).values(created_at=NOW, **talk))
        wish = {"id": 7, "conversation": "c1", "reason": "asked", "state": "ended"}
        parts = {"language": "fa", "priority": 0, "agent": "2", "requested_at": NOW}
        connection.execute(sa.insert(handoffs).values(**wish, **parts))
        said = {"stars": 2, "words": "دیر\x1b شد"}
        times = {"rated_at": NOW, "changed_at": NOW}
        connection.execute(sa.insert(ratings).values(handoff=7, **said, **times))
    engine.dispose()
    return tmp_path


def test_the_command_shows_one_a_line(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    Without what would speak to the terminal.
    """
    assert cli.main(["ratings", "--data", str(data)]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line.startswith("2026-11-22 08:30:00Z  2 of 5  handoff 7  agent 2  دیر")
    assert "\x1b" not in line


def test_the_command_gives_json_since_a_moment(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """
    None of an earlier one.
    """
    assert cli.main(["ratings", "--json", "--data", str(data)]) == 0
    content = json.loads(capsys.readouterr().out)
    assert (content["stars"], content["words"]) == (2, "دیر\x1b شد")
    late = ["ratings", "--since", "2026-11-23", "--data", str(data)]
    assert cli.main(late) == 0
    assert capsys.readouterr().out == ""
