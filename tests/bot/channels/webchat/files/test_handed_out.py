"""
What the bot hands out: a reply with a file, and who may open it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.engine import Connection

from bot.channels.webchat import sessions
from bot.channels.webchat.tables import sessions as table
from bot.conversations import files as known
from bot.conversations.core import Conversations
from bot.conversations.messages import Answer, Reply, Turn
from bot.files.errors import TooMany
from bot.files.folder import Folder
from bot.files.keeping import Files, PerDay
from bot.files.kinds import Kind
from bot.settings import Settings
from tests.bot.channels.webchat.files.uploads import code_of, read
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.test_one_person import PEOPLE, Admin
from tests.bot.channels.webchat.test_openapi import problems
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine

PDF = Kind("application/pdf")
PAPER = b"%PDF-1.3 of one customer"
Begin = Callable[..., Any]


class Printer(FakeEngine):
    """
    Answers with a paper for whoever asks for the "invoice".
    """

    files: Files

    async def respond(self, turn: Turn) -> Answer:
        """
        Answer one turn.
        """
        answer = await super().respond(turn)
        if turn.text != "invoice":
            return answer
        made = await self.files.make(turn.conversation, "Invoice 7", PDF, PAPER)
        reply = Reply("here it is", "en", files=(made,))
        return Answer((reply,), answer.state, "en")


@pytest.fixture
def kin() -> Any:
    """
    Give who is one with whom, as the ledger says.
    """
    return PEOPLE.kin


@pytest.fixture
def engine() -> FakeEngine:
    """
    Give an engine that prints.
    """
    return Printer()


@pytest.fixture
def printer(engine: Printer, files: Files) -> Printer:
    """
    Give the engine with where it keeps what it prints.
    """
    engine.files = files
    return engine


@pytest.fixture
async def owner(printer: Printer, begin: Begin, sign: Any) -> Guest:
    """
    Give a customer who has the reply with the paper.
    """
    guest: Guest = await begin(sign("C-1"))
    await asked(guest)
    return guest


async def asked(guest: Guest) -> dict[str, Any]:
    """
    Ask for the invoice, and give the message that has it.
    """
    sent = await guest.post(text="invoice")
    got = await guest.get(after=sent.json()["seq"], wait=5)
    message: dict[str, Any] = got.json()["messages"][-1]
    assert problems("Message", message) == []
    return message


async def paper_of(guest: Guest) -> str:
    """
    Give the id of the paper in the thread.
    """
    (file,) = [each for m in await guest.thread() for each in m.get("files", ())]
    return str(file["id"])


async def test_its_customer_sees_and_saves_it(owner: Guest) -> None:
    """
    As a file of the bot's message, which no browser shows as a page.
    """
    (message,) = [m for m in await owner.thread() if m["author"] == "bot"]
    (file,) = message["files"]
    assert (message["text"], file["name"]) == ("here it is", "Invoice 7.pdf")
    assert (file["type"], file["size"]) == (PDF.type, len(PAPER))

    seen = await read(owner, file["id"])
    assert (seen.status_code, seen.content) == (200, PAPER)
    assert seen.headers["content-disposition"].startswith("attachment;")
    assert seen.headers["content-type"] == PDF.type
    assert "no-store" in seen.headers["cache-control"]


async def test_nobody_else_learns_that_it_is_there(
    owner: Guest, begin: Begin, sign: Any
) -> None:
    """
    Another customer, a stranger and a file that is not there: all hear the same.
    """
    paper = await paper_of(owner)
    other, stranger = await begin(sign("C-2")), await begin()
    refused = [
        await read(other, paper),
        await read(stranger, paper),
        await read(other, "0" * 32),
    ]

    assert [each.status_code for each in refused] == [404] * 3
    assert len({each.content for each in refused}) == 1
    assert (await read(owner, paper)).status_code == 200


async def test_another_conversation_names_it_in_no_message(
    owner: Guest, begin: Begin, sign: Any
) -> None:
    """
    Nor does its own customer: it was sent already, and by the bot.
    """
    paper = await paper_of(owner)
    other = await begin(sign("C-2"))

    for guest in (other, owner):
        assert code_of(await guest.post(files=[paper])) == "file_unknown"


async def test_one_person_with_another_card_reads_the_words_alone(
    owner: Guest, begin: Begin, sign: Any, core: Conversations
) -> None:
    """
    In a thread of two the paper is of the one who has proven to be its customer.
    """
    paper = await paper_of(owner)
    other = await begin(sign("C-2"))
    await other.post(text="hello")
    admin = Admin(core)
    merged = await admin.merge("C-1", "C-2")
    shown = [each for m in await other.thread() for each in m.get("files", ())]
    assert [each["id"] for each in shown] == [paper]

    assert code_of(await read(other, paper)) == "file_unknown"
    assert (await read(owner, paper)).status_code == 200

    # What was asked for while they were one stays its own customer's afterwards.
    again = (await asked(owner))["files"][0]["id"]
    assert code_of(await read(other, again)) == "file_unknown"
    await admin.split(merged)
    assert (await read(owner, again)).status_code == 200
    assert code_of(await read(other, again)) == "file_unknown"


async def test_a_proof_that_is_too_weak_by_now_opens_nothing(
    owner: Guest, core: Conversations, clock: FakeClock
) -> None:
    """
    Though the session goes on: what counts is how sure we are at this moment.
    """
    paper = await paper_of(owner)

    def weaken(connection: Connection) -> None:
        name = sessions.hash_of(owner.session)
        connection.execute(
            table.update().where(table.c.hash == name).values(assurance=1)
        )

    await core.write(weaken)
    refused = await read(owner, paper)

    assert code_of(refused) == "file_unknown"
    nothing = await read(owner, "0" * 32)
    assert refused.content == nothing.content


async def test_with_the_session_the_paper_is_closed(
    owner: Guest, clock: FakeClock
) -> None:
    paper = await paper_of(owner)
    clock.now += sessions.CUSTOMER_IDLE
    refused = await read(owner, paper)

    assert code_of(refused) == "session_expired"


async def test_signing_out_closes_it(owner: Guest) -> None:
    paper = await paper_of(owner)
    await owner.client.delete("/chat/sessions/current", headers=owner.headers)

    assert code_of(await read(owner, paper)) == "session_invalid"


async def test_what_no_reply_names_is_nobodys_and_swept_away(
    owner: Guest, files: Files, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    As after a turn that was worked twice.
    """
    paper = await paper_of(owner)
    made = await files.make(owner.conversation, "Invoice 7", PDF, PAPER)
    assert code_of(await read(owner, made.id)) == "file_unknown"
    folder = settings.data / "files"
    await files.sweep()  # the reply that names it might be under way
    assert _kept(folder) == {paper, made.id}
    monkeypatch.setattr("bot.files.keeping.STRAY_SECONDS", -1)
    await files.sweep()

    assert _kept(folder) == {paper}


async def test_it_is_kept_as_long_as_any_file(
    owner: Guest, files: Files, clock: FakeClock, begin: Begin, sign: Any
) -> None:
    paper = await paper_of(owner)
    clock.now += timedelta(days=10, seconds=1)
    await files.sweep()

    again = await begin(sign("C-1"))
    (shown,) = [each for m in await again.thread() for each in m.get("files", ())]
    assert (shown["id"], shown["gone"]) == (paper, True)
    assert code_of(await read(again, paper)) == "file_gone"


async def test_so_many_are_made_for_a_conversation_in_a_day(
    owner: Guest, core: Conversations, settings: Settings, clock: FakeClock
) -> None:
    """
    Whatever the customer uploads besides.
    """
    folder = Folder(settings.data / "files", least_free=0)
    files = Files(core, folder, per_day=PerDay(made=2))
    thread = owner.conversation
    await files.make(thread, "Invoice 7", PDF, PAPER)
    await asked(owner)
    with pytest.raises(TooMany):
        await files.make(thread, "Invoice 7", PDF, PAPER)
    count, _ = await core.read(
        lambda c: known.uploaded(c, thread, clock() - timedelta(days=1))
    )
    assert count == 0
    clock.now += timedelta(days=1, seconds=1)
    await files.make(thread, "Invoice 7", PDF, PAPER)


def _kept(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("??/*")}
