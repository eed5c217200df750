"""
Whoever is sent another's link gains nothing and gives nothing away.

Eve tries. Her own link in the hands of others, others' links in hers.
"""

from __future__ import annotations

import secrets

import pytest
import sqlalchemy as sa

from bot.channels.telegram.tables import chats
from bot.conversations.tables import messages
from tests.bot.channels.telegram.harness import Shop
from tests.bot.channels.telegram.linked import Site, agree, begin, press, start
from tests.fakes.engine import FakeEngine
from tests.fakes.sender import FakeSender
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="en", phone="989121234567")
EVE = Person(666, "Eve", username="eve", phone="989350000000", language="en")


async def shares_number(shop: Shop, person: Person) -> None:
    """
    Somebody signs in at Telegram.
    """
    before = len(shop.heard(person))
    shop.telegram.world.shares_contact(person)
    await shop.hears(person, before, 2)


async def test_who_only_opens_another_s_link_is_not_named(
    shop: Shop, site: Site
) -> None:
    """
    Nor is anything of theirs seen, and a yes of the sender's alone does nothing.
    """
    await shop.says(SARA, "a secret")
    eve = await begin(site)
    await start(shop, SARA, await site.link(eve))
    state = await site.state(eve)
    assert state["state"] == "waiting"
    assert "telegram" not in state
    assert (await site.answer(eve, yes=True)).status_code == 409
    assert await eve.texts() == []
    (said,) = await shop.says(SARA, "more")
    assert "more" in said["text"]
    assert await eve.texts() == []


async def test_the_question_says_whose_it_is_and_no_ends_it(
    shop: Shop, site: Site
) -> None:
    """
    Then neither side is named to the other.
    """
    eve = await begin(site)
    question = await start(shop, SARA, await site.link(eve))
    assert "a visitor" in question["text"]
    assert "somebody else" in question["text"]
    await press(shop, SARA, question, 1)
    assert await site.state(eve) == {
        "state": "refused",
        "id": (await site.state(eve))["id"],
    }
    assert (await site.answer(eve, yes=True)).status_code == 409


async def test_a_yes_to_another_s_link_opens_no_customer(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    Who has proven who they are is not linked with a stranger, and is not named.
    """
    await shares_number(shop, SARA)
    eve = await begin(site)
    said = await start(shop, SARA, await site.link(eve))
    assert "signed in here as a customer" in said["text"]
    assert "reply_markup" not in said
    state = await site.state(eve)
    assert (state["state"], "telegram" in state) == ("refused", False)
    await shop.says(SARA, "mine")
    assert engine.turns[-1].identity.customer_id == "1"
    assert await eve.texts() == []


async def test_who_signs_in_after_a_wrong_yes_takes_all_with_them(
    shop: Shop, site: Site
) -> None:
    """
    From then on the sender sees nothing, not even what they had seen.
    """
    eve = await begin(site)
    await agree(shop, site, eve, SARA)
    await shares_number(shop, SARA)
    await shop.says(SARA, "of my order")
    for answer in (await eve.get(), await eve.post(text="tell me")):
        assert answer.status_code == 401


async def test_a_customer_s_link_brings_the_account_no_rights(
    shop: Shop, site: Site, engine: FakeEngine, sender: FakeSender
) -> None:
    """
    Eve is a customer too and has her link opened: Sara is not signed in as anybody.
    """
    eve = await begin(site, "2")
    await agree(shop, site, eve, SARA)
    await shop.says(SARA, "hello")
    assert engine.turns[-1].identity.assurance == 1
    await shares_number(shop, SARA)
    await shop.says(SARA, "my own")
    assert engine.turns[-1].identity.customer_id == "1"
    assert "my own" not in await eve.texts()


async def test_a_stolen_link_asks_the_one_who_made_it(shop: Shop, site: Site) -> None:
    """
    By the thief's name; and the thief has seen nothing when they say no.
    """
    guest = await begin(site, "1")
    await guest.ask("private")
    question = await start(shop, EVE, await site.link(guest))
    assert "private" not in question["text"]
    await press(shop, EVE, question, 0)
    assert (await site.state(guest))["telegram"] == "Eve (@eve)"
    before = len(shop.heard(EVE))
    await site.answer(guest, yes=False)
    (told,) = await shop.hears(EVE, before)
    assert "Not linked" in told["text"]
    assert not any("private" in each["text"] for each in shop.heard(EVE))
    rows = await shop.core.read(
        lambda c: c.execute(sa.select(chats.c.customer_id, chats.c.linked_at)).all()
    )
    assert rows == [(None, None)]


async def test_a_link_opened_by_a_thief_is_no_use_to_its_owner(
    shop: Shop, site: Site
) -> None:
    """
    And they hear that it is not good; another one is.
    """
    guest = await begin(site)
    token = await site.link(guest)
    await start(shop, EVE, token)
    assert "no longer good" in (await start(shop, SARA, token))["text"]
    assert "Linked" in await agree(shop, site, guest, SARA)
    assert "no longer good" in (await start(shop, EVE, token))["text"]


async def test_guesses_open_nothing(shop: Shop, site: Site, engine: FakeEngine) -> None:
    """
    They are no messages either.
    """
    guest = await begin(site, "1")
    await site.link(guest)
    for _ in range(20):
        said = await start(shop, EVE, secrets.token_urlsafe(32))
        assert "no longer good" in said["text"]
    assert (await site.state(guest))["state"] == "open"
    assert engine.turns == []


async def test_another_s_buttons_answer_nothing(shop: Shop, site: Site) -> None:
    """
    Data is what a client sends; whoever makes their own can send any.
    """
    guest = await begin(site)
    question = await start(shop, SARA, await site.link(guest))
    (button,) = question["reply_markup"]["inline_keyboard"][0]
    (said,) = await shop.says(EVE, "hello")
    before = len(shop.heard(EVE))
    for data in (button["callback_data"], "link_yes:", "link_no:" + "x" * 32):
        shop.telegram.world.presses(EVE, said, data)
        (told,) = await shop.hears(EVE, before)
        assert "no longer good" in told["text"]
        before += 1
    assert (await site.state(guest))["state"] == "waiting"


async def test_another_session_answers_nothing(shop: Shop, site: Site) -> None:
    """
    Not with the id of the question, and not for a link of its own.
    """
    guest, eve = await begin(site, "1"), await begin(site, "2")
    question = await start(shop, SARA, await site.link(guest))
    await press(shop, SARA, question, 0)
    link = (await site.state(guest))["id"]
    for other in (eve, await begin(site, "1")):
        assert (await site.answer(other, yes=True, link=link)).status_code == 409
        assert (await site.state(other)) == {"state": "none"}
    assert (await site.state(guest))["state"] == "asked"


async def test_a_session_that_has_ended_says_yes_no_more(
    shop: Shop, site: Site
) -> None:
    """
    Nor does a link that it has left behind open anything.
    """
    guest = await begin(site, "1")
    token = await site.link(guest)
    question = await start(shop, SARA, token)
    await press(shop, SARA, question, 0)
    link = (await site.state(guest))["id"]
    await guest.client.delete("/chat/sessions/current", headers=guest.headers)
    assert (await site.answer(guest, yes=True, link=link)).status_code == 401
    assert "no longer good" in (await start(shop, SARA, token))["text"]
    held = await shop.core.read(
        lambda c: c.execute(sa.select(chats.c.customer_id)).scalars().all()
    )
    assert held == [None]


async def test_the_same_again_changes_nothing(
    shop: Shop, site: Site, engine: FakeEngine
) -> None:
    """
    Opened, pressed and answered twice: by the owner, or by whoever found it later.
    """
    guest = await begin(site)
    await guest.ask("hello")
    token = await site.link(guest)
    question = await start(shop, SARA, token)
    await press(shop, SARA, question, 0)
    link = (await site.state(guest))["id"]
    before = len(shop.heard(SARA))
    await site.answer(guest, yes=True, link=link)
    await shop.hears(SARA, before)
    assert (await site.answer(guest, yes=True, link=link)).status_code == 409
    # A client of one's own has kept the button.
    before = len(shop.heard(SARA))
    shop.telegram.world.presses(SARA, question, f"link_yes:{link}")
    (again,) = await shop.hears(SARA, before)
    assert "no longer good" in again["text"]
    for person in (SARA, EVE):
        assert "no longer good" in (await start(shop, person, token))["text"]
    assert await guest.texts() == ["hello", "echo: hello"]
    (said,) = await shop.says(SARA, "goes on")
    assert "goes on" in said["text"]
    assert "goes on" in await guest.texts()


async def test_a_former_question_does_not_answer_the_present_one(
    shop: Shop, site: Site
) -> None:
    """
    Sara has her own link open, and then Eve's: the yes is to what stood above it.
    """
    sara, eve = await begin(site), await begin(site)
    own = await start(shop, SARA, await site.link(sara))
    await start(shop, SARA, await site.link(eve))
    await press(shop, SARA, own, 0)
    assert (await site.state(sara))["state"] == "asked"
    assert (await site.state(eve))["state"] == "waiting"


async def test_in_a_group_nothing_is_opened(shop: Shop, site: Site) -> None:
    """
    Whoever reads along there has the link too.
    """
    guest = await begin(site, "1")
    token = await site.link(guest)
    group = shop.telegram.world.group("Family")
    shop.telegram.world.says(SARA, f"/start@hamyar_test_bot {token}", group)
    await shop.until(lambda: shop.telegram.said(group.id))
    assert (await site.state(guest))["state"] == "open"
    (said,) = shop.telegram.said(group.id)
    assert token not in str((said["text"], said["reply_markup"]))


@pytest.mark.parametrize("minutes", [9, 10])
async def test_ten_minutes_are_the_end(shop: Shop, site: Site, minutes: int) -> None:
    """
    For each step that is left then.
    """
    guest = await begin(site)
    token = await site.link(guest)
    question = await start(shop, SARA, token)
    await press(shop, SARA, question, 0)
    link = (await site.state(guest))["id"]
    shop.clock.advance(minutes=minutes)
    is_late = minutes == 10
    assert (await site.state(guest))["state"] == ("over" if is_late else "asked")
    answer = await site.answer(guest, yes=True, link=link)
    assert answer.status_code == (409 if is_late else 200)


async def test_the_link_stands_in_no_thread_and_no_row(shop: Shop, site: Site) -> None:
    """
    It is no message, and the update that brought it is erased with its work.
    """
    guest = await begin(site)
    token = await site.link(guest)
    await start(shop, SARA, token)
    await shop.until_worked()
    texts = await shop.core.read(
        lambda c: c.execute(sa.select(messages.c.text)).scalars().all()
    )
    assert not any(token in (text or "") for text in texts)
    bodies = await shop.core.read(
        lambda c: (
            c.execute(sa.text("select body from telegram_updates")).scalars().all()
        )
    )
    assert not any(token in (body or "") for body in bodies)
