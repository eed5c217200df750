"""
Whether a branch is open, when it opens, where it is: by the shop's own clock.
"""

from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest

from actions import services
from tests.conversations.wishes import (
    FRIDAY,
    LANGUAGES,
    SHOP,
    SUNDAY_DAWN,
    SUNDAY_EVENING,
    SUNDAY_NIGHT,
    SUNDAY_NOON,
    THURSDAY_NIGHT,
    answer,
)
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine


@pytest.mark.parametrize(
    ("lang", "text", "branch", "until"),
    [
        ("fa", "شعبه اصفهان الان بازه؟", "شعبه‌ی اصفهان", "۲۰:۳۰"),
        ("ar", "هل فرع أصفهان مفتوح الآن؟", "فرع أصفهان", "٢٠:٣٠"),
        ("en", "is the Isfahan branch open now?", "Isfahan branch", "20:30"),
    ],
)
async def test_a_branch_that_is_open_is_said_to_be_open(
    talk, shop, lang, text, branch, until
):
    (reply,) = await answer(talk, lang, "store_hours", text)

    assert branch in reply.text
    assert until in reply.text
    (card,) = reply.cards
    assert (card.kind, card.id, card.state) == ("branch", "isfahan", "open")
    assert card.status


@pytest.mark.parametrize(
    ("now", "text", "states"),
    [
        (FRIDAY, "Isfahan branch", {"isfahan": "closed"}),
        (FRIDAY, "Mashhad branch", {"mashhad": "open"}),
        (
            FRIDAY,
            "branches in Tehran",
            {"tehran-valiasr": "open", "tehran-tehranpars": "closed"},
        ),
        (SUNDAY_NOON, "Ahvaz", {"ahvaz": "open"}),
        (SUNDAY_NOON.replace(hour=11), "Ahvaz", {"ahvaz": "closed"}),
    ],
)
async def test_open_or_closed_is_told_by_the_shops_clock(talk, shop, now, text, states):
    talk.now = now

    (reply,) = await answer(talk, "en", "store_hours", text)

    assert {card.id: card.state for card in reply.cards} == states


async def test_a_closed_branch_is_said_to_open_next(talk, shop):
    talk.now = THURSDAY_NIGHT

    (mashhad,) = await answer(talk, "en", "store_hours", "Mashhad")
    (isfahan,) = await answer(talk, "fa", "store_hours", "اصفهان")

    assert "Mashhad branch is closed now and opens tomorrow 17:00." in mashhad.text
    assert "شنبه ۷ آذر ۱۴۰۵ ۰۹:۰۰" in isfahan.text


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_hours_of_a_day_that_was_named_are_told(talk, shop, lang):
    (reply,) = await answer(talk, lang, "store_hours", date="2026-11-27")

    hours = {card.id: card.rows[1].value for card in reply.cards}
    expected = {
        "fa": ("۱۶:۰۰ تا ۲۱:۰۰", "تعطیل", "جمعه ۶ آذر ۱۴۰۵"),
        "ar": ("١٦:٠٠ إلى ٢١:٠٠", "مغلق", "الجمعة ٢٧ نوفمبر ٢٠٢٦"),
        "en": ("16:00 to 21:00", "closed", "Friday 27 November 2026"),
    }[lang]
    assert (hours["tehran-valiasr"], hours["isfahan"]) == expected[:2]
    assert expected[2] in reply.text
    assert {card.state for card in reply.cards} == {""}


@pytest.mark.parametrize(
    ("text", "date", "first"),
    slow_but_first(
        [
            ("فردا بازید؟", "2026-11-23", "بله، فردا همهٔ شعبه‌هایمان بازند."),
            ("farda bazid?", "2026-11-23", "بله، فردا همهٔ شعبه‌هایمان بازند."),
            ("هل أنتم مفتوحون غدا؟", "2026-11-23", "نعم، جميع فروعنا مفتوحة غدًا."),
            ("are you open tomorrow?", "2026-11-23", "Yes. All our branches are open"),
            ("are you closed tomorrow?", "2026-11-23", "No. All our branches are open"),
            (
                "is Isfahan open on friday?",
                "2026-11-27",
                "No. Isfahan branch is not open",
            ),
            ("شعبه اصفهان جمعه بازه؟", "2026-11-27", "نه، شعبه‌ی اصفهان جمعه ۶ آذر"),
            ("هل فرع أصفهان مفتوح الجمعة؟", "2026-11-27", "لا، فرع أصفهان لا يفتح"),
            ("is Mashhad open on friday?", "2026-11-27", "Yes. Mashhad branch is open"),
            (
                "is Isfahan closed on friday?",
                "2026-11-27",
                "Yes. Isfahan branch is not",
            ),
            # Neither yes nor no is true of all of them.
            ("are you open on friday?", "2026-11-27", "Some of our branches are open"),
            # No question of whether.
            (
                "what time do you open tomorrow",
                "2026-11-23",
                "All our branches are open",
            ),
        ]
    ),
)
async def test_whether_it_is_open_is_answered_with_yes_or_no_first(
    talk, shop, text, date, first
):
    lang = "en" if text.isascii() and "bazid" not in text else "fa"
    lang = "ar" if "هل" in text else lang
    (reply,) = await answer(talk, lang, "store_hours", text, date=date)

    assert reply.text.startswith(first)
    assert reply.cards


@pytest.mark.parametrize(
    ("lang", "text", "date", "first"),
    [
        (
            "en",
            "are your branches in Tehran open on friday?",
            "2026-11-27",
            "Some of the",
        ),
        (
            "en",
            "are the Tehran branches open tomorrow?",
            "2026-11-23",
            "Yes. All of the",
        ),
        (
            "en",
            "are the Tehran branches open now?",
            "",
            "Yes. By their usual hours, all",
        ),
        ("fa", "شعبه‌های تهران جمعه بازند؟", "2026-11-27", "از این شعبه‌ها جمعه ۶ آذر"),
        ("fa", "شعبه‌های تهران فردا بازند؟", "2026-11-23", "بله، فردا همهٔ این شعبه‌ها"),
        (
            "fa",
            "shobehaye tehran farda bazan?",
            "2026-11-23",
            "بله، فردا همهٔ این شعبه‌ها",
        ),
        (
            "ar",
            "هل فروع طهران مفتوحة غدا؟",
            "2026-11-23",
            "نعم، جميع هذه الفروع مفتوحة",
        ),
    ],
)
async def test_of_one_citys_branches_nothing_is_said_of_all_others(
    talk, shop, lang, text, date, first
):
    named = {"date": date} if date else {}
    (reply,) = await answer(talk, lang, "store_hours", text, city="tehran", **named)

    assert reply.text.startswith(first)
    assert [card.id for card in reply.cards] == ["tehran-valiasr", "tehran-tehranpars"]
    for ours in ("our branches", "شعبه‌هایمان", "فروعنا"):
        assert ours not in reply.text


@pytest.mark.parametrize(
    ("lang", "text", "first"),
    [
        ("en", "were you open yesterday?", "Yes. Usual hours on Saturday 21 November"),
        ("en", "was Isfahan open yesterday?", "Yes. Usual hours on Saturday"),
        ("fa", "دیروز باز بودین؟", "بله، ساعت کار معمول در شنبه ۳۰ آبان"),
        ("fa", "diruz baz budin?", "بله، ساعت کار معمول در شنبه ۳۰ آبان"),
        ("ar", "هل كنتم فاتحين أمس؟", "نعم، ساعات العمل المعتادة السبت ٢١ نوفمبر"),
    ],
)
async def test_no_branch_is_open_on_a_day_that_is_over(talk, shop, lang, text, first):
    (reply,) = await answer(talk, lang, "store_hours", text, date="2026-11-21")

    assert reply.text.startswith(first)
    assert reply.cards[0].rows


@pytest.mark.parametrize(
    ("now", "text", "date", "first"),
    slow_but_first(
        [
            (SUNDAY_NOON, "are you open now?", "", "Yes. By their usual hours, all"),
            (FRIDAY, "are you open now?", "", "By their usual hours, some of our"),
            (THURSDAY_NIGHT, "are you open now?", "", "No. By their usual hours, none"),
            (SUNDAY_NOON, "is Isfahan open now?", "", "Yes. By its usual hours,"),
            (FRIDAY, "is Isfahan open now?", "", "No. By its usual hours, Isfahan"),
            (SUNDAY_NOON, "are you open today?", "2026-11-22", "Yes. All our branches"),
            # At six in the morning of a day on which it opens at nine.
            (
                SUNDAY_DAWN,
                "is Isfahan open today?",
                "2026-11-22",
                "By its usual hours,",
            ),
            (SUNDAY_DAWN, "are you open today?", "2026-11-22", "Yes. All our branches"),
            # At a quarter past nine in the evening, and when the last has closed.
            (
                SUNDAY_EVENING,
                "are you open today?",
                "2026-11-22",
                "Some of our branches",
            ),
            (
                SUNDAY_NIGHT,
                "are you open today?",
                "2026-11-22",
                "No. By their usual hours",
            ),
        ]
    ),
)
async def test_so_is_whether_it_is_open_now_or_today(
    talk, shop, now, text, date, first
):
    talk.now = now
    named = {"date": date} if date else {}

    (reply,) = await answer(talk, "en", "store_hours", text, **named)

    assert reply.text.startswith(first)


async def test_a_shop_without_branches_says_whether_it_is_reached_on_a_day(talk, shop):
    shop(replace(SHOP, branches=()))
    ask = "are you open then?"

    (open_,) = await answer(talk, "en", "store_hours", ask, date="2026-11-23")
    (closed,) = await answer(talk, "en", "store_hours", ask, date="2026-11-27")
    (over,) = await answer(talk, "en", "store_hours", ask, date="2026-11-21")

    assert open_.text.startswith("Yes. The telephone \u2066+982100000100\u2069 is")
    assert "09:00 to 21:00" in open_.text
    assert closed.text.startswith("No. The telephone")
    assert over.text.startswith("Yes. Hours of the telephone")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("karaj shobe darid?", "در کرج شعبه نداریم"),
        ("کرج شعبه دارید؟", "در کرج شعبه نداریم"),
        ("do you have a branch in کرج", "no branch in Karaj"),
        ("عندكم فرع في كرج؟", "ليس لنا فرع في كرج"),
    ],
)
async def test_a_city_is_called_as_the_answers_language_does(talk, shop, text, said):
    (reply,) = await talk.says(text)

    assert said in reply.text


async def test_of_today_it_is_told_whether_it_is_open_now(talk, shop):
    (reply,) = await answer(talk, "en", "store_hours", "Isfahan?", date="2026-11-22")

    assert "is open now, until 20:30" in reply.text
    assert [card.state for card in reply.cards] == ["open"]


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_all_branches_are_shown_with_address_telephone_and_map(talk, shop, lang):
    (reply,) = await answer(talk, lang, "store_locations")

    assert [card.id for card in reply.cards] == [b.key for b in SHOP.branches]
    for card, branch in zip(reply.cards, SHOP.branches, strict=True):
        values = [row.value for row in card.rows]
        assert card.title == branch.name[lang]
        assert branch.address[lang] in values
        assert branch.map in values


async def test_the_branches_of_a_city_are_shown_alone(talk, shop):
    (reply,) = await answer(talk, "fa", "store_locations", city="تهران")

    assert [card.id for card in reply.cards] == ["tehran-valiasr", "tehran-tehranpars"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("intent", ["store_hours", "store_locations"])
async def test_where_there_is_no_branch_it_is_said_and_all_are_shown(
    talk, shop, lang, intent
):
    (reply,) = await answer(talk, lang, intent, city="شیراز")

    assert "شیراز" in reply.text
    assert len(reply.cards) == len(SHOP.branches)


async def test_a_shop_without_branches_tells_when_its_telephone_is_answered(talk, shop):
    shop(replace(SHOP, branches=()))

    (now,) = await answer(talk, "en", "store_hours")
    talk.now = THURSDAY_NIGHT
    (later,) = await answer(talk, "en", "store_hours")

    assert "is answered now, until 21:00." in now.text
    assert "we are back Saturday 28 November 2026 09:00." in later.text


async def test_many_branches_are_not_all_shown_at_once(talk, shop):
    many = tuple(replace(SHOP.branches[0], key=f"branch-{n}") for n in range(9))
    shop(replace(SHOP, branches=many))

    (reply,) = await answer(talk, "en", "store_locations")

    assert len(reply.cards) == 6
    assert "by their city" in reply.text


async def test_the_zone_of_the_shop_decides_what_is_now(talk, shop):
    known = services.services()
    services.configure(replace(known, zone=ZoneInfo("Asia/Tokyo")))

    (reply,) = await answer(talk, "en", "store_hours", "Isfahan")

    # 17:30 in Tokyo, and still open there; at 12:00 UTC it is 21:00 and closed.
    assert reply.cards[0].state == "open"
    talk.now = SUNDAY_NOON.replace(hour=12)
    (reply,) = await answer(talk, "en", "store_hours", "Isfahan")
    assert reply.cards[0].state == "closed"
