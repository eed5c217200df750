"""
What goes wrong on demand, and what the library makes of it.
"""

from __future__ import annotations

import asyncio

import httpx
import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from tests.bot.channels.telegram.bot_api.conftest import OMID, SARA, TRUSTED, until
from tests.fakes.telegram.faults import CutOff, Hang, Page, Refuse, Reset, Truncate
from tests.fakes.telegram.refusals import (
    BLOCKED,
    OTHER_POLL,
    UNAUTHORIZED,
    bad,
    broken,
    migrated,
    too_many,
)

REFUSED = [
    (too_many(5), RetryAfter),
    (migrated(-1007), ChatMigrated),
    (BLOCKED, Forbidden),
    (bad("chat not found"), BadRequest),
    (UNAUTHORIZED, InvalidToken),
    (OTHER_POLL, Conflict),
    (broken(500), NetworkError),
    (broken(502), NetworkError),
]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    REFUSED,
    ids=[str(each.code) + k.__name__ for each, k in REFUSED],
)
async def test_a_refusal_is_what_the_library_calls_so(fake, bot, refusal, kind):
    fake.faults.next("sendMessage", Refuse(refusal))

    with pytest.raises(kind) as raised:
        await bot.send_message(SARA.id, "hello")

    assert type(raised.value) is kind
    assert fake.said(SARA.id) == []
    await bot.send_message(SARA.id, "hello")
    assert [each.outcome for each in fake.calls_of("sendMessage")] == [
        str(refusal.code),
        "ok",
    ]


async def test_parameters_of_refusals_arrive(fake, bot):
    fake.faults.next("sendMessage", Refuse(too_many(5)))
    fake.faults.next("sendMessage", Refuse(migrated(-1007)))

    with pytest.raises(RetryAfter) as wait:
        await bot.send_message(SARA.id, "hello")
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(SARA.id, "hello")

    assert wait.value._retry_after.total_seconds() == 5
    assert moved.value.new_chat_id == -1007


@pytest.mark.parametrize(
    ("fault", "is_said"),
    [
        (Page(502), False),
        (Reset("before"), False),
        (Reset(), True),
        (Truncate(), True),
        (CutOff(), True),
    ],
    ids=str,
)
async def test_after_a_broken_answer_nobody_knows_but_the_fake(
    fake, bot, fault, is_said
):
    fake.faults.next("sendMessage", fault)

    with pytest.raises(TelegramError) as raised:
        await bot.send_message(SARA.id, "hello")

    assert not isinstance(raised.value, BadRequest)
    assert len(fake.said(SARA.id)) == is_said
    assert fake.calls[-1].outcome == type(fault).__name__
    # The next call is answered again.
    await bot.send_message(SARA.id, "hello")


@pytest.mark.parametrize(("when", "is_said"), [("before", 0), ("after", 1)])
async def test_whoever_hears_nothing_gives_up(fake, bot, when, is_said):
    fake.faults.next("sendMessage", Hang(when))

    with pytest.raises(TimedOut):
        await bot.send_message(SARA.id, "hello", read_timeout=0.1)

    assert len(fake.said(SARA.id)) == is_said


async def test_faults_meet_only_the_calls_that_are_meant(fake, bot):
    fake.world.says(OMID, "/start")
    fake.faults.next("sendMessage", Refuse(BLOCKED), times=2, chat_id=OMID.id)

    await bot.send_message(SARA.id, "hello")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await bot.send_message(OMID.id, "hello")
    await bot.send_message(OMID.id, "hello")


async def test_any_method_can_be_meant_but_waiting_for_updates(fake, bot):
    fake.faults.next("*", Refuse(broken(500)), times=100)

    assert await bot.get_updates() == ()
    with pytest.raises(NetworkError):
        await bot.get_me()
    fake.faults.clear()
    await bot.get_me()


async def test_calls_are_kept_in_order_with_their_moments(fake, bot, clock):
    await bot.send_message(SARA.id, "one")
    clock.advance(seconds=2)
    await bot.send_message(SARA.id, "two")

    calls = fake.calls_of("sendMessage", SARA.id)
    assert [each.parameters["text"] for each in calls] == ["one", "two"]
    assert (calls[1].at - calls[0].at).total_seconds() == 2
    assert calls[1].result["text"] == "two"


async def test_the_server_ends_although_somebody_waits(fake, url):
    async with httpx.AsyncClient(verify=TRUSTED, trust_env=False) as client:
        address = f"{url}/bot{fake.token}/getUpdates?timeout=50"
        waiting = asyncio.create_task(client.get(address))
        await until(lambda: fake.updates._poll)
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
