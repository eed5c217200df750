"""
An abuser is stopped, hears so once, and may write again in time.
"""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import jwt
import pytest

from bot.accounts.rights import Role
from bot.channels.webchat import webchat_routes
from bot.conversations import counters, feed
from bot.conversations.errors import Blocked
from bot.conversations.handoffs import standing
from bot.conversations.handoffs.standing import Handoff
from bot.desk.telling import Telling
from bot.desk.web.blocks import block_routes
from bot.files.folder import Folder
from bot.files.keeping import Files
from bot.settings import Secret, Settings
from tests.bot.accounts.web import app_of
from tests.bot.both import address
from tests.bot.channels.webchat.guests import KEY, Guest
from tests.bot.channels.webchat.sockets import Socket, greet
from tests.bot.conversations.builders import eventually, say, texts
from tests.bot.desk.counter import SHOP, Agent, Counter, counter, refused_to_others

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

TOLD = "utter_desk_blocked fa"
AGAIN = "utter_desk_unblocked fa"
WHY = {"minutes": 60, "why": "ناسزا"}


@pytest.fixture
async def desk(address: str, tmp_path: Path) -> AsyncIterator[Counter]:
    """
    A desk that can block, beside the web chat.
    """

    def routes(made: Counter) -> list:
        telling = Telling(
            lambda response, language, **_: f"{response} {language}",
            clock=made.house.clock,
            zone=SHOP.time_zone,
        )
        files = Files(made.core, Folder(tmp_path / "files", least_free=0))
        settings = Settings(data=tmp_path, chat_jwt_secret=Secret(KEY))
        return [
            *webchat_routes(made.core, settings, files=files),
            *block_routes(made.guard, made.accounts, made.core, telling),
        ]

    async with counter(address, routes) as made:
        yield made


def path(found: Handoff, deed: str = "block") -> str:
    """
    Where it is done.
    """
    return f"/desk/api/handoffs/{found.number}/{deed}"


async def stopped(desk: Counter, found: Handoff) -> bool:
    """
    Whether what they write is refused.
    """
    try:
        await say(desk.core, found.conversation, "hello")
    except Blocked:
        return True
    return False


async def test_they_hear_it_once_and_what_they_write_is_dropped_and_counted(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    answer = (await sara.post(path(found), **WHY)).json()["blocked"]
    assert (answer["why"], answer["until"]) == ("ناسزا", "2026-11-22T09:30:00.000Z")
    before = await texts(desk.core, found.conversation)
    assert before[-1] == TOLD
    for _ in range(3):
        assert await stopped(desk, found)
    # Blocking for longer is no news to them.
    await sara.post(path(found), minutes=None, why="more of it")
    assert await texts(desk.core, found.conversation) == before
    assert (await desk.core.counts())[counters.BLOCKED_MESSAGES] == 3
    entries = await desk.log("customer.blocked")
    assert [each.details["why"] for each in entries] == ["more of it", "ناسزا"]
    assert entries[0].subject == f"conversation:{found.conversation}"


async def test_it_ends_by_itself(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    await sara.post(path(found), **WHY)
    desk.house.clock.advance(minutes=59, seconds=59)
    assert await stopped(desk, found)
    desk.house.clock.advance(seconds=1)
    assert not await stopped(desk, found)


async def test_for_good_is_until_somebody_lifts_it(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    await sara.post(path(found), minutes=None, why="again and again")
    desk.house.clock.advance(days=400)
    assert await stopped(desk, found)
    mina = await desk.agent("mina", Role.LEAD)
    answer = await mina.post(path(found, "unblock"))
    assert answer.json() == {"blocked": None}
    assert not await stopped(desk, found)
    said = await texts(desk.core, found.conversation)
    assert said.count(AGAIN) == 1
    # Lifting what is not there is nothing, and told to nobody.
    await mina.post(path(found, "unblock"))
    assert (await texts(desk.core, found.conversation)).count(AGAIN) == 1
    assert len(await desk.log("customer.unblocked")) == 1
    # Blocked anew, they hear it anew.
    await mina.post(path(found), **WHY)
    said = await texts(desk.core, found.conversation)
    assert said.count(TOLD) == 2


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({"minutes": 0, "why": "x"}, "bad_minutes"),
        ({"minutes": True, "why": "x"}, "bad_minutes"),
        ({"minutes": "9", "why": "x"}, "bad_minutes"),
        ({"minutes": 10**9, "why": "x"}, "bad_minutes"),
        ({"minutes": 5}, "bad_why"),
        ({"minutes": 5, "why": " "}, "bad_why"),
        ({"minutes": 5, "why": "\0"}, "bad_why"),
        ({"minutes": 5, "why": "a\ud800"}, "bad_why"),
    ],
)
async def test_it_takes_a_time_and_a_reason(
    desk: Counter, body: dict[str, object], error: str
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    answer = await sara.post(path(found), **body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert not await stopped(desk, found)


async def test_others_block_nobody(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    await refused_to_others(desk, found, "POST", path(found), **WHY)
    assert not await stopped(desk, found)
    await sara.post(path(found), **WHY)
    other = await desk.agent("third")
    assert (await other.post(path(found, "unblock"))).status_code == 404
    assert await stopped(desk, found)


async def guest(desk: Counter, token: str | None = None) -> Guest:
    """
    A browser in the web chat.
    """
    client = httpx.AsyncClient(
        transport=httpx.ASGITransport(app_of(desk.routes)), base_url="http://chat"
    )
    body = {"customer_token": token} if token else {}
    begun = await client.post("/chat/sessions", json=body)
    assert begun.status_code == 201, begun.text
    return Guest(client, begun.json())


async def asks_for_a_person(desk: Counter, guest: Guest, sara: Agent) -> Handoff:
    """
    A guest waits, and the agent comes.
    """
    await guest.post(text="person")

    async def waits() -> bool:
        return (await desk.house.owner(guest.conversation))[0] == "queue"

    await eventually(waits)
    found = await desk.core.read(lambda c: standing.opened(c, guest.conversation))
    assert found is not None
    return await desk.core.desk.claim(found.number, str(sara.id))


async def test_in_the_web_chat_they_read_it_and_are_refused(desk: Counter) -> None:
    sara = await desk.agent("sara")
    visitor = await guest(desk)
    found = await asks_for_a_person(desk, visitor, sara)
    await sara.post(path(found), **WHY)
    said = await visitor.texts()
    assert said[-1].startswith("utter_desk_blocked")
    refused = await visitor.post(text="you idiots")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "blocked"
    # The agent is spared it, and so is the thread.
    assert await visitor.texts() == said
    # What had been taken before is still answered as taken.
    known = str(uuid.uuid4())
    await sara.post(path(found, "unblock"))
    first = (await visitor.post(id=known, text="sorry")).json()
    await sara.post(path(found), **WHY)
    assert (await visitor.post(id=known, text="sorry")).json() == first


async def test_they_upload_nothing_and_nobody_sees_them_write(desk: Counter) -> None:
    sara = await desk.agent("sara")
    visitor = await guest(desk)
    found = await asks_for_a_person(desk, visitor, sara)

    async def upload() -> httpx.Response:
        return await visitor.client.post(
            "/chat/files", content=b"words", headers=visitor.headers
        )

    app = app_of(desk.routes)
    topic = feed.at_desk(found.thread)
    assert (await upload()).status_code == 201
    await sara.post(path(found), **WHY)
    refused = await upload()
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, "blocked")
    with desk.core.feed.watch(topic) as watch:
        async with Socket(app) as talk:
            await greet(talk, visitor)
            await talk.put(type="typing", on=True)
            assert not await watch.wait(0.2)
            assert watch.writing is None
            await sara.post(path(found, "unblock"))
            await talk.put(type="typing", on=True)

            async def writing() -> bool:
                return watch.writing == ""

            await eventually(writing)
    assert (await upload()).status_code == 201


async def test_signing_in_does_not_lift_it(desk: Counter) -> None:
    sara = await desk.agent("sara")
    known = await desk.waiting()  # customer 7 has a conversation of their own
    visitor = await guest(desk)
    found = await asks_for_a_person(desk, visitor, sara)
    await sara.post(path(found), **WHY)
    now = int(desk.house.clock().timestamp())
    claims = {"sub": "7", "aud": "hamyar", "iat": now, "exp": now + 60, "jti": "one"}
    token = jwt.encode(claims, KEY, algorithm="HS256")
    begun = await visitor.client.post(
        "/chat/sessions", json={"customer_token": token}, headers=visitor.headers
    )
    assert begun.status_code == 201, begun.text
    signed_in = Guest(visitor.client, begun.json())
    assert signed_in.conversation == known.conversation
    refused = await signed_in.post(text="me again")
    assert refused.json()["error"]["code"] == "blocked"
