"""
How one has answered is taken back, in plain words.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conversations.asked import (
    ALLOWS,
    BUTTON,
    JOINED,
    OFFERS,
    POINTS,
    STOPPED,
    YES,
    answers,
    asked_about_a_card,
    merges,
    statement,
    texts,
)
from tests.fakes.orders import a_customer, an_order

pytestmark = pytest.mark.engine

REFUSALS = [
    ("fa", "نه"),
    ("fa", "نه راستش نمی‌خوام"),
    ("fa", "کنسلش کن"),
    ("fa", "پسش گرفتم"),
    ("fa-Latn", "na"),
    ("fa-Latn", "na vaysa nemikham"),
    ("fa-Latn", "eshtebahi goftam are"),
    ("ar", "لا"),
    ("ar", "لا خلاص ما أريد"),
    ("ar", "رجعت عن كلامي"),
    ("en", "no"),
    ("en", "hmm, actually no"),
    ("en", "wait no, I don't agree"),
    ("en", "cancel it please"),
    ("en", "I pressed yes by accident"),
]
NOT_MINE = [
    ("fa", "ببخشید این کارت مال من نبود"),
    ("fa", "نه"),
    ("fa-Latn", "in kart male man nist, eshteba kardam"),
    ("ar", "لا هالبطاقة مو إلي"),
    ("ar", "غلطت، البطاقة لأخوي"),
    ("en", "wait, that card isn't mine"),
    ("en", "please remove that card from my account"),
]
TAKE_OUT = {"fa": "جدایش کنم؟", "ar": "هل أفصلها", "en": "Shall I take it out"}
DONE = {"fa": "انجام شد", "ar": "تم؛", "en": "Done;"}
BY_PEOPLE = {
    "fa": "همکارانم می‌توانند",
    "ar": "زملائي يستطيعون",
    "en": "my colleagues can",
}
REGRETS = [
    ("fa", "پشیمون شدم"),
    ("fa", "نظرم عوض شد"),
    ("fa-Latn", "pashimun shodam"),
    ("ar", "غيرت رايي"),
    ("en", "I take it back"),
    ("en", "on second thought, no"),
]


@pytest.mark.parametrize(("way", "text"), REGRETS)
async def test_a_yes_is_taken_back_right_after_in_plain_words(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.presses(BUTTON[lang])
    assert (await statement(member)).is_granted
    (reply,) = await member.says(text)

    assert STOPPED[lang] in reply.text
    kept = await statement(member)
    assert not kept.is_granted
    assert kept.wording == text


async def test_it_is_taken_back_after_it_was_told_as_well(member):
    await member.says("any discounts for me?")
    await member.says("yes")
    member.now += timedelta(days=3)
    await member.says("what did I agree to?")
    await member.says("I changed my mind")

    assert not (await statement(member)).is_granted


async def test_what_was_taken_back_can_be_taken_back(member):
    await member.says("any discounts for me?")
    await member.says("no thanks")
    (ask,) = await member.says("I changed my mind")
    assert "May " in ask.text
    await member.says("yes")

    assert (await statement(member)).is_granted


async def test_taking_back_after_something_else_is_about_that(member):
    member.source.all_orders = [an_order("21963")]
    await member.says("any discounts for me?")
    await member.says("yes")
    await member.says("where is my order?")
    await member.says("پشیمون شدم")

    assert (await statement(member)).is_granted


async def test_never_mind_after_a_no_is_not_asked_again(member):
    await member.says(OFFERS["fa"])
    await member.says("نه ممنون")
    replies = await member.says("بی‌خیال")

    assert ALLOWS["fa"] not in texts(replies)
    assert not (await statement(member)).is_granted


@pytest.mark.parametrize(("way", "text"), REFUSALS)
async def test_a_no_right_after_the_yes_takes_it_back(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.says(YES[way])
    assert (await statement(member)).is_granted
    (reply,) = await member.says(text)

    assert STOPPED[lang] in reply.text
    kept = await statement(member)
    assert not kept.is_granted
    assert kept.wording == text


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "نه مرسی همین"),
        ("fa-Latn", "na mamnoon dige kari nadaram"),
        ("ar", "لا شكرا هذا كل شي"),
        ("en", "no that's all, thank you"),
    ],
)
async def test_who_wants_nothing_else_has_taken_nothing_back(member, way, text):
    await member.says(OFFERS[way])
    await member.says(YES[way])
    await member.says(text)

    assert (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "نه دیگه نمی‌خوام"),
        ("fa", "گفتم که موافق نیستم"),
        ("fa-Latn", "na dige nemikham"),
        ("ar", "لا ما أبي"),
        ("en", "no I don't want them any more"),
    ],
)
async def test_a_no_after_a_no_is_none_to_ask_about(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.presses({"fa": "نه", "ar": "لا", "en": "No"}[lang])
    (reply,) = await member.says(text)

    assert len(reply.buttons) < 2
    assert not (await statement(member)).is_granted


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "راستش آره"),
        ("fa-Latn", "sabr kon are"),
        ("ar", "لا والله نعم"),
        ("en", "wait, actually yes"),
    ],
)
async def test_a_yes_after_a_no_is_asked_anew(member, way, text):
    lang = answers(way)
    await member.says(OFFERS[way])
    await member.presses({"fa": "نه", "ar": "لا", "en": "No"}[lang])
    (reply,) = await member.says(text)

    assert len(reply.buttons) == 2
    assert not (await statement(member)).is_granted


async def claimed(family, way):
    """
    She has said that Ali's card is hers.
    """
    await asked_about_a_card(family, way)
    replies = await family.says(YES[way])
    assert JOINED[answers(way)] in replies[0].text
    assert len(await merges(family)) == 1


@pytest.mark.parametrize(("way", "text"), NOT_MINE)
async def test_a_card_that_was_claimed_is_taken_out_after_one_question(
    family, way, text
):
    lang = answers(way)
    await claimed(family, way)
    (ask,) = await family.says(text)
    assert TAKE_OUT[lang] in ask.text
    assert len(ask.buttons) == 2
    assert len(await merges(family)) == 1

    (reply,) = await family.says(YES[way])
    assert DONE[lang] in reply.text
    assert await merges(family) == ()
    # Neither told nor asked about any more.
    replies = await family.says(POINTS[way])
    assert all(len(each.buttons) < 2 for each in replies)
    for points in ("۱٬۲۵۰", "1,250", "١٬٢٥٠"):
        assert points not in texts(replies)


@pytest.mark.parametrize("way", sorted(POINTS))
async def test_who_keeps_the_card_after_all_keeps_it(family, way):
    await claimed(family, way)
    await family.says({"ar": "لا", "en": "no"}.get(answers(way), "نه"))
    await family.presses({"fa": "نه", "ar": "لا", "en": "No"}[answers(way)])

    assert len(await merges(family)) == 1


async def test_a_card_is_taken_back_hours_later_by_its_name_alone(family):
    await claimed(family, "en")
    await family.says("opening hours?")
    family.now += timedelta(hours=1)
    await family.says("it isn't mine")
    assert len(await merges(family)) == 1
    (ask,) = await family.says("that card isn't mine")
    assert TAKE_OUT["en"] in ask.text
    await family.says("yes, take it out")

    assert await merges(family) == ()


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("fa", "ببخشید اشتباه شد، مال خودم بود"),
        ("fa-Latn", "na bebakhshid male khodame"),
        ("ar", "لا هي لي"),
        ("en", "sorry, I was wrong"),
    ],
)
async def test_a_no_to_a_card_is_taken_back_by_people_alone(family, way, text):
    lang = answers(way)
    await asked_about_a_card(family, way)
    await family.presses({"fa": "نه", "ar": "لا", "en": "No"}[lang])
    (reply,) = await family.says(text)

    assert BY_PEOPLE[lang] in reply.text
    assert await merges(family) == ()


async def test_nobody_else_takes_it_back(family):
    """
    Another customer, who is taken for one person with her, reads the same thread.
    """
    family.source.customers["8"] = replace(
        a_customer("8", "سعید کریمی"), phones=("+989120000008",), emails=()
    )
    await claimed(family, "en")
    family.sign_in("8")
    for text in ("that card isn't mine", "yes"):
        await family.says(text)

    assert len(await merges(family)) == 1
