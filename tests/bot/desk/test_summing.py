"""
The summary of a handoff: from the recorded packet and the thread, in each language.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.conversations.tables import handoffs
from bot.desk import wordings
from bot.desk.opening import _summariser
from bot.desk.summing import Summing, shown
from bot.engine.titles import titles
from bot.handoff.account import Account
from bot.handoff.packet import Asked, Came, Deed, Mood, Wish
from bot.handoff.summary import AgentLanguage, OfflineSummariser, Summary, summary_of
from bot.settings import Settings
from tests.bot.conversations.builders import say
from tests.bot.desk.counter import PACKET, Counter, counter
from tests.fakes.llm import FakeLlm
from tests.fakes.orders import NOW

NAMES = wordings.names(titles())
UPSET = replace(
    PACKET,
    deeds=(
        Deed("action_track_order", Came.FAILED, NOW, "SourceUnavailable"),
        Deed("action_rephrase", Came.UNCLEAR, NOW, times=2),
    ),
    mood=Mood(0.9, ("anger",)),
)


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk without routes of its own.
    """
    async with counter(address, lambda _: []) as made:
        yield made


class Counting(OfflineSummariser):
    """
    Counts how often it was asked.
    """

    times = 0

    async def summarise(self, account: Account, language: AgentLanguage) -> Summary:
        """
        The offline one.
        """
        self.times += 1
        return summary_of(account, language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "fa",
            ("مریم رضایی", "پیگیری سفارش", "سفارش \u2068۲۱۹۶۳", "سامانه در دسترس نبود"),
        ),
        ("ar", ("هوية مؤكَّدة", "تتبّع طلب", "النظام لم يكن متاحًا", "منزعج (غضب)")),
        (
            "en",
            (
                "(identity proven)",
                "It failed: Track an order (the system could not be reached).",
                "Messages the bot did not understand: 2.",
                "The customer is upset (anger).",
            ),
        ),
    ],
)
async def test_it_tells_the_packet_and_the_thread(
    desk: Counter, language: AgentLanguage, words: tuple[str, ...]
) -> None:
    found = await desk.waiting(packet=UPSET)
    summing = Summing(desk.core, OfflineSummariser(), NAMES)
    summary = shown(await summing.of(found, language))
    whole = " ".join(summary["lines"])
    assert [each for each in words if each not in whole] == []
    # Their own words, which stand in the thread alone.
    assert "می‌خوام با یه نفر صحبت کنم" in whole
    assert (summary["language"], summary["by"]) == (language, "offline")
    assert len(summary["lines"]) <= 5


@pytest.mark.parametrize(
    ("language", "words", "left"),
    [
        (
            "fa",
            "مرجوع کردن، سفارش \u2068۲۱۹۶۳\u2069 (آسیب‌دیده، عکس فرستاده)",
            "هنوز باید پرسید: روش پرداخت یا بازپرداخت.",
        ),
        (
            "en",
            "a return, order \u206821963\u2069 (damaged, photo sent)",
            "Still to be asked for: how it is paid or refunded.",
        ),
    ],
)
async def test_what_was_collected_comes_before_the_words_of_the_call(
    desk: Counter, language: AgentLanguage, words: str, left: str
) -> None:
    first = "لیوان آبی سفارشم شکسته رسید"
    collected = Asked(
        "report_damaged_item",
        "return_items",
        "21963",
        "open",
        words=f"{first} … این هم عکسش",
        details={"reason": "damaged", "photo": True, "missing": "method"},
    )
    lost = Wish("nlu_fallback", "این هم عکسش", "fa")
    packet = replace(PACKET, wish=lost, asked=(collected,))
    found = await desk.waiting(packet=packet, text=first)
    await say(desk.core, found.conversation, "این هم عکسش")
    whole = " ".join(
        (await Summing(desk.core, OfflineSummariser(), NAMES).of(found, language)).lines
    )
    assert words in whole
    assert left in whole
    assert first in whole
    assert "fallback" not in whole
    assert "این هم عکسش" not in whole


async def test_a_stranger_without_a_packet_has_a_summary_too(desk: Counter) -> None:
    found = await desk.waiting(customer=None)
    await desk.core.write(lambda c: c.execute(handoffs.update().values(packet=None)))
    summing = Summing(desk.core, OfflineSummariser(), NAMES)
    first = (await summing.of(found, "en")).lines[0]
    assert first.startswith("An unknown customer writes in")


async def test_it_is_made_once_until_the_customer_says_more(desk: Counter) -> None:
    found = await desk.waiting()
    counting = Counting()
    summing = Summing(desk.core, counting, NAMES)
    for _ in range(3):
        await summing.of(found, "en")
    assert counting.times == 1
    await say(desk.core, found.conversation, "it is about the blue shoes")
    await summing.of(found, "en")
    await summing.of(found, "fa")
    assert counting.times == 3


async def test_a_server_of_the_shop_writes_it_marked_so_or_else_we_do(
    desk: Counter,
) -> None:
    found = await desk.waiting(text="رمزم swordfish هست ولی وارد نمیشه")
    server = FakeLlm("The customer asks where order 21963 is and waits for a person.")
    async with server as url, _summariser(Settings(llm_url=url)) as summariser:
        summing = Summing(desk.core, summariser, NAMES)
        summary = shown(await summing.of(found, "en"))
        assert (summary["by"], summary["language"]) == ("llm", "en")
        sent = str(server.asked[0])
        assert "21963" in sent
        # Who it is stays here.
        assert "مریم" not in sent
        # And so does what nobody should have written.
        assert "swordfish" not in sent
    async with _summariser(Settings(llm_url=url)) as summariser:
        summary = shown(await Summing(desk.core, summariser, NAMES).of(found, "en"))
        assert summary["by"] == "offline"
    async with _summariser(Settings()) as summariser:
        assert isinstance(summariser, OfflineSummariser)
