"""
The live connection: in order and without gap, to whom it belongs, for as long as it is.
"""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot import wire
from bot.accounts.rights import Role
from bot.desk import presence
from bot.desk.rounds import Rounds
from bot.desk.web import live
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Closed, Socket, greet
from tests.bot.conversations.builders import eventually, messages_after, say, until
from tests.bot.desk.house import SETTINGS
from tests.bot.desk.web.seats import HOST, Desk


async def hello(talk: Socket) -> None:
    """
    Begin.
    """
    await talk.put(type="hello")
    assert (await talk.get())["type"] == "ready"


async def watch(talk: Socket, number: int, **more: Any) -> dict[str, Any]:
    """
    Watch a conversation; gives how it stands.
    """
    await talk.put(type="watch", number=number, **more)
    return await talk.next("changed", "gone", "error")


async def message(talk: Socket) -> str:
    """
    The text of the next message.
    """
    text: str = (await talk.next("message"))["message"]["text"]
    return text


async def rest(talk: Socket, within: float = 0.4) -> list[dict[str, Any]]:
    """
    What comes until nothing comes any more.
    """
    frames = []
    with suppress(asyncio.TimeoutError):
        while True:
            frames.append(await talk.get(within))
    return frames


async def test_messages_come_at_once_and_in_order_from_the_cursor(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    row = await sara.do(found.number, "claim")
    async with sara.live() as talk:
        await hello(talk)
        frame = await watch(talk, found.number)
        assert frame["handoff"]["epoch"] == row["epoch"]
        assert [await message(talk) for _ in range(3)] == [
            "person",
            "echo: person",
            "utter_desk_joined en Sara",
        ]
        for number in range(30):
            await say(desk.core, found.thread, f"word {number}")
        assert [await message(talk) for _ in range(30)] == [
            f"word {number}" for number in range(30)
        ]
        await sara.say(row, "and mine")
        frame = await talk.next("message")
        assert frame["message"]["text"] == "and mine"
        assert frame["message"]["speaker"] == "Sara"
        seq = frame["message"]["seq"]
    await say(desk.core, found.thread, "are you there?")
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=seq)
        assert await message(talk) == "are you there?"


async def test_everything_comes_however_much_there_is(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    for number in range(230):
        await say(desk.core, found.thread, str(number))
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=0)
        seqs = [(await talk.next("message"))["message"]["seq"] for _ in range(233)]
        assert seqs == list(range(1, 234))


async def test_a_note_reaches_colleagues_and_not_the_customer(desk: Desk) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    async with lead.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=3)
        await sara.post(
            f"handoffs/{found.number}/notes", id=str(uuid.uuid4()), text="look here"
        )
        frame = await talk.next("message")
        assert frame["message"]["text"] == "look here"
        assert frame["message"]["desk"] == "note"
    page = await messages_after(desk.core, found.thread)
    assert "look here" not in [each.text for each in page.messages]


async def test_the_lists_are_not_told_to_have_changed_all_the_time(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    Two hundred desks would read them for every step of anybody's.
    """
    sara = await desk.seat("sara")
    async with sara.live() as talk:
        await hello(talk)
        await talk.next("queue")  # that she has come
        await desk.house.waiting()
        await talk.next("queue")
        monkeypatch.setattr(live, "QUEUE_SECONDS", 60.0)
        await desk.house.waiting()
        await talk.next("queue")
        for _ in range(20):
            desk.core.feed.queue()
            await asyncio.sleep(0.01)
        assert await rest(talk) == []


async def test_that_somebody_was_answered_is_told_to_the_lists(desk: Desk) -> None:
    """
    Else their promise would run on before the eyes of a lead.
    """
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting(promised_at=desk.clock() + timedelta(minutes=5))
    row = await sara.do(found.number, "claim")
    async with lead.live() as talk:
        await hello(talk)
        await rest(talk, 1.5)
        await sara.say(row, "Hello")
        assert {"type": "queue"} in await rest(talk, 1.5)
        (other,) = (await lead.queue())["others"]
        assert other["answered_at"] is not None
        # Said again, it changes no promise.
        await sara.say(row, "I am looking")
        assert await rest(talk, 1.5) == []


async def test_a_step_is_told_to_who_watches(desk: Desk) -> None:
    sara, lead = await desk.seat("sara"), await desk.seat("lale", Role.LEAD)
    found = await desk.house.waiting()
    async with lead.live() as talk:
        await hello(talk)
        frame = await watch(talk, found.number)
        assert frame["handoff"]["state"] == "waiting"
        await sara.do(found.number, "claim")
        frame = await talk.next("changed")
        assert frame["number"] == found.number
        assert frame["handoff"]["agent"]["name"] == "Sara"


async def test_who_waits_is_watched_until_a_colleague_takes_them(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    async with omid.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=2)
        await sara.do(found.number, "claim")
        frame = await talk.next("changed")
        assert frame["handoff"]["agent"]["name"] == "Sara"
        assert frame["handoff"]["last"] is None
        assert await talk.next("gone") == {"type": "gone", "number": found.number}
        await say(desk.core, found.thread, "a secret for Sara")
        assert [frame["type"] for frame in await rest(talk)] in ([], ["queue"])


async def test_nobody_watches_what_is_not_theirs(desk: Desk) -> None:
    sara, omid = await desk.seat("sara"), await desk.seat("omid")
    found = await desk.house.waiting()
    await sara.do(found.number, "claim")
    async with omid.live() as talk:
        await hello(talk)
        await talk.put(type="watch", number=999, after=0)
        assert await talk.next("gone", "message") == {"type": "gone", "number": 999}
        await talk.put(type="watch", number=found.number, after=0)
        assert (await talk.next("gone", "message"))["type"] == "gone"


async def test_a_thread_that_is_joined_is_to_be_loaded_anew(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=2)
        desk.core.feed.moved(found.thread)
        assert await talk.next("moved") == {"type": "moved", "number": found.number}
        # That watch is over; another one goes on from the cursor.
        assert (await watch(talk, found.number, after=2))["type"] == "changed"
        await say(desk.core, found.thread, "still here")
        assert await message(talk) == "still here"


async def test_typing_goes_both_ways(desk: Desk) -> None:
    sara = await desk.seat("sara", names={"en": "Sara", "fa": "سارا"})
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(desk.app), base_url=HOST
    ) as client:
        guest = Guest(client, (await client.post("/chat/sessions")).json())
        await guest.post(text="person")
        await until(desk.core, guest.conversation, 2)
        number = (await sara.queue())["waiting"][0]["number"]
        row = await sara.do(number, "claim")
        async with Socket(desk.app) as customer, sara.live() as agent:
            await greet(customer, guest, after=3)
            await hello(agent)
            await watch(agent, number, after=3)
            await customer.put(type="typing", on=True)
            assert await agent.next("typing") == {
                "type": "typing",
                "number": number,
                "who": "customer",
                "on": True,
            }
            await customer.say("one thing more")
            assert await message(agent) == "one thing more"
            assert (await agent.next("typing"))["on"] is False
            await agent.put(type="typing", number=number, epoch=row["epoch"], on=True)
            assert await customer.next("typing") == {
                "type": "typing",
                "on": True,
                "who": "agent",
                "name": "Sara",
            }
            await sara.say(row, "of course")
            later = [await customer.next("typing", "message") for _ in range(2)]
            assert later[0]["speaker"] == "Sara"
            assert {"type": "typing", "on": False, "who": "agent"} in later
            # Of none, of another's or of an older time nobody hears.
            await agent.put(type="typing", number=10**6, epoch=1, on=True)
            await agent.put(
                type="typing", number=number, epoch=row["epoch"] - 1, on=True
            )
            with pytest.raises(asyncio.TimeoutError):
                await customer.get(within=0.3)


async def test_the_bots_typing_is_seen_at_the_desk(desk: Desk) -> None:
    sara = await desk.seat("sara")
    found = await desk.house.waiting()
    desk.house.engine.gate.clear()
    async with sara.live() as talk:
        await hello(talk)
        await watch(talk, found.number, after=2)
        await say(desk.core, found.thread, "meanwhile")
        frame = await talk.next("typing")
        assert (frame["who"], frame["on"]) == ("bot", True)
        desk.house.engine.gate.set()
        assert (await talk.next("typing"))["on"] is False


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
