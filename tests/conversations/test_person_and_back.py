"""
From the wish to the agent and back, with the real engine, core and desk.
"""

from datetime import timedelta, timezone

import pytest
import sqlalchemy as sa

from actions import formatting, services
from bot.accounts import actors, users
from bot.accounts.rights import Role
from bot.accounts.staff import NewAccount
from bot.conversations.core import Conversations
from bot.conversations.handoffs import owed, ratings, standing
from bot.conversations.handoffs.outcomes import Outcome, Settled
from bot.conversations.handoffs.writing import Words
from bot.conversations.tables import handoffs, inbox
from bot.desk import presence
from bot.desk.at_hand import DeskAtHand
from bot.desk.telling import Telling
from bot.handoff.packet import read
from crm_connector.identity.ageing import by_shop
from crm_connector.model import Assurance, Identity
from tests.bot.conversations.builders import (
    eventually,
    messages_after,
    owner_of,
    say,
    texts,
)
from tests.bot.desk.house import SETTINGS
from tests.fakes.clock import FakeClock
from tests.fakes.database import fresh_database
from tests.fakes.house import FakeHouse
from tests.fakes.orders import a_customer, an_order
from tests.fakes.source import FakeSource

pytestmark = pytest.mark.engine

LATE = {
    "fa": "فقط سفارشم دیر رسید",
    "ar": "لكن طلبي تأخر",
    "en": "only my order came late",
}
SARA = {"en": "Sara", "fa": "سارا", "ar": "سارة"}
WAYS = [
    ("fa", "می‌خوام با یه آدم واقعی صحبت کنم", "نمی‌خواد دیگه، ولش کن"),
    ("fa", "mikham ba ye adam vaghei sohbat konam", "nemikhad dige velesh kon"),
    ("ar", "أريد التحدث إلى موظف", "لا داعي، شكرا"),
    ("en", "let me talk to a human please", "never mind"),
]


@pytest.fixture
async def core(rasa_engine, tmp_path):
    """
    A house in which Sara is at the desk.
    """
    clock = FakeClock()
    made = await Conversations.open(
        fresh_database(tmp_path),
        engine=rasa_engine,
        apology=rasa_engine.apologise,
        clock=clock,
    )
    source = FakeSource([a_customer()], clock=clock)
    source.all_orders = [an_order("21963")]
    services.configure(
        services.Services(
            FakeHouse(source, clock=clock).gate,
            clock,
            timezone.utc,
            wording=rasa_engine.wording,
            desk=DeskAtHand(made, SETTINGS, clock=clock),
        )
    )
    new = NewAccount("sara", SARA, Role.ADMIN)
    by = actors.operator("tests")
    account = await made.write(lambda c: users.add(c, new, "-", by=by, now=clock()))
    await made.write(lambda c: presence.seen(c, account.id, clock()))
    await made.start()
    yield made
    await made.stop(grace=0)
    services.configure(None)


@pytest.mark.parametrize(("lang", "asks", "never_mind"), WAYS)
async def test_one_asks_is_attended_to_comes_back_and_changes_their_mind(
    core, rasa_engine, lang, asks, never_mind
):
    place = await core.new_conversation()

    async def hears(text, count):
        await say(core, place, text)

        async def is_answered():
            return len(await texts(core, place)) == count

        await eventually(is_answered)
        return (await texts(core, place))[-1]

    await hears(asks, 2)
    assert (await owner_of(core, place))[0] == "queue"
    found = await core.read(lambda c: standing.opened(c, place))
    assert (found.reason, found.language) == ("asked", lang)
    assert found.promised_at is not None

    telling = Telling(rasa_engine.wording, clock=core.clock, zone=timezone.utc)
    held = await core.desk.claim(found.number, "1", telling.joined(SARA))
    assert SARA[lang] in (await texts(core, place))[-1]

    outcome = Outcome(Settled.SOLVED, SARA[lang], "ABC")
    await core.desk.give_back(held.number, held.epoch, outcome, by="1")

    async def is_back():
        return len(await texts(core, place)) == 5

    await eventually(is_back)
    *_, back, rating = (await messages_after(core, place)).messages
    assert SARA[lang] in back.text
    assert "ABC" in back.text
    assert len(rating.buttons) == 5

    # One tap, by the token that the server made, and a word.
    await say(core, place, button=rating.buttons[4].token)
    await hears(LATE[lang], 9)
    given = await core.read(lambda c: ratings.find(c, found.number))
    assert (given.stars, given.words) == (5, LATE[lang])
    assert (await owner_of(core, place))[0] == "bot"

    await hears(asks, 11)
    assert (await owner_of(core, place))[0] == "queue"
    again = await core.read(lambda c: standing.opened(c, place))
    assert again.number != found.number
    await hears(asks, 13)
    assert (await core.read(lambda c: standing.opened(c, place))).number == again.number
    await hears(never_mind, 15)
    assert (await owner_of(core, place))[0] == "bot"


async def test_the_packet_survives_the_database(core):
    place = await core.new_conversation()
    await say(core, place, "where is order 21963?")
    await say(core, place, "let me talk to a human please")

    async def waits():
        return (await owner_of(core, place))[0] == "queue"

    await eventually(waits)
    query = sa.select(handoffs.c.packet)
    packet = read(await core.read(lambda c: c.execute(query).scalar_one()))
    assert packet.wish.intent == "track_order"
    assert packet.wish.words == "where is order 21963?"
    assert packet.order == "21963"


PROMISED = [
    ("fa", WAYS[0][1], "همکارتون چی قول داد؟", "انجام شده است"),
    ("fa", WAYS[1][1], "hamkaretun chi ghol dad?", "انجام شده است"),
    ("ar", WAYS[2][1], "شو وعدني زميلك؟", "قد نُفّذ"),
    ("en", WAYS[3][1], "what did your colleague promise?", "noted this as done"),
]


@pytest.mark.parametrize(("lang", "wants", "asks", "kept"), PROMISED)
async def test_a_promise_is_told_again_and_as_kept_once_that_is_noted(
    core, rasa_engine, lang, wants, asks, kept
):
    place = await core.new_conversation()

    async def hears(text):
        count = len(await texts(core, place))
        await say(core, place, text)

        async def is_answered():
            return len(await texts(core, place)) > count + 1

        await eventually(is_answered)
        return "\n".join((await texts(core, place))[count + 1 :])

    await hears(wants)
    found = await core.read(lambda c: standing.opened(c, place))
    telling = Telling(rasa_engine.wording, clock=core.clock, zone=timezone.utc)
    held = await core.desk.claim(found.number, "1", telling.joined(SARA))
    before = len(await texts(core, place))
    due = core.clock().date() + timedelta(days=3)
    promise = Outcome(Settled.PROMISED, SARA[lang], "ABC", due)
    await core.desk.give_back(held.number, held.epoch, promise, by="1")

    async def is_back():
        return len(await texts(core, place)) == before + 2

    await eventually(is_back)
    said = await hears(asks)
    assert SARA[lang] in said
    assert "ABC" in said
    assert formatting.day(due, lang) in said
    assert kept not in said
    assert (await owner_of(core, place))[0] == "bot"

    now = core.clock()
    assert await core.write(lambda c: owed.keep(c, held.number, now, by="1"))
    assert kept in await hears(asks)


async def test_who_came_back_to_keep_a_promise_is_gone_on_from(core, rasa_engine):
    place = await core.new_conversation()

    async def grown(before, by):
        async def has_grown():
            return len(await texts(core, place)) == before + by

        await eventually(has_grown)
        return "\n".join((await texts(core, place))[before:])

    await say(core, place, "let me talk to a human please")
    await grown(0, 2)
    found = await core.read(lambda c: standing.opened(c, place))
    held = await core.desk.claim(found.number, "1")
    promise = Outcome(Settled.PROMISED, "Sara", "ABC", core.clock().date())
    await core.desk.give_back(held.number, held.epoch, promise, by="1")
    said = await grown(2, 2)
    assert "ABC" in said

    telling = Telling(rasa_engine.wording, clock=core.clock, zone=timezone.utc)
    back = await core.desk.come_back(held.number, "1", telling.joined(SARA))
    assert SARA["en"] in await grown(4, 1)
    await say(core, place, "where is my order?")
    words = Words("It is on its way", SARA["en"], id="1")
    await core.desk.reply(back.number, back.epoch, "1", words)
    solved = Outcome(Settled.SOLVED, SARA["en"], "DEF")
    await core.desk.give_back(back.number, back.epoch, solved, by="1")
    # What was asked while she was there is hers; the bot goes on from her words.
    said = await grown(7, 2)
    assert "DEF" in said
    assert (await owner_of(core, place))[0] == "bot"
    assert await core.read(lambda c: standing.opened(c, place)) is None


async def test_whether_a_promise_is_kept_is_told_of_ones_own_alone(core):
    desk = DeskAtHand(core, SETTINGS, clock=core.clock)
    place, other = await core.new_conversation(), await core.new_conversation()
    await say(core, place, "let me talk to a human please")

    async def waits():
        return (await owner_of(core, place))[0] == "queue"

    await eventually(waits)
    found = await core.read(lambda c: standing.opened(c, place))
    held = await core.desk.claim(found.number, "1")
    promise = Outcome(Settled.PROMISED, "Sara", "ABC")
    await core.desk.give_back(held.number, held.epoch, promise, by="1")
    assert not await desk.is_kept(place, held.number)
    await core.write(lambda c: owed.keep(c, held.number, core.clock(), by="1"))
    assert await desk.is_kept(place, held.number)
    assert not await desk.is_kept(other, held.number)
    assert not await desk.is_kept(place, held.number + 1)


async def test_the_bot_hears_of_which_order_and_whose_a_promise_is(core):
    place = await core.new_conversation()
    identity = Identity("7", Assurance.PROVEN, by_shop(core.clock()))
    await say(core, place, "where is order 21963?", identity=identity)
    await say(core, place, "let me talk to a human please", identity=identity)

    async def waits():
        return (await owner_of(core, place))[0] == "queue"

    await eventually(waits)
    found = await core.read(lambda c: standing.opened(c, place))
    held = await core.desk.claim(found.number, "1")
    promise = Outcome(Settled.PROMISED, "Sara", "ABC")
    await core.desk.give_back(held.number, held.epoch, promise, by="1")
    query = sa.select(inbox.c.choice).where(inbox.c.kind == "returned")
    choice = await core.read(lambda c: c.execute(query).scalar_one())
    told = choice["entities"]
    assert (told["order"], told["customer"]) == ("21963", "7")


async def test_a_guests_number_is_handed_over_as_not_verified(core):
    place = await core.new_conversation()
    await say(core, place, "My order never arrived!! my number is 21962")
    await say(core, place, "let me talk to a human please")

    async def waits():
        return (await owner_of(core, place))[0] == "queue"

    await eventually(waits)
    query = sa.select(handoffs.c.packet)
    packet = read(await core.read(lambda c: c.execute(query).scalar_one()))
    assert packet.named == ("21962",)
    assert packet.wish.words.startswith("My order never arrived")
