"""
Saying something and reading the thread over HTTP.
"""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from starlette.applications import Starlette

from bot.channels.webchat import webchat_routes
from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.incoming import parse_message, parse_object
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
        page = (await (await begin()).get(after=0, wait=0.05)).json()
        assert page == {"messages": [], "more": False}

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


class TestBadInput:
    """
    A 4xx with a code; nothing is stored of it but the count.
    """

    NUMBER = str(uuid.uuid4())

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"", "not_json"),
            (b"{", "not_json"),
            (b"\xff\xfe", "not_json"),
            (b'{"a": NaN}', "not_json"),
            (b"[" * 50_000, "not_json"),
            (b"1" * 6_000, "not_json"),
            (b'"text"', "not_an_object"),
            (b"null", "not_an_object"),
            ({}, "invalid_id"),
            ({"id": "1", "text": "a"}, "invalid_id"),
            ({"id": 1, "text": "a"}, "invalid_id"),
            ({"id": NUMBER + "\n", "text": "a"}, "invalid_id"),
            ({"id": NUMBER}, "text_or_button"),
            ({"id": NUMBER, "text": "a", "button": "b"}, "text_or_button"),
            ({"id": NUMBER, "text": "a", "intent": "x"}, "unknown_field"),
            ({"id": NUMBER, "text": 5}, "invalid_field"),
            ({"id": NUMBER, "text": None}, "invalid_field"),
            ({"id": NUMBER, "text": ["a"]}, "invalid_field"),
            ({"id": NUMBER, "text": ""}, "text_empty"),
            ({"id": NUMBER, "text": " \t\n\u200c\u200f\u3000"}, "text_empty"),
            ({"id": NUMBER, "text": "a" * 4001}, "text_too_long"),
            ({"id": NUMBER, "text": "a\0b"}, "invalid_text"),
            (b'{"id":"%s","text":"\\ud800"}' % NUMBER.encode(), "invalid_text"),
            ({"id": NUMBER, "button": ""}, "invalid_field"),
            ({"id": NUMBER, "button": "x" * 101}, "invalid_field"),
            ({"id": NUMBER, "button": {"intent": "x"}}, "invalid_field"),
            (b'{"id":"%s","button":"\\ud800"}' % NUMBER.encode(), "button_unknown"),
        ],
        ids=lambda value: ascii(value)[:30],
    )
    async def test_it_is_refused(
        self, begin: Any, core: Conversations, body: Any, code: str
    ) -> None:
        """
        With the one form of errors.
        """
        guest = await begin()
        how = {"content": body} if isinstance(body, bytes) else {"json": body}
        response = await guest.client.post(
            "/chat/messages",
            headers={**guest.headers, "Content-Type": "application/json"},
            **how,
        )
        assert 400 <= response.status_code < 500
        assert set(response.json()["error"]) == {"code", "message"}
        assert response.json()["error"]["code"] == code
        assert await guest.thread() == []
        assert await core.counts() == {f"refused_{code}": 1}

    async def test_four_thousand_characters_are_taken(self, begin: Any) -> None:
        """
        And not one more, whatever they weigh.
        """
        guest = await begin()
        assert (await guest.post(text="ش" * 4000)).status_code == 202
        assert (await guest.post(text="ش" * 4001)).status_code == 400

    async def test_a_body_that_is_too_large_is_not_read(self, begin: Any) -> None:
        """
        Neither one that says so nor one that does not.
        """
        guest = await begin()
        read = 0

        async def endless() -> Any:
            nonlocal read
            while True:
                read += 8192
                yield b" " * 8192

        for content in (b" " * 65_537, endless()):
            response = await guest.client.post(
                "/chat/messages",
                content=content,
                headers={**guest.headers, "Content-Type": "application/json"},
            )
            assert response.status_code == 413
            assert response.json()["error"]["code"] == "body_too_large"
        assert read < 1_000_000

    @pytest.mark.parametrize("kind", ["text/plain", "application/jsonx", ""])
    async def test_only_json_is_taken(self, begin: Any, kind: str) -> None:
        """
        A form on somebody's page cannot send it.
        """
        guest = await begin()
        response = await guest.client.post(
            "/chat/messages",
            content=b"{}",
            headers={**guest.headers, "Content-Type": kind},
        )
        assert response.status_code == 415
        assert response.json()["error"]["code"] == "unsupported_media_type"

    @pytest.mark.parametrize(
        "query",
        [
            {"after": "-1"},
            {"after": "x"},
            {"after": ""},
            {"after": "1.5"},
            {"after": "۱"},
            {"after": str(2**31)},
            {"after": "9" * 50},
            {"before": "-1"},
            {"before": "5", "after": "1"},
            {"before": "5", "wait": "1"},
            {"wait": "26"},
            {"wait": "nan"},
            {"wait": "-1"},
            {"wait": "1e1"},
            {"limit": "5"},
        ],
        ids=str,
    )
    async def test_a_bad_query_is_refused(
        self, begin: Any, query: dict[str, str]
    ) -> None:
        """
        Rather than guessed at.
        """
        response = await (await begin()).get(**query)
        assert response.status_code == 400
        assert response.json()["error"]["code"] in ("invalid_query", "unknown_field")

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/chat/nothing", 404, "not_found"),
            ("GET", "/chat/", 404, "not_found"),
            ("GET", "/chat/messages/", 404, "not_found"),
            ("PUT", "/chat/messages", 405, "method_not_allowed"),
            ("GET", "/chat/sessions", 405, "method_not_allowed"),
            ("POST", "/chat/sessions/current", 405, "method_not_allowed"),
            ("GET", "/chat/ws", 404, "not_found"),
        ],
    )
    async def test_what_is_not_there_is_told_in_the_same_form(
        self, client: httpx.AsyncClient, method: str, path: str, status: int, code: str
    ) -> None:
        """
        Everything under /chat answers alike.
        """
        response = await client.request(method, path)
        assert response.status_code == status
        assert response.json()["error"]["code"] == code

    async def test_trouble_of_ours_is_told_in_the_same_form(
        self, begin: Any, core: Conversations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        With nothing of what went wrong inside.
        """
        guest = await begin()

        async def broken(_incoming: object) -> None:
            raise RuntimeError("secret detail")

        monkeypatch.setattr(core, "accept", broken)
        response = await guest.post(text="hello")
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "unavailable"
        assert "secret" not in response.text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=50)
    | st.sampled_from([str(uuid.UUID(int=7)), "hello", "\ud800", "\0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(["id", "text", "button", "customer_token", "type"])
BODIES = st.dictionaries(FIELDS | st.text(max_size=5), JSON, max_size=4)


class TestFuzz:
    """
    Whatever comes in, the answer is never a 5xx.
    """

    @given(data=st.binary(max_size=300) | st.text(max_size=300))
    def test_any_bytes_are_an_object_or_refused(self, data: bytes | str) -> None:
        """
        The parser is total.
        """
        with suppress(ChatError):
            parse_message(parse_object(data))

    async def test_any_json_is_taken_or_refused(self, begin: Any) -> None:
        """
        Through the whole application.
        """
        guest = await begin()
        bodies: list[Any] = []

        @how(
            max_examples=150,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(BODIES | JSON)
        def gather(body: Any) -> None:
            bodies.append(body)

        gather()
        for body in bodies:
            for path in ("/chat/messages", "/chat/sessions"):
                response = await guest.client.post(
                    path,
                    content=json.dumps(body),
                    headers={**guest.headers, "Content-Type": "application/json"},
                )
                assert response.status_code < 500, (path, body)


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
        ):
            rows = connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN SELECT * FROM {table} WHERE {column}"  # noqa: S608
            )
            plans.append(" ".join(str(row) for row in rows))

    await core.read(explain)
    assert all("SEARCH" in plan and "SCAN" not in plan for plan in plans), plans
