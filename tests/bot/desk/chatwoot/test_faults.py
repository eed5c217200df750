"""
Chatwoot is away, slow, busy or breaks off: everything still gets there, once.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.conversations.handoffs.standing import HELD
from bot.conversations.handoffs.writing import Words
from bot.desk.chatwoot.opened import is_theirs
from bot.desk.rounds import Rounds
from crm_connector.sources.http import HttpSettings
from tests.bot.conversations.builders import eventually, say, texts
from tests.bot.desk.chatwoot import shop as shops
from tests.bot.desk.chatwoot.shop import Shop, opened
from tests.bot.desk.house import SETTINGS, House
from tests.fakes.chatwoot import SARA, FakeChatwoot

Fault = Callable[[httpx.Request], "httpx.Response | None"]


def times(count: int, fault: Fault) -> Fault:
    """
    A fault that passes after so many requests.
    """
    left = [count]

    def some(request: httpx.Request) -> httpx.Response | None:
        if left[0] <= 0:
            return None
        left[0] -= 1
        return fault(request)

    return some


def refuses(status: int, **headers: str) -> Fault:
    """
    It answers with this status.
    """

    def refuse(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, json={"error": "no"}, headers=headers)

    return refuse


def breaks(request: httpx.Request) -> httpx.Response | None:
    """
    The connection is reset.
    """
    raise httpx.ReadError("Connection reset by peer", request=request)


def is_slow(request: httpx.Request) -> httpx.Response | None:
    """
    No answer comes in time.
    """
    raise httpx.ReadTimeout("too slow", request=request)


@pytest.mark.parametrize(
    "fault",
    [refuses(500), refuses(502), refuses(429), refuses(503), breaks, is_slow],
    ids=["500", "502", "429", "503", "reset", "slow"],
)
@pytest.mark.parametrize("is_done", [False, True], ids=["undone", "done"])
async def test_each_request_may_fail_and_nothing_is_there_twice(
    house: House, chatwoot: FakeChatwoot, fault: Fault, is_done: bool
) -> None:
    """
    Each one fails once, before it was done or after it.
    """
    seen: set[tuple[str, str]] = set()

    def once(request: httpx.Request) -> httpx.Response | None:
        what = (request.method, request.url.path + str(len(request.content)))
        if what in seen:
            return None
        seen.add(what)
        return fault(request)

    if is_done:
        chatwoot.loses = once
    else:
        chatwoot.fault = once
    async with opened(house, chatwoot) as shop, shop.desk.working():
        found, talk = await shop.open()
        for text in ("one", "two2", "three"):
            await shop.says(found, text)
        await shop.settled()
        assert list(chatwoot.talks) == [talk]
        assert len(chatwoot.contacts) == 1
        assert chatwoot.texts(talk) == ["person", "one", "two2", "three"]
        packets = [each for each in chatwoot.notes(talk) if "wants to talk" in each]
        assert len(packets) == 1


async def test_while_it_is_away_the_customer_waits_and_the_promise_is_watched(
    house: House, chatwoot: FakeChatwoot
) -> None:
    chatwoot.go_down()

    def late(_: object) -> Words:
        return Words("a little longer", "", id="late")

    async with opened(house, chatwoot) as shop, shop.desk.working():
        found = await house.waiting(promised_at=house.clock() + timedelta(minutes=5))
        house.later(0.01)
        await shop.says(found, "anybody?")
        await eventually(_says(house, found.thread, "echo: anybody?"))
        house.later(6)
        await Rounds(house.core, SETTINGS, late=late).once()
        assert (await shop.texts(found))[-1] == "a little longer"
        chatwoot.come_back()
        talk = await shop.arrived(found)
        assert chatwoot.texts(talk) == ["person", "anybody?"]
        assert "a little longer" in chatwoot.notes(talk)[-1]


async def test_a_server_that_is_killed_goes_on_where_it_was(
    house: House, chatwoot: FakeChatwoot
) -> None:
    """
    Whatever it had said without noting it is not said again.
    """
    found = None
    for count in range(12):
        chatwoot.loses = _stops_after(count)
        async with opened(house, chatwoot) as shop, _until_killed(shop, chatwoot):
            if found is None:
                found = await house.waiting()
            house.later(0.01)
            await say(house.core, found.conversation, f"{count}")
            await asyncio.sleep(0.1)
    chatwoot.loses = None
    assert found is not None
    async with opened(house, chatwoot) as shop, shop.desk.working():
        talk = await shop.arrived(found)
        await shop.settled()
    assert list(chatwoot.talks) == [talk]
    wanted = ["person", *(str(count) for count in range(12))]
    assert chatwoot.texts(talk) == wanted


async def test_what_nobody_rang_for_is_found_by_the_sweep(
    house: House, chatwoot: FakeChatwoot
) -> None:
    async with opened(house, chatwoot, sweep=0.05) as shop, shop.desk.working():
        found, talk = await shop.open()
        chatwoot.assign(talk, SARA)
        chatwoot.says(talk, "no webhook came")
        await eventually(_says(house, found.thread, "no webhook came"))
        chatwoot.set_status(talk, "resolved")
        await eventually(_says(house, found.thread, "chosen: returned"))


async def test_nobody_is_left_alone_with_a_chatwoot_that_is_away(
    house: House, chatwoot: FakeChatwoot
) -> None:
    """
    After two minutes the bot answers again; the agent has it again afterwards.
    """
    async with opened(house, chatwoot, sweep=0.05) as shop, shop.desk.working():
        found, talk = await shop.open()
        chatwoot.assign(talk, SARA)
        await eventually(_owned(shop, found.thread, f"agent:chatwoot:{SARA}"))
        chatwoot.go_down()
        await shop.says(found, "are you there?")
        await asyncio.sleep(0.2)
        assert (await shop.now(found)).state == HELD
        house.later(2)
        await eventually(_owned(shop, found.thread, "queue"))
        chatwoot.come_back()
        await eventually(_owned(shop, found.thread, f"agent:chatwoot:{SARA}"))
        await shop.settled()
        assert "are you there?" in chatwoot.texts(talk)


async def test_who_is_held_in_chatwoot_is_not_missed_at_our_desk(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.assign(talk, SARA)
    await shop.hooks()
    shop.house.later(30)
    await Rounds(shop.house.core, SETTINGS, is_elsewhere=is_theirs).once()
    assert (await shop.now(found)).state == HELD
    # Without a Chatwoot they are nobody.
    await Rounds(shop.house.core, SETTINGS).once()
    assert (await shop.house.owner(found.thread))[0] == "queue"


async def test_in_another_chatwoot_it_begins_anew(
    house: House, chatwoot: FakeChatwoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The numbers of one mean nothing in the other.
    """
    async with opened(house, chatwoot) as shop, shop.desk.working():
        found, talk = await shop.open()
        chatwoot.assign(talk, SARA)
        await shop.hooks()
    new = FakeChatwoot()
    moved = replace(shops.SETTINGS, url="https://other.example")
    monkeypatch.setattr(shops, "SETTINGS", moved)
    async with opened(house, new) as shop, shop.desk.working():
        await eventually(_owned(shop, found.thread, "queue"))

        async def has_moved() -> bool:
            link = await shop.link(found)
            return link is not None and link.house == moved.house

        await eventually(has_moved)
        there = await shop.arrived(found)
    assert new.texts(there) == ["person"]


async def test_a_conversation_that_was_deleted_is_opened_anew(shop: Shop) -> None:
    found, talk = await shop.open()
    shop.chatwoot.delete(talk)
    shop.house.later(1)
    await shop.says(found, "hello?")

    async def is_anew() -> bool:
        link = await shop.link(found)
        return link is not None and link.talk not in (None, talk)

    await eventually(is_anew)
    await shop.settled()
    (anew,) = shop.chatwoot.talks
    assert shop.chatwoot.texts(anew) == ["person", "hello?"]
    assert "wants to talk" in shop.chatwoot.notes(anew)[0]


async def test_what_is_never_taken_does_not_hold_up_the_rest(
    shop: Shop,
) -> None:
    found, talk = await shop.open()

    def refuse(request: httpx.Request) -> httpx.Response | None:
        is_bad = b"too bad" in request.content
        return httpx.Response(422, json={}) if is_bad else None

    shop.chatwoot.fault = refuse
    await shop.says(found, "too bad")
    await shop.says(found, "good")
    await shop.settled()
    assert shop.chatwoot.texts(talk) == ["person", "good"]
    counts = await shop.house.core.counts()
    # The customer's words, and the bot's that repeat them.
    assert counts["messages_refused_by_chatwoot"] == 2


async def test_a_slow_chatwoot_is_waited_for_no_longer_than_allowed(
    house: House, chatwoot: FakeChatwoot, monkeypatch: pytest.MonkeyPatch
) -> None:
    hasty = replace(shops.SETTINGS, http=HttpSettings(timeout=0.1, connect_timeout=0.1))
    monkeypatch.setattr(shops, "SETTINGS", hasty)
    slow = [3]

    class Slow(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            if slow[0] > 0:
                slow[0] -= 1
                await asyncio.sleep(5)
            return chatwoot(request)

    monkeypatch.setattr(
        FakeChatwoot, "transport", property(lambda _: Slow()), raising=True
    )
    async with opened(house, chatwoot) as shop, shop.desk.working():
        _, talk = await shop.open()
    assert chatwoot.texts(talk) == ["person"]
    assert slow == [0]


def _stops_after(count: int) -> Fault:
    """
    After so many requests nothing more comes back: the process is gone.
    """
    left = [count]

    def stop(request: httpx.Request) -> httpx.Response | None:
        left[0] -= 1
        if left[0] < 0:
            raise httpx.ReadError("killed", request=request)
        return None

    return stop


@asynccontextmanager
async def _until_killed(shop: Shop, chatwoot: FakeChatwoot) -> AsyncIterator[None]:
    async with shop.desk.working():
        yield
        # Nothing is done any more, as nothing is by a process that is gone.
        chatwoot.go_down()
    chatwoot.fault = None


def _says(house: House, thread: str, text: str) -> Callable[[], object]:
    async def says() -> bool:
        return text in await texts(house.core, thread)

    return says


def _owned(shop: Shop, thread: str, owner: str) -> Callable[[], object]:
    async def owned() -> bool:
        return (await shop.house.owner(thread))[0] == owner

    return owned
