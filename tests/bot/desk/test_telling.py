"""
Who comes and who goes is told by name, in the customer's language.
"""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import yaml

from bot import HOUSE
from bot.desk.telling import Telling
from bot.engine.words import Words
from tests.bot.desk.house import House

SARA = {"fa": "سارا", "en": "Sara"}


def wording(response: str, language: str, **fields: str) -> str:
    """
    The response, its language and its fields.
    """
    return f"{response} {language} {' '.join(fields.values())}".strip()


@pytest.fixture
def telling(house: House) -> Telling:
    """
    Of a shop in Tehran, where it is 03:30.
    """
    return Telling(wording, clock=house.clock, zone=ZoneInfo("Asia/Tehran"))


@pytest.mark.parametrize(
    ("language", "name"), [("fa", "سارا"), ("en", "Sara"), ("ar", "سارا")]
)
async def test_the_name_is_the_one_in_their_language(
    house: House, telling: Telling, language: str, name: str
) -> None:
    found = await house.waiting(language=language)
    joined, left = telling.joined(SARA)(found), telling.left(SARA)(found)
    assert joined is not None
    assert left is not None
    assert (joined.text, joined.lang) == (
        f"utter_desk_joined {language} {name}",
        language,
    )
    assert left.text == f"utter_desk_left {language} {name}"
    assert joined.id != left.id


async def test_an_account_that_is_gone_was_a_colleague(
    house: House, telling: Telling
) -> None:
    found = await house.waiting(language="fa")
    left = telling.left({})(found)
    assert left is not None
    assert left.text == "utter_desk_left fa همکارم"


@pytest.mark.parametrize(
    ("language", "by"),
    [("fa", "ساعت ۰۳:۵۰"), ("ar", "الساعة ٠٣:٥٠"), ("en", "03:50")],
)
async def test_a_new_promise_is_told_by_the_shops_clock(
    house: House, telling: Telling, language: str, by: str
) -> None:
    soon = house.clock() + timedelta(minutes=20)
    told = telling.late(await house.waiting(language=language, promised_at=soon))
    assert told is not None
    assert told.text == f"utter_desk_late {language} {by}"


async def test_without_another_promise_none_is_made_up(
    house: House, telling: Telling
) -> None:
    told = telling.late(await house.waiting())
    assert told is not None
    assert told.text == "utter_desk_late_open en"


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_who_hands_on_to_whom_is_told_by_name_in_the_shops_own_words(
    house: House, lang: str
) -> None:
    """
    Somebody who vanished is told otherwise than somebody who hands on.
    """
    domain = yaml.safe_load(
        (HOUSE / "bot" / "domain" / "people.yml").read_text("utf-8")
    )
    words = Words(domain["responses"], {})

    def real(response: str, language: str, **fields: str) -> str:
        said = words.say(response, {"language": language}, **fields)
        assert said is not None
        return str(said["text"])

    telling = Telling(real, clock=house.clock, zone=ZoneInfo("UTC"))
    found = await house.waiting(language=lang)
    sara, omid = {lang: "S-name"}, {lang: "O-name"}
    told = {
        name: made(found)
        for name, made in {
            "released": telling.released(sara),
            "passed on": telling.passed_on(sara),
            "left": telling.left(sara),
            "joined": telling.joined(sara),
            "transferred": telling.transferred(sara, omid),
        }.items()
    }
    texts = {name: each.text for name, each in told.items() if each is not None}
    assert len(set(texts.values())) == len(told)
    assert all("S-name" in text for text in texts.values())
    assert texts["transferred"].index("S-name") < texts["transferred"].index("O-name")
    assert not any("{" in text for text in texts.values())
    # Each is said once, whoever says it.
    assert len({each.id for each in told.values() if each is not None}) == len(told)
