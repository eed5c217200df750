"""
Codes and the ledger where several ask at the same moment: in SQLite and PostgreSQL.

Whoever comes second waits, or tries again and sees what the first has done.
"""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.database import Database
from bot.migrations import migrate
from crm_connector.errors import CodeOver, CodeWrong, TooManyCodes
from crm_connector.identity import codes, present, tables
from crm_connector.identity.codes import TRIES, Right
from crm_connector.identity.errors import AlreadyOne, NoSuchEntry, TooMany
from crm_connector.identity.identifiers import Kind, PersonId, Rules
from crm_connector.model import Contact, ContactKind
from tests.crm_connector.identity.people import (
    NOW,
    link,
    meet,
    merge,
    shop,
    split,
    telegram,
)
from tests.fakes.database import fresh_database

KEY = b"k" * 32
PHONE = Contact(ContactKind.PHONE, "+989121234567")
Work = Callable[[Connection], Any]


async def at_once(database: Database, *works: Work) -> list[Any]:
    """
    What comes of each; what is raised is given.
    """
    waiting = [database.write(each) for each in works]
    return await asyncio.gather(*waiting, return_exceptions=True)


def kinds(outcomes: list[Any]) -> Counter[str]:
    """
    How often each kind of outcome came.
    """
    return Counter(type(each).__name__ for each in outcomes)


def make(connection: Connection) -> str:
    """
    The code of the session.
    """
    return codes.make(connection, KEY, "s1", PHONE, "1", NOW)


def typing(code: str) -> Work:
    """
    Somebody types this code.
    """
    return lambda connection: codes.check(connection, KEY, "s1", code, NOW)


def another(code: str) -> str:
    """
    A code that is not this one.
    """
    return f"{(int(code) + 1) % 10**6:06}"


class AtOnce:
    """
    What holds in every database that Hamyar keeps its data in.
    """

    async def test_two_tries_of_a_code_count_two(self, database: Database) -> None:
        wrong = another(await database.write(make))

        first = await at_once(database, typing(wrong), typing(wrong))

        assert kinds(first) == {"CodeWrong": 2}
        assert {each.left for each in first} == {TRIES - 1, TRIES - 2}

    async def test_no_more_tries_than_there_are(self, database: Database) -> None:
        code = await database.write(make)
        wrong = another(code)

        found = await at_once(database, *[typing(wrong)] * 12)

        assert kinds(found) == {"CodeWrong": TRIES, "CodeOver": 12 - TRIES}
        left = sorted(each.left for each in found if isinstance(each, CodeWrong))
        assert left == list(range(TRIES))
        assert isinstance(await database.write(typing(code)), CodeOver)

    async def test_a_code_is_used_once(self, database: Database) -> None:
        code = await database.write(make)

        found = await at_once(database, *[typing(code)] * 6)

        assert kinds(found) == {"Right": 1, "CodeOver": 5}

    async def test_a_contact_gets_three_codes_however_many_ask(
        self, database: Database
    ) -> None:
        def asking(number: int) -> Work:
            # Each from a session of its own; all share the address.
            return lambda connection: codes.admit(
                connection, KEY, f"s{number}", PHONE, "203.0.113.7", NOW
            )

        found = await at_once(database, *map(asking, range(10)))

        assert kinds(found) == {"NoneType": 3, "TooManyCodes": 7}

    async def test_one_session_and_many_contacts_get_five_codes(
        self, database: Database
    ) -> None:
        def asking(number: int) -> Work:
            contact = Contact(ContactKind.PHONE, f"+98912000000{number}")
            return lambda connection: codes.admit(
                connection, KEY, "s1", contact, f"203.0.113.{number}", NOW
            )

        found = await at_once(database, *map(asking, range(10)))

        assert kinds(found) == {"NoneType": 5, "TooManyCodes": 5}
        assert not [each for each in found if not isinstance(each, TooManyCodes | None)]

    async def test_many_wishes_leave_one_code(self, database: Database) -> None:
        made = await at_once(database, *[make] * 8)
        assert kinds(made) == {"str": 8}

        kept = await database.read(
            lambda c: c.execute(sa.select(tables.codes.c.session)).all()
        )
        tried = [await database.write(typing(each)) for each in dict.fromkeys(made)]

        assert len(kept) == 1
        assert sum(isinstance(each, Right) for each in tried) <= 1

    async def test_who_is_met_at_once_is_one_person(self, database: Database) -> None:
        who = shop(1)

        found = await at_once(database, *[lambda c: meet(c, who)] * 8)

        assert kinds(found) == {"int": 8}
        assert len(set(found)) == 1
        people = sa.select(sa.func.count()).select_from(tables.persons)
        assert await database.read(lambda c: c.execute(people).scalar()) == 1

    async def test_two_linked_at_once_to_what_is_one_persons_alone(
        self, database: Database
    ) -> None:
        one, other = [
            await database.write(lambda c, n=n: meet(c, shop(n))) for n in (1, 2)
        ]

        found = await at_once(
            database,
            lambda c: link(c, one, telegram(7)),
            lambda c: link(c, other, telegram(7)),
        )

        assert kinds(found) == {"NoneType": 1, "BelongsToAnother": 1}

    async def test_nobody_has_more_than_the_limit(self, database: Database) -> None:
        who = await database.write(lambda c: meet(c, shop(1)))
        rules = Rules(limits={**Rules().limits, Kind.TELEGRAM_ID: 2})

        found = await at_once(
            database,
            *(lambda c, n=n: link(c, who, telegram(n), rules=rules) for n in range(6)),
        )

        assert kinds(found) == {"NoneType": 2, "TooMany": 4}
        assert not [each for each in found if not isinstance(each, TooMany | None)]

    async def test_a_chain_of_merges_makes_one_of_all(self, database: Database) -> None:
        people = [
            await database.write(lambda c, n=n: meet(c, shop(n, f"shop{n}")))
            for n in range(6)
        ]
        pairs = list(itertools.pairwise(people))

        found = await at_once(
            database,
            *(lambda c, p=p: merge(c, *p) for p in [*pairs[::2], *pairs[1::2]]),
        )

        assert kinds(found) == {"int": 5}
        assert await _roots(database) == dict.fromkeys(people, min(people))

    async def test_the_same_merge_is_made_once(self, database: Database) -> None:
        one, other = [
            await database.write(lambda c, n=n: meet(c, shop(n, f"shop{n}")))
            for n in (1, 2)
        ]

        found = await at_once(
            database,
            lambda c: merge(c, one, other),
            lambda c: merge(c, other, one),
            lambda c: merge(c, one, other),
        )

        assert kinds(found) == {"int": 1, "AlreadyOne": 2}
        assert not [each for each in found if not isinstance(each, AlreadyOne | int)]

    async def test_a_merge_is_undone_once(self, database: Database) -> None:
        one, other = [
            await database.write(lambda c, n=n: meet(c, shop(n, f"shop{n}")))
            for n in (1, 2)
        ]
        merged = await database.write(lambda c: merge(c, one, other))

        found = await at_once(database, *[lambda c: split(c, merged)] * 4)

        assert kinds(found) == {"NoneType": 1, "NoSuchEntry": 3}
        assert not [each for each in found if not isinstance(each, NoSuchEntry | None)]
        assert await _roots(database) == {one: one, other: other}


async def _roots(database: Database) -> dict[PersonId, PersonId]:
    """
    Who is one with whom; the ledger alone must come to the same.
    """
    query = sa.select(tables.persons.c.id, tables.persons.c.root)

    def both(connection: Connection) -> tuple[dict[int, int], dict[int, int]]:
        roots = {row.id: row.root for row in connection.execute(query)}
        merges = present.merges(connection)
        return roots, dict(present.components([*roots], merges))

    kept, computed = await database.read(both)
    assert kept == computed
    return kept


class TestInSqlite(AtOnce):
    """
    With its one writer.
    """

    @pytest.fixture
    async def database(self, tmp_path: Path) -> AsyncIterator[Database]:
        """
        A file.
        """
        database = Database(fresh_database(tmp_path))
        yield database
        await database.close()


class TestInPostgresql(AtOnce):
    """
    Where many write at the same time.
    """

    @pytest.fixture
    async def database(
        self, postgresql: int, fresh: Callable[[str], Awaitable[str]]
    ) -> AsyncIterator[Database]:
        """
        A database of a real server.
        """
        name = await fresh("SELECT 1")
        address = f"postgresql+asyncpg://hamyar@127.0.0.1:{postgresql}/{name}"
        await asyncio.to_thread(migrate, address)
        database = Database(address)
        yield database
        await database.close()
