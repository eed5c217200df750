"""
Saying something and reading the thread over HTTP.
"""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.webchat import sessions, webchat_routes
from bot.conversations import history, inbox, turns
from bot.conversations.core import Conversations
from bot.settings import Settings
from tests.bot.channels.webchat.guests import Guest
from tests.fakes.engine import ORDER_CARD, FakeEngine, apology


async def test_a_message_is_accepted_answered_and_read(begin: Any) -> None:
    """
    The whole way once.
    """
    guest = await begin()
    number = str(uuid.uuid4())
    response = await guest.post(id=number, text="  hello ")
    assert response.status_code == 202
    assert response.json() == {"id": number, "seq": 1}
    page = (await guest.get(after=1, wait=5)).json()
    assert [m["text"] for m in page["messages"]] == ["echo: hello"]
    mine, reply = await guest.thread()
    assert mine == {
        "seq": 1,
        "author": "customer",
        "text": "hello",
        "lang": "en",
        "buttons": [],
        "cards": [],
        "at": "2026-01-01T00:00:00.000Z",
        "id": number,
    }
    assert set(reply) == set(mine) - {"id"}
    assert reply["author"] == "bot"


async def test_words_arrive_as_they_were_written(begin: Any) -> None:
    """
    Persian with its joiners, Arabic, emoji and lines.
    """
    guest = await begin()
    text = "می‌خواهم سفارشم را ببینم\nأين طلبي؟ 👩‍👩‍👧 ۱۲۳ /restart"
    await guest.ask(text)
    assert await guest.texts() == [text, f"echo: {text}"]


async def test_a_repeat_gets_the_same_answer(begin: Any) -> None:
    """
    Also if it says something else by now, in capitals.
    """
    guest = await begin()
    number = str(uuid.uuid4())
    first = await guest.post(id=number, text="hello")
    again = await guest.post(id=number.upper(), text="something else")
    assert (again.status_code, again.json()) == (202, first.json())
    await guest.get(after=1, wait=5)
    assert await guest.texts() == ["hello", "echo: hello"]


class TestButtons:
    """
    A quick reply is pressed once.
    """

    async def asked(self, guest: Guest) -> list[dict[str, Any]]:
        """
        Give the buttons of a reply.
        """
        (reply,) = await guest.ask("buttons")
        buttons: list[dict[str, Any]] = reply["buttons"]
        return buttons

    async def test_a_pressed_one_is_shown_as_used(
        self, begin: Any, engine: FakeEngine
    ) -> None:
        """
        A page loaded anew has the others alive, with the same tokens.
        """
        guest = await begin()
        first, second = await self.asked(guest)
        assert (first["title"], second["title"]) == ("first", "second")
        pressed = await guest.post(button=first["token"])
        assert pressed.status_code == 202
        await guest.get(after=3, wait=5)
        thread = await guest.thread()
        assert thread[1]["buttons"] == [{"title": "first", "used": True}, second]
        assert (thread[2]["author"], thread[2]["text"]) == ("customer", "first")
        assert thread[3]["text"] == "chosen: pick"
        assert "pick" not in str(thread[:3])

    async def test_the_same_id_again_is_a_repeat_another_one_is_refused(
        self, begin: Any
    ) -> None:
        """
        As with any message.
        """
        guest = await begin()
        token = (await self.asked(guest))[0]["token"]
        number = str(uuid.uuid4())
        answers = [await guest.post(id=number, button=token) for _ in range(2)]
        assert [a.status_code for a in answers] == [202, 202]
        assert answers[0].json() == answers[1].json()
        refused = await guest.post(button=token)
        assert refused.status_code == 409
        assert refused.json()["error"]["code"] == "button_used"

    async def test_nobody_elses_button_can_be_pressed(self, begin: Any) -> None:
        """
        A foreign token sounds like one that never was, and stays good.
        """
        mine, theirs = await begin(), await begin()
        token = (await self.asked(theirs))[0]["token"]
        foreign = await mine.post(button=token)
        unknown = await mine.post(button="x" * len(token))
        assert foreign.status_code == unknown.status_code == 404
        assert foreign.json() == unknown.json()
        assert await mine.thread() == []
        assert (await theirs.post(button=token)).status_code == 202


async def test_cards_are_written_with_all_their_fields(begin: Any) -> None:
    """
    As the engine made them.
    """
    (reply,) = await (await begin()).ask("card")
    (card,) = reply["cards"]
    assert card == {
        "kind": "order",
        "id": "12345",
        "title": "Order 12345",
        "status": "on its way",
        "state": "shipped",
        "rows": [
            {"label": "Carrier", "value": "Post"},
            {"label": "Tracking code", "value": "TR-1"},
        ],
        "items": ["Shoes"],
        "steps": ["placed", "shipped", "delivered"],
        "step": ORDER_CARD.step,
        "image": "",
    }


class TestPages:
    """
    A fresh client gets the end of the thread and steps back; a cursor reads on.
    """

    @pytest.fixture
    async def guest(self, begin: Any, engine: FakeEngine) -> Guest:
        """
        Give a guest with a thread of 120 messages.
        """
        guest: Guest = await begin()
        for number in range(60):
            await guest.post(text=str(number))
        while (await guest.get(after=119, wait=5)).json()["messages"] == []:
            pass
        return guest

    async def seqs(self, guest: Guest, **query: Any) -> tuple[list[int], bool]:
        """
        Give the seqs of a page, and whether there is more.
        """
        page = (await guest.get(**query)).json()
        return [m["seq"] for m in page["messages"]], page["more"]

    async def test_the_last_ones_first_then_back_to_the_beginning(
        self, guest: Guest
    ) -> None:
        """
        Every page in the order of the thread.
        """
        assert await self.seqs(guest) == (list(range(71, 121)), True)
        assert await self.seqs(guest, before=71) == (list(range(21, 71)), True)
        assert await self.seqs(guest, before=21) == (list(range(1, 21)), False)
        assert await self.seqs(guest, before=1) == ([], False)

    async def test_a_cursor_reads_on(self, guest: Guest) -> None:
        """
        Oldest first, in larger steps.
        """
        assert await self.seqs(guest, after=0) == (list(range(1, 101)), True)
        assert await self.seqs(guest, after=100) == (list(range(101, 121)), False)
        assert await self.seqs(guest, after=120) == ([], False)


class TestWaiting:
    """
    A long poll ends with the first message, or when its time is up.
    """

    async def test_a_message_ends_the_wait(
        self, begin: Any, engine: FakeEngine
    ) -> None:
        """
        Typing does not.
        """
        guest = await begin()
        poll = asyncio.ensure_future(guest.get(after=1, wait=20))
        await asyncio.sleep(0.02)
        engine.gate.clear()
        await guest.post(text="hello")
        await asyncio.sleep(0.05)
        assert not poll.done()
        engine.gate.set()
        page = (await asyncio.wait_for(poll, 5)).json()
        assert [m["seq"] for m in page["messages"]] == [2]

    async def test_a_message_that_comes_while_reading_ends_the_wait(
        self, begin: Any, core: Conversations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        After the look into the database, before the wait for news.
        """
        guest = await begin()
        looks = 0
        read = core.read

        async def read_and_then(work: Callable[[Any], Any]) -> Any:
            nonlocal looks
            looks += 1
            found = await read(work)
            if looks == 2:
                await guest.post(text="hello")
            return found

        monkeypatch.setattr(core, "read", read_and_then)
        poll = asyncio.ensure_future(guest.get(after=0, wait=20))
        page = (await asyncio.wait_for(poll, 5)).json()
        assert page["messages"][0]["text"] == "hello"

    async def test_an_empty_thread_can_be_waited_for(self, begin: Any) -> None:
        """
        Without a cursor too.
        """
        guest = await begin()
        poll = asyncio.ensure_future(guest.get(wait=20))
        await asyncio.sleep(0.02)
        await guest.post(text="hello")
        page = (await asyncio.wait_for(poll, 5)).json()
        assert page["messages"][0]["text"] == "hello"

    async def test_time_runs_out(self, begin: Any) -> None:
        """
        With nothing.
        """
        guest = await begin()
        page = (await guest.get(after=0, wait=0.05)).json()
        nothing = {"messages": [], "more": False}
        assert page == {"conversation": guest.conversation, **nothing}

    async def test_signing_out_ends_it(self, begin: Any) -> None:
        """
        With the same answer as any other request of that session.
        """
        guest = await begin()
        poll = asyncio.ensure_future(guest.get(after=0, wait=20))
        await asyncio.sleep(0.05)
        await guest.client.delete("/chat/sessions/current", headers=guest.headers)
        response = await asyncio.wait_for(poll, 5)
        assert response.status_code == 401
        assert response.json()["error"]["code"] == "session_invalid"

    async def test_the_end_of_the_server_ends_it(
        self, begin: Any, core: Conversations
    ) -> None:
        """
        So that nobody holds up a restart.
        """
        guest = await begin()
        poll = asyncio.ensure_future(guest.get(after=0, wait=20))
        await asyncio.sleep(0.05)
        core.feed.close()
        assert (await asyncio.wait_for(poll, 5)).json()["messages"] == []


async def test_a_crash_between_accept_and_answer_loses_nothing(
    settings: Settings, engine: FakeEngine
) -> None:
    """
    The answer is there after the next start.
    """
    engine.gate.clear()

    async def with_core(do: Callable[[httpx.AsyncClient], Any]) -> Any:
        core = await Conversations.open(
            settings.database, engine=engine, apology=apology
        )
        await core.start()
        app = Starlette(routes=webchat_routes(core, settings))
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://h") as it:
            outcome = await do(it)
        await core.stop(grace=0)
        return outcome

    async def ask(client: httpx.AsyncClient) -> dict[str, str]:
        begun: dict[str, str] = (await client.post("/chat/sessions")).json()
        assert (await Guest(client, begun).post(text="hello")).status_code == 202
        return begun

    begun = await with_core(ask)
    engine.gate.set()

    async def read(client: httpx.AsyncClient) -> list[str]:
        guest = Guest(client, begun)
        await guest.get(after=1, wait=5)
        return await guest.texts()

    assert await with_core(read) == ["hello", "echo: hello"]


async def test_the_length_of_the_thread_does_not_matter(
    begin: Any, core: Conversations
) -> None:
    """
    No statement of a turn reads more than the pages asked for: all use an index.
    """
    guest = await begin()
    await guest.ask("buttons")
    plans: list[str] = []

    def explain(connection: Any) -> None:
        for table, column in (
            ("messages", "conversation = 'x' AND seq > 5"),
            ("inbox", "conversation = 'x' AND status = 'pending'"),
            ("inbox", "channel = 'a' AND scope = 'b' AND external_id = 'c'"),
            ("buttons", "token_hash = 'x'"),
            ("buttons", "message IN (1)"),
            ("web_sessions", "hash = 'x'"),
            ("joined_threads", "conversation = 'x'"),
            ("joined_threads", "thread = 'x'"),
        ):
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column}"  # noqa: S608
            )
            plans.append(" ".join(str(row) for row in rows))
        asked = {"conversation": "x", "hash": "x", "item": 1, "seq": 5, "most": 51}
        for statement in (
            inbox._LOCK,
            turns._PLACE,
            sessions._FIND,
            history._AFTER,
            history._BEFORE,
        ):
            asking = statement.compile(
                connection, compile_kwargs={"render_postcompile": True}
            )
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {asking}",
                tuple(asked.get(name, 0) for name in asking.positiontup),
            )
            plans.append(" ".join(str(row) for row in rows))

    await core.read(explain)
    assert all("SEARCH" in plan and "SCAN" not in plan for plan in plans), plans
