"""
The same chat over a WebSocket: in order, without gap or repeat.
"""

from __future__ import annotations

import asyncio
import uuid
from dataclasses import replace
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot import wire
from bot.channels.webchat import limits, webchat_routes
from bot.conversations import feed
from bot.conversations.core import Conversations
from bot.settings import Rate, Settings
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket, collect, greet
from tests.fakes.engine import FakeEngine


async def test_a_talk_from_hello_to_answer(app: Starlette, begin: Any) -> None:
    """
    Ready, accepted, the own message, typing, the reply.
    """
    guest = await begin()
    async with Socket(app) as talk:
        ready = await greet(talk, guest, after=0)
        assert ready == {
            "type": "ready",
            "conversation": guest.conversation,
            "seq": 0,
        }
        number = await talk.say("hello")
        frames = [await talk.next("accepted", "message") for _ in range(3)]
        mine, reply = await guest.thread()
        assert {"type": "accepted", "id": number, "seq": 1} in frames
        assert {"type": "message", **reply} in frames
        assert [f["id"] for f in frames if f["type"] == "message" and "id" in f] == [
            mine["id"]
        ]


async def test_typing_is_shown_while_the_engine_works(
    app: Starlette, begin: Any, engine: FakeEngine
) -> None:
    """
    On before the reply, off after it.
    """
    guest = await begin()
    engine.gate.clear()
    async with Socket(app) as talk:
        await greet(talk, guest)
        await talk.say("hello")
        assert (await talk.next("typing"))["on"] is True
        engine.gate.set()
        later = [await talk.next("typing", "message") for _ in range(2)]
        assert [f["type"] for f in later[-2:]] == ["message", "typing"]
        assert later[-1]["on"] is False


async def test_a_cursor_goes_on_where_it_was(app: Starlette, begin: Any) -> None:
    """
    Whatever was said while the connection was away comes, once and in order.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest, after=0)
        await talk.say("one")
        assert await collect(talk, 2) == [1, 2]
    for text in ("second", "third"):
        await guest.ask(text)
    async with Socket(app) as talk:
        assert (await greet(talk, guest, after=2))["seq"] == 6
        assert await collect(talk, 4) == [3, 4, 5, 6]
        await talk.say("four")
        assert await collect(talk, 2) == [7, 8]


async def test_reconnecting_all_the_time_loses_and_repeats_nothing(
    app: Starlette, begin: Any
) -> None:
    """
    A mobile network, say.
    """
    guest = await begin()
    seen: list[int] = []

    async def write() -> None:
        for number in range(25):
            await guest.post(text=str(number))

    writer = asyncio.ensure_future(write())
    while len(seen) < 50:
        async with Socket(app) as talk:
            await greet(talk, guest, after=seen[-1] if seen else 0)
            seen += await collect(talk, min(3, 50 - len(seen)))
    await writer
    assert seen == list(range(1, 51))


async def test_a_fresh_page_gets_the_last_messages_of_a_long_thread(
    app: Starlette, begin: Any
) -> None:
    """
    Without a cursor it is as with GET.
    """
    guest = await begin()
    for number in range(30):
        await guest.ask(str(number))
    async with Socket(app) as talk:
        assert (await greet(talk, guest))["seq"] == 60
        assert await collect(talk, 50) == list(range(11, 61))


async def test_two_tabs_see_the_same(app: Starlette, begin: Any) -> None:
    """
    What one says, the other one shows.
    """
    guest = await begin()
    async with Socket(app) as one, Socket(app) as two:
        await greet(one, guest, after=0)
        await greet(two, guest, after=0)
        await one.say("hello")
        assert await collect(one, 2) == await collect(two, 2) == [1, 2]


async def test_a_repeat_is_accepted_again_and_changes_nothing(
    app: Starlette, begin: Any
) -> None:
    """
    Also over the other way in.
    """
    guest = await begin()
    number = str(uuid.uuid4())
    await guest.post(id=number, text="hello")
    async with Socket(app) as talk:
        await greet(talk, guest, after=2)
        await talk.say("hello", number)
        assert (await talk.next("accepted"))["seq"] == 1
    assert await guest.texts() == ["hello", "echo: hello"]


async def test_a_button_is_pressed_once(app: Starlette, begin: Any) -> None:
    """
    A second message with the same token is refused.
    """
    guest = await begin()
    (asked,) = await guest.ask("buttons")
    token = asked["buttons"][0]["token"]
    async with Socket(app) as talk:
        await greet(talk, guest, after=2)
        for _ in range(2):
            await talk.put(type="message", id=str(uuid.uuid4()), button=token)
        assert (await talk.next("accepted", "error"))["type"] == "accepted"
        assert (await talk.next("error"))["error"]["code"] == "button_used"


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("{", "not_json"),
        ("[]", "not_an_object"),
        (b"\x00", "not_json"),
        ('{"type": "dance"}', "unknown_type"),
        ('{"type": "message", "id": "1", "text": "a"}', "invalid_id"),
        ('{"type": "message", "text": "a", "more": 1}', "unknown_field"),
    ],
    ids=lambda value: ascii(value)[:20],
)
async def test_a_bad_frame_is_refused_and_the_talk_goes_on(
    app: Starlette, begin: Any, frame: Any, code: str
) -> None:
    """
    Nothing is stored of it.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        await talk.put(frame)
        if isinstance(frame, bytes):
            assert await talk.closed() == wire.BAD_FRAME_CLOSE
            return
        refused = await talk.next("error")
        assert refused["error"]["code"] == code
        await talk.say("hello")
        await talk.next("accepted")
    assert "hello" in await guest.texts()


async def test_a_refused_message_is_told_with_its_id(
    app: Starlette, begin: Any
) -> None:
    """
    So that the client knows which one.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        number = await talk.say("   ")
        refused = await talk.next("error")
        assert (refused["id"], refused["error"]["code"]) == (number, "text_empty")


async def test_a_slow_client_is_not_sent_ahead(
    app: Starlette, begin: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    One frame is on its way at a time; one that takes none is cut off.
    """
    monkeypatch.setattr(wire, "SEND_SECONDS", 0.3)
    guest = await begin()
    for number in range(10):
        await guest.ask(str(number))
    async with Socket(app) as talk:
        sent = talk.sent
        talk.open.clear()
        await talk.put(type="hello", session=guest.session, after=0)
        await asyncio.sleep(0.05)
        assert talk.sent == sent
        await asyncio.wait_for(talk._task, 5)


async def test_that_the_customer_writes_is_the_desks_to_know_and_forgotten(
    app: Starlette, begin: Any, core: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Off at the message, or by itself where no more is heard.
    """
    monkeypatch.setattr(feed, "WRITING_SECONDS", 0.1)
    guest = await begin()
    topic = feed.at_desk(guest.conversation)
    with core.feed.watch(topic) as watch, core.feed.watch(guest.conversation) as own:
        async with Socket(app) as talk:
            await greet(talk, guest)
            await talk.put(type="typing", on=True)
            assert await watch.wait(5)
            assert (watch.writing, own.writing) == ("", None)
            assert await watch.wait(5)
            assert watch.writing is None
            await talk.put(type="typing", on=True)
            assert await watch.wait(5)
            await talk.say("hello")
            while watch.writing is not None:
                assert await watch.wait(5)
            assert await collect(talk, 1) == [1]


async def test_a_person_who_writes_is_shown_by_name(
    app: Starlette, begin: Any, core: Conversations
) -> None:
    """
    And the bot beside them as ever.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        core.feed.agent_writes(guest.conversation, "سارا")
        shown = {"type": "typing", "on": True, "who": "agent", "name": "سارا"}
        assert await talk.get() == shown
        core.feed.agent_writes(guest.conversation, None)
        assert await talk.get() == {"type": "typing", "on": False, "who": "agent"}


async def test_writing_costs_no_messages(app: Starlette, begin: Any) -> None:
    """
    Too much of it is nothing, and nonsense is refused.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        await talk.put(type="typing", on="yes")
        assert (await talk.next("error"))["error"]["code"] == "invalid_field"
        for _ in range(200):
            await talk.put(type="typing", on=True)
        # By now nobody looks at it, be it nonsense or not.
        await talk.put(type="typing", on="yes")
        await talk.say("hello")
        assert (await talk.next("accepted", "error"))["seq"] == 1


@pytest.mark.parametrize(
    "frame", ['{"type": "typing", "on": 5}', "nonsense", '{"type": "x"}']
)
async def test_a_flood_ends_the_connection(
    core: Conversations, settings: Settings, frame: str
) -> None:
    """
    Whatever it is of, and also if it comes over one connection after the other.
    """
    few = replace(settings, chat_rate_session=Rate(1, 60))
    app = Starlette(routes=webchat_routes(core, few))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://chat") as client:
        guest = Guest(client, (await client.post("/chat/sessions", json={})).json())
        most = limits.FLOOD * (1 + limits.TYPING_PER_SESSION.count)
        for count in (most + 1, 1):
            async with Socket(app) as talk:
                assert (await greet(talk, guest))["type"] == "ready"
                for _ in range(count):
                    await talk.put(frame)
                assert await talk.closed() == wire.TOO_MANY_CLOSE
        other = Guest(client, (await client.post("/chat/sessions", json={})).json())
        async with Socket(app) as talk:
            await greet(talk, other)
            await talk.say("hello")
            assert (await talk.next("accepted"))["seq"] == 1
