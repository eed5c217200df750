"""
A conversation in five lines: the same each time, in the agent's language.
"""

import asyncio
from datetime import datetime, timezone

import pytest

from bot.handoff.account import Account, Names, Thing, ThingKind
from bot.handoff.packet import Came, Deed, Wish
from bot.handoff.said import Outcome, Said
from bot.handoff.sentiment import MoodJudge
from bot.handoff.summary import (
    LONGEST_LINE,
    OfflineSummariser,
    key_sentence,
    summary_of,
)

SAID = (
    Said("سلام وقت بخیر"),
    Said("سفارش ۱۰۰۴۲ من کجاست؟", wish="track_order"),
    Said("میخوام لغوش کنم چون دیگه عمرا از شما خرید کنم", outcome=Outcome.FAILED),
    Said("چند بار باید بگم؟؟", outcome=Outcome.NOT_UNDERSTOOD),
)
QUOTED = "میخوام لغوش کنم چون دیگه عمرا از شما خرید کنم"
MOMENT = datetime(2026, 11, 22, 9, tzinfo=timezone.utc)
TRACK = {"fa": "پیگیری سفارش", "ar": "تتبّع طلب", "en": "Track an order"}
CANCEL = {"fa": "لغو سفارش", "ar": "إلغاء طلب", "en": "Cancel an order"}
ACCOUNT = Account(
    SAID,
    customer="Sara Ahmadi",
    is_proven=True,
    wishes=(Wish("track_order", is_open=False), Wish("cancel_order")),
    things=(
        Thing(
            ThingKind.ORDER,
            "10042",
            {"fa": "ارسال‌شده", "ar": "تم شحنه", "en": "shipped"},
        ),
    ),
    deeds=(
        Deed("action_track_order", Came.DONE, MOMENT),
        Deed("action_cancel_order", Came.REFUSED, MOMENT, "sent"),
    ),
    names=Names(
        {"track_order": TRACK, "cancel_order": CANCEL},
        {"sent": {"fa": "ارسال شده", "ar": "شُحن", "en": "already sent"}},
    ),
    mood=MoodJudge().judge(SAID),
)


def test_it_tells_who_what_which_done_failed_open_and_mood():
    summary = summary_of(ACCOUNT, "en")
    assert summary.by == "offline"
    assert summary.lines == (
        (
            "\u2068Sara Ahmadi\u2069 (identity proven) writes in Persian and wants: "
            "Track an order and Cancel an order."
        ),
        f'In their own words: "\u2068{QUOTED}\u2069"',
        "About order \u206810042\u2069 (shipped).",
        (
            "The bot did: Track an order. It failed: Cancel an order (already sent). "
            "Messages the bot did not understand: 1."
        ),
        (
            "Still open: Cancel an order. The customer is upset "
            "(a threat to complain or leave and out of patience)."
        ),
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fa", ("فارسی", "۱ پیام", "لغو سفارش", "ارسال‌شده", "باز مانده", "ناراحت")),
        ("ar", ("بالفارسية", "إلغاء طلب", "تم شحنه", "مفتوحًا", "منزعج")),
        ("en", ("Persian", "Cancel an order", "shipped", "open", "upset")),
    ],
)
def test_every_agent_reads_it_in_their_own_language(language, words):
    summary = summary_of(ACCOUNT, language)
    whole = " ".join(summary.lines)
    assert [word for word in words if word not in whole] == []
    assert len(summary.lines) == 5
    # The customer's words stay their own.
    assert "دیگه عمرا از شما خرید کنم" in whole
    assert "{" not in whole


async def test_the_same_account_gives_the_same_summary():
    summaries = await asyncio.gather(
        *(OfflineSummariser().summarise(ACCOUNT, "ar") for _ in range(3))
    )
    assert len(set(summaries)) == 1


def test_a_greeting_alone_is_a_summary_too():
    summary = summary_of(Account((Said("hello"),)), "en")
    assert summary.lines == (
        "An unknown customer writes in English; what is wanted did not become clear.",
        'In their own words: "\u2068hello\u2069"',
    )


@pytest.mark.parametrize("language", ["fa", "ar", "en"])
def test_an_empty_account_raises_nothing(language):
    assert len(summary_of(Account(()), language).lines) == 1


def test_the_key_sentence_names_the_thing_and_not_the_greeting():
    said = (
        Said("Good evening dear team. I hope you are all very well today!"),
        Said("The kettle from order 48213 stopped working. Thanks a lot."),
    )
    things = (Thing(ThingKind.ORDER, "48213"),)
    account = Account(said, things=things)
    assert key_sentence(account) == "The kettle from order 48213 stopped working."


def test_lines_stay_short_and_directions_closed():
    nasty = "\u202eevil\x1b[31m " + "word " * 400
    account = Account(
        (Said(nasty),),
        customer="x" * 500,
        wishes=tuple(Wish("w" * 200) for _ in range(9)),
        things=tuple(Thing(ThingKind.PRODUCT, "y" * 300) for _ in range(9)),
    )
    for line in summary_of(account, "en").lines:
        assert len(line) <= LONGEST_LINE
        assert line.count("\u2068") == line.count("\u2069")
        assert "\x1b" not in line
        assert "\u202e" not in line


def test_braces_in_a_customers_words_are_only_letters():
    account = Account((Said("where is {wishes} and {0.__class__} please"),))
    assert "{wishes} and {0.__class__}" in summary_of(account, "en").lines[1]


def test_what_the_bot_has_counted_itself_is_told_where_the_thread_does_not_show_it():
    unclear = Deed("action_rephrase", Came.UNCLEAR, MOMENT, times=2)
    account = Account((Said("blorf zindle"), Said("wug fendle")), deeds=(unclear,))
    assert "Messages the bot did not understand: 2." in summary_of(account, "en").lines


def test_a_code_that_nobody_has_named_is_told_as_it_is():
    failed = Deed("action_fly", Came.FAILED, MOMENT, "NoWings")
    account = Account((Said("fly me"),), wishes=(Wish("fly_home"),), deeds=(failed,))
    whole = " ".join(summary_of(account, "fa").lines)
    assert "fly home" in whole
    assert "fly (NoWings)" in whole


PHOTOS = {"fa": "بفرمایید عکس‌ها", "ar": "تفضل الصور", "en": "here are photos"}
WISHED = {
    "fa": ("سفارشم هنوز نرسیده!! شماره‌ام ۲۱۹۶۲ است", "۲۱۹۶۲"),
    "fa-Latn": ("sefaresham kheyli dir karde!! shomaresh 21962", "21962"),
    "ar": ("طلبي لم يصل أبدًا!! رقمي 21962", "21962"),
    "en": ("My order never arrived!! my number is 21962", "21962"),
}


@pytest.mark.parametrize("way", WISHED)
@pytest.mark.parametrize("wish", ["track_order", ""])
def test_the_key_sentence_is_the_wish_with_its_number_not_what_came_last(way, wish):
    text, number = WISHED[way]
    last = PHOTOS["fa" if way == "fa-Latn" else way]
    said = (Said("hello"), Said(text, wish=wish), Said(last), Said("ok"))
    account = Account(said, wishes=(Wish(wish),) if wish else ())
    sentence = key_sentence(account)
    assert number in sentence
    assert text.split()[0] in sentence


def test_what_was_answered_in_between_does_not_stand_for_the_wish():
    said = (
        Said("sefaresham kojast? kheyli dir karde", wish="track_order"),
        Said("chand ta shobe darid tehran", wish="store_locations"),
        Said("khak tu saret ba in javab dadanet akhe"),
    )
    account = Account(said, wishes=(Wish("track_order"),))
    assert "dir karde" in key_sentence(account)


def test_of_two_like_wishes_the_later_is_told():
    said = (Said("the red kettle is broken"), Said("the blue kettle is broken"))
    assert key_sentence(Account(said)) == "the blue kettle is broken"


@pytest.mark.parametrize(
    ("language", "words"),
    [("fa", "تأیید نشده"), ("ar", "غير مؤكَّد"), ("en", "(not verified)")],
)
def test_a_number_that_a_guest_named_is_told_as_not_verified(language, words):
    account = Account((Said("my number is 21962"),), named=("21962",))
    (line,) = [each for each in summary_of(account, language).lines if words in each]
    shown = {"fa": "۲۱۹۶۲", "ar": "٢١٩٦٢", "en": "21962"}
    assert shown[language] in line
