"""
The shop is built whole or not at all, and always the same.
"""

import shutil
import sqlite3
from contextlib import closing
from datetime import date

import pytest

from demo import build
from demo.build import build_shop, ensure_shop, main

TODAY = date(2026, 5, 5)


@pytest.fixture
def quick_build(built, monkeypatch):
    """
    Lets a build of TODAY take no time: it copies the shop that is there already.
    """

    def copy(path, today, seed):
        assert (today, seed) == (TODAY, build.SEED)
        shutil.copy(built, path)

    monkeypatch.setattr(build, "build_shop", copy)


@pytest.fixture
def interrupted(monkeypatch):
    """
    Lets somebody stop the build when the tables are there and nothing is in them.
    """

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(build, "load_catalogue", interrupt)


def write(path, statement):
    """
    What some other program might do to the shop.
    """
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def test_another_seed_gives_another_shop_of_the_same_size(content, built, tmp_path):
    other = tmp_path / "other.db"

    build_shop(other, TODAY, seed=8)

    with closing(sqlite3.connect(other)) as database:
        counted = database.execute("SELECT count(*) FROM orders").fetchone()
    assert counted == (12_000,)
    assert content(other) != content(built)


def test_an_absent_shop_is_built_with_its_folder_and_the_same_as_ever(
    content, built, tmp_path
):
    path = tmp_path / "new folder" / "shop.db"

    ensure_shop(path, TODAY)

    assert content(path) == content(built)


def test_a_shop_of_today_is_left_alone(copied):
    write(copied, "UPDATE customers SET name = 'changed' WHERE id = 1")
    before = copied.read_bytes()

    ensure_shop(copied, TODAY)

    assert copied.read_bytes() == before


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE meta SET value = '0' WHERE key = 'schema_version'",
        "DELETE FROM meta WHERE key = 'built_on'",
        "UPDATE meta SET value = 'yesterday' WHERE key = 'built_on'",
        "DROP TABLE meta",
    ],
)
def test_a_shop_of_another_version_is_built_anew(
    content, built, copied, spoil, quick_build
):
    write(copied, spoil)

    ensure_shop(copied, TODAY)

    assert content(copied) == content(built)


def test_a_file_that_is_no_database_is_replaced(content, built, tmp_path, quick_build):
    path = tmp_path / "shop.db"
    path.write_text("half a file" * 100)

    ensure_shop(path, TODAY)

    assert content(path) == content(built)


def test_a_locked_shop_is_not_thrown_away(copied, monkeypatch):
    connect = sqlite3.connect
    monkeypatch.setattr(
        build.sqlite3, "connect", lambda *a, **kw: connect(*a, timeout=0.01, **kw)
    )
    with closing(connect(copied, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")

        with pytest.raises(sqlite3.OperationalError, match="locked"):
            ensure_shop(copied, TODAY)


def test_an_interrupted_build_leaves_no_half_file(tmp_path, interrupted):
    with pytest.raises(KeyboardInterrupt):
        build_shop(tmp_path / "shop.db", TODAY)

    assert list(tmp_path.iterdir()) == []


def test_an_interrupted_build_keeps_the_shop_that_was_there(copied, interrupted):
    before = copied.read_bytes()

    with pytest.raises(KeyboardInterrupt):
        build_shop(copied, TODAY)

    assert copied.read_bytes() == before
    assert list(copied.parent.iterdir()) == [copied]


def test_the_command_line_builds_the_day_it_is_given(tmp_path, monkeypatch):
    built = []
    monkeypatch.setattr(build, "build_shop", lambda *given: built.append(given))

    main(["--out", str(tmp_path / "shop.db"), "--today", "2026-05-05"])

    assert built == [(tmp_path / "shop.db", TODAY)]
