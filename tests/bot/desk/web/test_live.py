"""
The live connection: in order and without gap, to whom it belongs, for as long as it is.
"""

from __future__ import annotations

import asyncio
import uuid
from datetime import timedelta

import httpx
import pytest

from bot.accounts.rights import Role
from bot.desk.web import live
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket, greet
from tests.bot.conversations.builders import messages_after, say, until
from tests.bot.desk.web.seats import HOST, Desk
from tests.bot.desk.web.watching import hello, message, rest, watch


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
