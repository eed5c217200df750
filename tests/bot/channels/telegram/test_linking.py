"""
A talk begun on the web goes on in Telegram and back, over both channels on one core.
"""

from __future__ import annotations

import httpx
import pytest

from bot.conversations.handoffs import standing
from bot.conversations.handoffs.writing import Words
from crm_connector.identity import ageing
from crm_connector.model import Assurance
from tests.bot.channels.telegram.harness import Shop
from tests.bot.channels.telegram.linked import Site, agree, begin, press, start
from tests.bot.channels.webchat.sockets import Socket
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="en", phone="989121234567")


async def test_a_talk_goes_from_the_web_to_telegram_and_back(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    With one thread, one state of the engine, and an agent's words where they are read.
    """
    guest = await begin(site)
    await guest.ask("first")
    said = await agree(shop, site, guest, SARA)
    assert "echo: first" in said
    (echo,) = await shop.says(SARA, "second")
    assert "echo: second" in echo["text"]
    assert engine.turns[-1].state == b"1"
    assert await guest.texts() == ["first", "echo: first", "second", "echo: second"]
    await shop.says(SARA, "person")
    core, before = shop.core, len(shop.heard(SARA))
    thread = guest.conversation
    handoff = await core.read(lambda c: standing.opened(c, thread))
    assert handoff is not None
    claimed = await core.desk.claim(handoff.number, "9")
    number, epoch = claimed.number, claimed.epoch
    words = Words("an agent's words", "Reza", "w1")
    await core.desk.reply(number, epoch, "9", words)
    (told,) = await shop.hears(SARA, before)
    assert "an agent's words" in told["text"]
    # Back at the computer: what is said from now on is read there.
    await guest.post(text="third")
    await core.desk.reply(number, epoch, "9", Words("at your desk", "Reza", "w2"))
    assert (await guest.texts())[-2:] == ["third", "at your desk"]
    await shop.until_worked()
    assert len(shop.heard(SARA)) == before + 1


async def test_the_page_hears_of_each_step_at_once(shop: Shop, site: Site) -> None:
    """
    By a frame that tells it to look.
    """
    guest = await begin(site)
    link = await site.link(guest)
    async with Socket(site.app) as talk:
        await talk.put(type="hello", session=guest.session, after=None)
        await talk.next("ready")
        question = await start(shop, SARA, link)
        assert await talk.next("telegram") == {"type": "telegram"}
        assert (await site.state(guest))["state"] == "waiting"
        await press(shop, SARA, question, 0)
        await talk.next("telegram")
        state = await site.state(guest)
        assert (state["state"], state["telegram"]) == ("asked", "Sara (@sara)")
        await site.answer(guest, yes=True)
        await talk.next("telegram")
        assert (await site.state(guest))["state"] == "done"


async def test_what_a_stranger_said_there_goes_along(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    And the talk that was under way on the web is the one that goes on.
    """
    await shop.says(SARA, "from the phone")
    guest = await begin(site)
    await guest.ask("one")
    await guest.ask("two")
    await agree(shop, site, guest, SARA)
    assert "from the phone" in await guest.texts()
    await shop.says(SARA, "three")
    assert engine.turns[-1].state == b"2"


async def test_a_customer_is_known_and_not_proven(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    Named by initials in the question; level 1 until something is proven there.
    """
    guest = await begin(site, "1")
    await guest.ask("hello")
    question = await start(shop, SARA, await site.link(guest))
    customer = shop_customer_initials(site)
    assert customer in question["text"]
    assert "Sara (@sara)" in question["text"]
    await press(shop, SARA, question, 0)
    before = len(shop.heard(SARA))
    await site.answer(guest, yes=True)
    await shop.hears(SARA, before)
    await shop.says(SARA, "and here")
    identity = engine.turns[-1].identity
    assert identity.customer_id == "1"
    assert ageing.level(identity, shop.clock()) is Assurance.CHANNEL


async def test_a_linked_customer_proves_themselves_by_a_code(
    shop: Shop, site: Site, engine: FakeEngine, sender: FakeSender
) -> None:
    """
    The web's session gains nothing by it, and what was proven outlasts it.
    """
    guest = await begin(site, "1")
    await agree(shop, site, guest, SARA)
    before = shop.heard(SARA)
    shop.telegram.world.presses(SARA, before[-1], "code")
    await shop.hears(SARA, len(before))
    (message,) = sender.sent
    shop.telegram.world.says(SARA, message.code)
    await shop.until(lambda: engine.turns and engine.turns[-1].identity.assurance == 3)
    await guest.ask("on the web")
    assert engine.turns[-1].identity.assurance == Assurance.PROVEN
    response = await guest.client.delete(
        "/chat/sessions/current", headers=guest.headers
    )
    assert response.status_code == 204
    await shop.says(SARA, "still here")
    assert engine.turns[-1].identity.customer_id == "1"


async def test_a_stranger_s_number_ends_what_the_browser_held(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    What was said goes on in the customer's thread, which the browser has not proven.
    """
    guest = await begin(site)
    await guest.ask("where is my order")
    await agree(shop, site, guest, SARA)
    before = len(shop.heard(SARA))
    shop.telegram.world.shares_contact(SARA)
    await shop.hears(SARA, before, 2)
    assert engine.turns[-1].identity.customer_id == "1"
    assert engine.turns[-1].state == b"1"
    assert ("customer", "where is my order") in await shop.thread(SARA)
    assert (await guest.get()).status_code == 401
    assert (await guest.post(text="me too")).status_code == 401


@pytest.mark.parametrize("has_thread", [False, True])
async def test_a_browser_that_signs_in_leaves_telegram_behind(
    shop: Shop, site: Site, engine: FakeEngine, has_thread: bool
) -> None:
    """
    A visitor's yes was for a visitor's words: the account reads nothing of a customer.
    """
    if has_thread:
        await (await begin(site, "1")).ask("of old")
    guest = await begin(site)
    await guest.ask("hello")
    await agree(shop, site, guest, SARA)
    before = len(shop.heard(SARA))
    customer = await begin(site, "1", guest)
    (told,) = await shop.hears(SARA, before)
    assert "ended" in told["text"]
    await shop.says(SARA, "and now")
    assert engine.turns[-1].identity.customer_id is None
    assert "and now" not in await customer.texts()
    assert (await shop.thread(SARA))[0] == ("customer", "and now")


async def test_a_renewed_session_changes_nothing(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    The same customer with another token.
    """
    guest = await begin(site, "1")
    await agree(shop, site, guest, SARA)
    again = await begin(site, "1", guest)
    await shop.says(SARA, "hello")
    assert engine.turns[-1].identity.customer_id == "1"
    assert "hello" in await again.texts()


@pytest.mark.parametrize("way", ["sign out", "unlink"])
async def test_the_web_side_can_end_it(
    shop: Shop, site: Site, engine: FakeEngine, way: str
) -> None:
    """
    From any of the customer's browsers, and the account is told.
    """
    guest = await begin(site, "1")
    await guest.ask("hello")
    await agree(shop, site, guest, SARA)
    before = len(shop.heard(SARA))
    other = await begin(site, "1")
    path = "/chat/sessions/current" + ("/telegram" if way == "unlink" else "")
    response = await other.client.delete(path, headers=other.headers)
    assert response.status_code == 204
    (told,) = await shop.hears(SARA, before)
    assert "ended" in told["text"]
    await shop.says(SARA, "alone")
    assert engine.turns[-1].identity.customer_id is None
    assert "alone" not in await guest.texts()


@pytest.mark.parametrize("customer", [None, "1"])
async def test_the_account_can_end_it(
    shop: Shop, site: Site, engine: FakeEngine, customer: str | None
) -> None:
    """
    By the button below `/privacy`; the session goes on without it.
    """
    guest = await begin(site, customer)
    await guest.ask("hello")
    await agree(shop, site, guest, SARA)
    (said,) = await shop.says(SARA, "/privacy")
    before = len(shop.heard(SARA))
    (button,) = said["reply_markup"]["inline_keyboard"][0]
    shop.telegram.world.presses(SARA, said, button["callback_data"])
    await shop.hears(SARA, before)
    await shop.says(SARA, "alone")
    assert engine.turns[-1].identity.customer_id is None
    assert (await site.state(guest))["state"] == "none"
    assert "alone" not in await guest.texts()
    assert (await guest.ask("on the web"))[0]["text"] == "echo: on the web"


async def test_without_telegram_there_is_no_such_way(site: Site, shop: Shop) -> None:
    """
    Neither route nor button.
    """
    guest = await begin(site)
    bare = site.without()
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(bare), base_url="http://hamyar.example"
    ) as client:
        path = "/chat/sessions/current/telegram"
        for method in ("GET", "POST", "DELETE"):
            response = await client.request(method, path, headers=guest.headers)
            assert response.status_code == 404


def shop_customer_initials(site: Site) -> str:
    """
    How the question names customer 1.
    """
    words = site.source.customers["1"].name.split()
    return " ".join(f"{each[0]}." for each in words)
