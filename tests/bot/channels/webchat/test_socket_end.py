"""
What ends a WebSocket, and what never becomes one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from starlette.applications import Starlette

from bot import wire
from bot.channels.webchat import limits, socket
from bot.conversations.core import Conversations
from tests.bot.channels.webchat.guests import ORIGIN
from tests.bot.channels.webchat.sockets import Closed, Socket, greet
from tests.fakes.clock import FakeClock


async def test_a_frame_that_is_too_large_ends_it(app: Starlette, begin: Any) -> None:
    """
    Nothing of it is parsed.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        await talk.put("x" * 70_000)
        assert await talk.closed() == wire.TOO_BIG_CLOSE


@pytest.mark.parametrize(
    "hello",
    [
        {"type": "message"},
        {"type": "hello", "session": "s", "more": 1},
        {"type": "hello", "session": "s", "after": "1"},
        {"type": "hello", "session": "s", "after": True},
        {"type": "hello", "session": "s", "after": -(2**31)},
        {"type": "hello", "session": "s", "after": 2**31},
    ],
)
async def test_a_bad_hello_ends_it(app: Starlette, hello: dict[str, Any]) -> None:
    """
    With the error first, then the close.
    """
    async with Socket(app) as talk:
        await talk.put(**hello)
        assert (await talk.get())["type"] == "error"
        assert await talk.closed() == wire.BAD_FRAME_CLOSE


@pytest.mark.parametrize(
    "session", ["", "x", "\ud800", "s" * 1000, None], ids=lambda s: ascii(s)[:10]
)
async def test_a_bad_session_ends_it(app: Starlette, session: Any) -> None:
    """
    There is no way in without one.
    """
    async with Socket(app) as talk:
        await talk.put(type="hello", session=session)
        assert (await talk.get())["error"]["code"].startswith("session_")
        assert await talk.closed() == wire.SIGNED_OUT_CLOSE


async def test_no_hello_in_time_ends_it(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    A connection that says nothing holds no place.
    """
    monkeypatch.setattr(socket, "HELLO_SECONDS", 0.02)
    async with Socket(app) as talk:
        assert (await talk.get())["error"]["code"] == "hello_expected"
        assert await talk.closed() == wire.HELLO_CLOSE


async def test_signing_out_ends_every_socket_of_the_session(
    app: Starlette, begin: Any, sign: Callable[..., str]
) -> None:
    """
    The customer's other browser stays signed in.
    """
    here, there = await begin(sign("sara")), await begin(sign("sara"))
    async with Socket(app) as one, Socket(app) as two, Socket(app) as other:
        await greet(one, here)
        await greet(two, here)
        await greet(other, there)
        await here.client.delete("/chat/sessions/current", headers=here.headers)
        for talk in (one, two):
            assert (await talk.get())["type"] == "signed_out"
            assert await talk.closed() == wire.SIGNED_OUT_CLOSE
        await there.post(text="mine")
        assert (await other.next("message"))["text"] == "mine"
        assert one._to_client.empty()


async def test_an_ended_session_sees_nothing_even_if_nobody_tells(
    app: Starlette, begin: Any, core: Conversations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Another replica ended it: the next look at the thread finds out.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        monkeypatch.setattr(core.feed, "signed_out", lambda _name: None)
        await guest.client.delete("/chat/sessions/current", headers=guest.headers)
        core.feed.message(guest.conversation, 99)
        assert (await talk.get())["type"] == "signed_out"


async def test_a_session_that_expires_ends_its_socket(
    app: Starlette, begin: Any, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    At the latest when it is looked at after a long silence.
    """
    monkeypatch.setattr(socket, "CHECK_SECONDS", 0.02)
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        clock.advance(days=31)
        assert (await talk.get())["error"]["code"] == "session_expired"
        assert await talk.closed() == wire.SIGNED_OUT_CLOSE


async def test_signing_in_ends_the_strangers_socket(
    app: Starlette, begin: Any, sign: Callable[..., str]
) -> None:
    """
    The other tab is told to come back with the new session.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        await begin(sign("sara"), guest)
        assert (await talk.get())["type"] == "signed_out"


async def test_a_foreign_page_gets_no_connection(app: Starlette) -> None:
    """
    The listed ones, the server's own and programs do.
    """
    for origin in (None, ORIGIN, "http://hamyar.example", "https://hamyar.example"):
        async with Socket(app, origin=origin):
            pass
    for origin in ("https://evil.example", "null", "https://shop.example.evil", ""):
        with pytest.raises(Closed):
            async with Socket(app, origin=origin):
                pass


async def test_a_session_has_so_many_sockets_and_no_more(
    app: Starlette, begin: Any
) -> None:
    """
    And gets its places back.
    """
    guest = await begin()
    talks = [Socket(app) for _ in range(limits.WATCHES_PER_SESSION)]
    for talk in talks:
        await talk.__aenter__()
        assert (await greet(talk, guest))["type"] == "ready"
    async with Socket(app) as one_more:
        refused = await greet(one_more, guest)
        assert refused["error"]["code"] == "too_many_requests"
        assert refused["error"]["retry_after"] > 0
        assert await one_more.closed() == wire.TOO_MANY_CLOSE
    for talk in talks:
        await talk.__aexit__()
    async with Socket(app) as again:
        assert (await greet(again, guest))["type"] == "ready"


async def test_a_server_that_stops_says_so(
    app: Starlette, begin: Any, core: Conversations
) -> None:
    """
    The client is to come back.
    """
    guest = await begin()
    async with Socket(app) as talk:
        await greet(talk, guest)
        core.feed.close()
        assert await talk.closed() == wire.RESTART_CLOSE
