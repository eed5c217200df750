"""
A place on the map: the nearest branches, how far they are, and whether they are open.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from tests.conversations import demo_orders
from tests.conversations.changes import ANSWERED_IN, SEND, said
from tests.conversations.wishes import (
    LANGUAGES,
    SHOP,
    SUNDAY_EVENING,
    SUNDAY_NIGHT,
    answer,
)

pytestmark = pytest.mark.engine

VANAK = {"latitude": "35.7575", "longitude": "51.41"}
NEAR = {
    "fa": ("شعبه‌ی ولیعصر", "۴۲۰ متر"),
    "ar": ("فرع ولي عصر", "٤٢٠ م"),
    "en": ("Valiasr branch", "420 m"),
}
OPEN = {"fa": "الان باز است", "ar": "مفتوح الآن", "en": "open now"}
CLOSED = {"fa": "الان بسته است", "ar": "مغلق الآن", "en": "closed now"}
WORDS = {"fa": "نشانی را با کلمه", "ar": "اكتبه من فضلك بالكلمات", "en": "in words"}


def words(response, lang, **fields):
    """
    What a response says.
    """
    return services.services().wording(response, lang, **fields)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_the_nearest_branch_is_told_with_its_way_and_hours(talk, shop, lang):
    (reply,) = await answer(talk, lang, "location_shared", **VANAK)

    branch, far = NEAR[lang]
    assert branch in reply.text
    assert far in reply.text
    assert OPEN[lang] in reply.text
    assert [card.id for card in reply.cards] == [
        "tehran-valiasr",
        "tehran-tehranpars",
        "isfahan",
    ]
    first = reply.cards[0]
    assert (first.kind, first.state) == ("branch", "open")
    assert first.rows[0].value == far


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_at_night_it_is_said_when_it_opens(talk, shop, lang):
    talk.now = SUNDAY_NIGHT
    (reply,) = await answer(talk, lang, "location_shared", **VANAK)
    assert CLOSED[lang] in reply.text
    assert OPEN[lang] not in reply.text


async def test_each_card_says_how_things_stand_there(talk, shop):
    talk.now = SUNDAY_EVENING
    (reply,) = await answer(talk, "en", "location_shared", **VANAK)
    states = {card.id: card.state for card in reply.cards}
    assert states["tehran-valiasr"] == "open"
    assert states["tehran-tehranpars"] == "closed"


async def test_what_is_asked_next_is_about_the_nearest(talk, shop):
    await answer(talk, "en", "location_shared", **VANAK)
    (reply,) = await talk.says("and on Friday?")
    assert [card.id for card in reply.cards] == ["tehran-valiasr"]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "place", [("nan", "51"), ("135", "51"), ("35", "181"), ("", ""), ("inf", "nan")]
)
async def test_no_place_on_the_earth_is_asked_for_in_words(talk, shop, lang, place):
    named = dict(zip(("latitude", "longitude"), place, strict=True))
    (reply,) = await answer(talk, lang, "location_shared", **named)
    assert reply.text == words("utter_location_unusable", lang)
    assert reply.cards == ()


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_shop_without_branches_says_so(talk, shop, lang):
    shop(replace(SHOP, branches=()))
    (reply,) = await answer(talk, lang, "location_shared", **VANAK)
    assert reply.text == words("utter_no_branches", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_a_shop_that_is_on_no_map_shows_all_its_branches(talk, shop, lang):
    shop(
        replace(SHOP, branches=tuple(replace(each, at=None) for each in SHOP.branches))
    )
    (reply,) = await answer(talk, lang, "location_shared", **VANAK)
    assert reply.text == words("utter_location_unmeasured", lang)
    assert len(reply.cards) == len(SHOP.branches)


async def test_a_branch_that_is_on_no_map_is_not_the_nearest(talk, shop):
    first, *others = SHOP.branches
    shop(replace(SHOP, branches=(replace(first, at=None), *others)))
    (reply,) = await answer(talk, "en", "location_shared", **VANAK)
    assert "Tehranpars" in reply.text
    assert first.key not in {card.id for card in reply.cards}


@pytest.mark.parametrize("way", ["fa", "ar", "en"])
async def test_a_new_address_has_to_be_written(buyer, way):
    lang = ANSWERED_IN[way]
    order = demo_orders.to_change(buyer.file)
    buyer.sign_in(order.customer)
    asked = await buyer.says(SEND[way].format(number=order.number))
    replies = await buyer.happens(Choice("location_shared", VANAK))

    assert WORDS[lang] in said(replies)
    assert replies[-1].text.endswith(asked[-1].text)
    assert not any(reply.cards for reply in replies)
