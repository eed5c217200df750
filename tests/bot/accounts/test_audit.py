"""
The audit log is only added to, holds no secrets and is read page by page.
"""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from bot.accounts import audit
from bot.accounts.audit import Wanted, Who
from bot.accounts.tables import audit_log
from bot.conversations.database import Database
from tests.fakes.clock import FakeClock

SARA = Who(7, "sara", "192.0.2.1")
ROOT = Who(None, "root")


async def note(
    database: Database, clock: FakeClock, who: Who, deed: str, subject: str = ""
) -> None:
    await database.write(
        lambda c: audit.write(c, who, deed, subject, now=clock(), number=1)
    )
    clock.advance(minutes=1)


async def test_an_entry_says_who_what_on_what_when_and_from_where(
    database: Database, clock: FakeClock
) -> None:
    await note(database, clock, SARA, "conversation.claimed", "conversation:c")

    (entry,) = (await database.read(audit.read)).entries

    assert (entry.account, entry.who, entry.address) == (7, "sara", "192.0.2.1")
    assert (entry.deed, entry.subject) == ("conversation.claimed", "conversation:c")
    assert entry.details == {"number": 1}
    assert entry.at < clock()


@pytest.mark.parametrize(
    "change", [audit_log.update().values(who="x"), audit_log.delete()]
)
async def test_the_database_refuses_to_change_or_delete_an_entry(
    database: Database, clock: FakeClock, change: Any
) -> None:
    await note(database, clock, SARA, "account.signed_in")

    with pytest.raises(DatabaseError, match="only added to"):
        await database.write(lambda c: c.execute(change))

    (entry,) = (await database.read(audit.read)).entries
    assert entry.who == "sara"


async def test_an_entry_is_there_exactly_if_the_deed_is(
    database: Database, clock: FakeClock
) -> None:
    def fails(connection: sa.engine.Connection) -> None:
        audit.write(connection, SARA, "account.added", now=clock())
        raise LookupError

    with pytest.raises(LookupError):
        await database.write(fails)

    assert (await database.read(audit.read)).entries == ()


@pytest.mark.parametrize(
    "details",
    [
        {"password": "x"},
        {"new_password": "x"},
        {"totp_secret": "x"},
        {"changed": {"token": "x"}},
        {"changed": [{"recovery_code": "x"}]},
    ],
)
async def test_a_secret_in_the_details_is_refused(
    database: Database, clock: FakeClock, details: dict[str, Any]
) -> None:
    with pytest.raises(ValueError, match="no secrets"):
        await database.write(
            lambda c: audit.write(c, SARA, "account.added", now=clock(), **details)
        )


async def test_pages_follow_each_other_without_gap_or_repeat(
    database: Database, clock: FakeClock
) -> None:
    for place in range(7):
        await note(database, clock, SARA, "conversation.noted", f"conversation:{place}")

    seen, before, pages = [], None, 0
    while True:
        page = await database.read(
            lambda c, before=before: audit.read(c, before=before, limit=3)
        )
        seen += [each.subject for each in page.entries]
        pages += 1
        before = page.before
        if before is None:
            break

    assert seen == [f"conversation:{place}" for place in reversed(range(7))]
    assert pages == 3


async def test_entries_are_found_by_each_of_their_parts(
    database: Database, clock: FakeClock
) -> None:
    start = clock()
    await note(database, clock, SARA, "conversation.claimed", "conversation:a")
    await note(database, clock, ROOT, "account.disabled", "account:7")
    await note(database, clock, SARA, "account.signed_in", "account:7")
    await note(database, clock, SARA, "accounts_of_all.read")

    async def found(**parts: Any) -> list[str]:
        page = await database.read(lambda c: audit.read(c, Wanted(**parts)))
        return [each.deed for each in reversed(page.entries)]

    assert await found(who="root") == ["account.disabled"]
    assert await found(deed="account") == ["account.disabled", "account.signed_in"]
    assert await found(deed="account.disabled") == ["account.disabled"]
    assert await found(deed="acc%") == []
    assert await found(subject="account:7", who="sara") == ["account.signed_in"]
    assert await found(since=clock()) == []
    assert len(await found(since=start)) == 4
    assert await found(until=start) == []
