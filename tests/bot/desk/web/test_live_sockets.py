"""
Sockets of the desk: who is let in, slow, bad and dying ones, and who is thereby there.
"""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot import wire
from bot.desk import presence
from bot.desk.rounds import Rounds
from bot.desk.web import live
from tests.bot.channels.webchat.sockets import Closed, Socket
from tests.bot.conversations.builders import eventually, say
from tests.bot.desk.house import SETTINGS
from tests.bot.desk.web.seats import HOST, Desk
from tests.bot.desk.web.watching import hello, watch


async def test_who_is_signed_out_hears_no_more_within_seconds(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CHECK_SECONDS", 0.05)
    sara = await desk.seat("sara")
    async with sara.live() as talk:
        await hello(talk)
        await desk.accounts.sign_out(sara.secret, "")
        assert (await talk.next("signed_out"))["type"] == "signed_out"
        assert await talk.closed() == 4401


async def test_strangers_and_other_pages_are_not_let_in(desk: Desk) -> None:
    sara = await desk.seat("sara")
    for more, code in (
        ({"cookie": "hamyar-desk=nonsense"}, 4401),
        ({"cookie": ""}, 4401),
    ):
        with pytest.raises(Closed) as refused:
            async with Socket(desk.app, path="/desk/live", origin=HOST, **more):
                pass
        assert refused.value.code == code
    with pytest.raises(Closed) as refused:
        async with sara.live(origin="http://evil.example"):
            pass
    assert refused.value.code == 4403


async def test_a_browser_that_dies_gives_the_conversation_back(desk: Desk) -> None:
    """
    As long as it says that it is there, the conversation is the agent's.
    """
    sara = await desk.seat("sara", is_there=False)
    found = await desk.house.waiting()
    rounds = Rounds(desk.core, SETTINGS, released=desk.web.telling.left)
    async with sara.live() as talk:
        await hello(talk)
        await sara.do(found.number, "claim")
        desk.clock.advance(minutes=1.5)
        # As if ten seconds had gone by on the wall, too.
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(live, "SEEN_SECONDS", 0.0)
            await talk.put(type="alive")

            async def is_seen() -> bool:
                agents = await desk.core.read(presence.everybody)
                own = next(e for e in agents if e.id == str(sara.account.id))
                return own.seen_at == desk.clock()

            await eventually(is_seen)
        desk.clock.advance(minutes=1.5)
        await rounds.once()
        assert (await desk.house.now(found)).agent == str(sara.account.id)
    desk.clock.advance(minutes=1)
    await rounds.once()
    assert (await desk.house.now(found)).state == "waiting"


async def test_a_slow_browser_is_not_sent_ahead_and_cut_off(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "SEND_SECONDS", 0.3)
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=3)
        sent = talk.sent
        talk.open.clear()
        for number in range(200):
            await say(desk.core, found.thread, str(number))
        assert talk.sent == sent
        await asyncio.wait_for(talk._task, 5)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ({"type": "dance"}, "unknown_type"),
        ({"type": "watch"}, "bad_field"),
        ({"type": "watch", "number": "1"}, "bad_field"),
        ({"type": "typing", "number": 1, "on": True}, "bad_field"),
    ],
)
async def test_a_bad_frame_is_refused_and_the_rest_goes_on(
    desk: Desk, frame: dict[str, Any], code: str
) -> None:
    sara = await desk.seat("sara")
    async with sara.live() as talk:
        await hello(talk)
        await talk.put(**frame)
        assert (await talk.next("error"))["error"] == code
        await desk.house.waiting()
        await talk.next("queue")


async def test_too_much_of_everything_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "MOST_WATCHED", 2)
    sara = await desk.seat("sara")
    numbers = [(await desk.house.waiting()).number for _ in range(3)]
    async with sara.live() as talk:
        await hello(talk)
        for number in numbers[:2]:
            await watch(talk, number)
        assert (await watch(talk, numbers[2]))["error"] == "too_many_watched"
        await talk.put(type="unwatch", number=numbers[0])
        assert (await watch(talk, numbers[2]))["type"] == "changed"
        for _ in range(live.MOST_FRAMES + 1):
            await talk.put(type="alive")
        assert await talk.closed() == wire.TOO_MANY_CLOSE


async def test_a_server_that_goes_down_says_so(desk: Desk) -> None:
    sara = await desk.seat("sara")
    async with sara.live() as talk:
        await hello(talk)
        desk.core.feed.close()
        assert (await talk.next("restart"))["type"] == "restart"
        assert await talk.closed() == 1012


@pytest.mark.parametrize("chosen", ["offline", "away", "busy"])
async def test_whoever_opens_the_desk_in_the_morning_is_online(
    desk: Desk, chosen: str
) -> None:
    sara = await desk.seat("sara")
    await sara.post("presence", chosen=chosen)
    desk.house.later(10)
    async with sara.live() as talk:
        await talk.put(type="hello", fresh=True)
        assert await talk.get() == {"type": "ready", "presence": "online"}
    assert (await sara.get("me")).json()["presence"] == "online"


async def test_whoever_only_comes_back_is_as_they_chose(desk: Desk) -> None:
    """
    A line that broke opens nothing; nor does a page that is loaded anew end a break.
    """
    sara = await desk.seat("sara")
    for chosen, fresh in (("offline", False), ("away", False), ("away", True)):
        await sara.post("presence", chosen=chosen)
        async with sara.live() as talk:
            await talk.put(type="hello", fresh=fresh)
            assert await talk.get() == {"type": "ready", "presence": chosen}
