"""
Suggestions: what fits reason, intent and language, with its fields filled.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from typing import Any

import pytest

from bot.conversations.handoffs import writing
from bot.desk import canned, wordings
from bot.desk.canned import Reply
from bot.desk.suggestions import MOST, Suggesting
from bot.desk.web.suggestions import suggestion_routes
from bot.engine.titles import titles
from bot.handoff.packet import Asked, Packet, Wish
from bot.handoff.policy import Reason
from tests.bot.desk.counter import PACKET, SHOP, Counter, counter, refused_to_others

KNOWN = {"utter_return_item": "Returns: {order}", "utter_check_warranty": "A year."}


def wording(response: str, language: str, **fields: str) -> str:
    """
    The domain's words; a response that there is none of is said as it is called.
    """
    return KNOWN.get(response, response).format(**fields)


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk with suggestions.
    """
    suggesting = Suggesting(wording, SHOP, wordings.names(titles()))
    async with counter(
        address,
        lambda made: suggestion_routes(made.guard, made.accounts, suggesting),
    ) as made:
        yield made


async def add(desk: Counter, title: str, **parts: Any) -> None:
    """
    The shop has a reply.
    """
    texts = parts.pop("texts", {"fa": f"{title} {{customer}}"})
    reply = Reply(title, texts, **parts)
    await desk.core.write(lambda c: canned.add(c, reply, desk.house.clock()))


async def test_those_that_fit_come_filled_and_the_closest_first(desk: Counter) -> None:
    sara = await desk.agent("sara", skills=["returns"])
    await add(desk, "any")
    await add(desk, "of the reason", about=("asked",))
    await add(desk, "of the intent", about=("track_order",), skill="returns")
    await add(desk, "of another", about=("complaint",))
    await add(desk, "of others' skill", skill="legal")
    await add(desk, "in English", texts={"en": "Hi"})
    await add(desk, "order", texts={"fa": "سفارش {order} از {shop}؛ {agent}"})
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    answer = (await sara.get(path)).json()
    shown = {each["title"]: each["text"] for each in answer["replies"]}
    assert list(shown) == ["of the intent", "of the reason", "any", "order"]
    assert shown["any"] == "any مریم رضایی"
    assert shown["order"] == f"سفارش ۲۱۹۶۳ از {SHOP.name['fa']}؛ سارا"
    assert answer["fields"]["order"] == "۲۱۹۶۳"
    assert answer["lang"] == "fa"
    assert answer["next_step"]["en"].startswith("Say hello")


async def test_what_is_not_known_is_filled_into_nothing(desk: Counter) -> None:
    sara = await desk.agent("sara")
    await add(desk, "named")
    await add(desk, "plain", texts={"en": "One moment"})
    packet = replace(PACKET, who=None, order=None)
    found = await desk.held(sara, packet=packet, language="en")
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    answer = (await sara.get(path)).json()
    assert [each["text"] for each in answer["replies"]] == ["One moment"]
    assert set(answer["fields"]) == {"shop", "agent"}
    assert answer["fields"]["agent"] == "Sara"


async def test_the_bots_own_answer_is_there_where_it_is_one_text(desk: Counter) -> None:
    sara = await desk.agent("sara")
    for count in range(7):
        await add(desk, f"canned {count}")
    wish = Wish("return_item", "پسش می‌دم", "fa")
    found = await desk.held(sara, packet=replace(PACKET, wish=wish))
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    replies = (await sara.get(path)).json()["replies"]
    assert len(replies) == MOST
    assert replies[-1]["from"] == "answer"
    assert replies[-1]["text"] == "Returns: ۲۱۹۶۳"
    assert replies[-1]["title"]["fa"] == "پس دادن یا تعویض کالا"


@pytest.mark.parametrize("intent", ["track_order", "check_payment_methods", "", "x_y"])
async def test_there_is_no_answer_where_none_is_written(
    desk: Counter, intent: str
) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara, packet=replace(PACKET, wish=Wish(intent)))
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    assert (await sara.get(path)).json()["replies"] == []


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_next_step_in_three_languages(reason: Reason) -> None:
    step = wordings.next_step(reason.value)
    assert step is not None
    assert set(step) == {"fa", "ar", "en"}
    assert all(step.values())


async def test_nobody_is_asked_for_the_photo_that_came(desk: Counter) -> None:
    sara = await desk.agent("sara")
    asking = {"title": "photo", "texts": {"fa": "عکس؟"}, "asks": ["photo"]}
    file = canned.of_file([asking])
    wish = Asked("exchange", "exchange_items", "1001", "open")
    assert await suggested(desk, sara, replace(PACKET, asked=(wish,)), file) == ["عکس؟"]
    shown = replace(wish, details={"photo": True})
    assert await suggested(desk, sara, replace(PACKET, asked=(shown,)), file) == []


async def test_nobody_is_asked_for_the_order_that_is_known(desk: Counter) -> None:
    sara = await desk.agent("sara")
    asking = {"title": {"fa": "شماره", "en": "Which order"}, "asks": ["order"]}
    file = canned.of_file([{**asking, "texts": {"fa": "کدام سفارش؟"}}])
    unknown = replace(PACKET, order=None)
    assert await suggested(desk, sara, PACKET, file) == []
    assert await suggested(desk, sara, unknown, file) == ["کدام سفارش؟"]
    # What the shop has put in the place of the file's asks for the same.
    await add(desk, "which order", texts={"fa": "شماره‌ی سفارش؟"})
    assert await suggested(desk, sara, PACKET, file) == []
    assert await suggested(desk, sara, unknown, file) == ["شماره‌ی سفارش؟"]


async def suggested(
    desk: Counter, sara: Any, packet: Packet, file: Collection[Reply]
) -> list[str]:
    """
    The texts that fit a packet, of a shop with this file.
    """
    suggesting = Suggesting(wording, SHOP, wordings.names(titles()))
    every = await desk.core.read(lambda c: canned.every(c, sara.id, file))
    fields = suggesting.fields(packet, {"fa": "سارا"}, "fa")
    replies = suggesting.of(
        "asked", packet, every, fields=fields, skills=(), language="fa"
    )
    return [each["text"] for each in replies]


async def test_what_was_said_is_not_suggested_again_and_the_step_goes_on(
    desk: Counter,
) -> None:
    sara = await desk.agent("sara")
    await add(desk, "hello", texts={"fa": "سلام، {agent} هستم."}, about=("asked",))
    await add(desk, "moment", texts={"fa": "چند لحظه"})
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    before = (await sara.get(path)).json()
    texts = [each["text"] for each in before["replies"]]
    assert texts == ["سلام، سارا هستم.", "چند لحظه"]
    words = writing.Words(texts[0], "سارا", "1", "fa")
    await desk.core.desk.reply(found.number, found.epoch, str(sara.id), words)
    after = (await sara.get(path)).json()
    assert [each["text"] for each in after["replies"]] == ["چند لحظه"]
    assert before["next_step"]["en"].startswith("Say hello")
    assert after["next_step"]["en"].startswith("Say what you do")


@pytest.mark.parametrize("reason", list(Reason))
def test_going_on_is_no_greeting(reason: Reason) -> None:
    step = wordings.next_step(reason.value, has_begun=True)
    assert step is not None
    assert set(step) == {"fa", "ar", "en"}
    assert "Say hello" not in step["en"]


async def test_who_gave_it_away_gets_none(desk: Counter) -> None:
    sara, omid = await desk.agent("sara"), await desk.agent("omid")
    found = await desk.held(sara)
    await desk.core.desk.transfer(
        found.number, found.epoch, by=str(sara.id), agent=str(omid.id)
    )
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    answer = await sara.get(path)
    assert (answer.status_code, answer.json()) == (409, {"error": "owner_changed"})
    assert (await omid.get(path)).status_code == 200


async def test_others_get_none(desk: Counter) -> None:
    sara = await desk.agent("sara")
    found = await desk.held(sara)
    path = f"/desk/api/handoffs/{found.number}/suggestions"
    await refused_to_others(desk, found, "GET", path)
