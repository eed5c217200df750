"""
Ready-made replies: the shop's and one's own.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from bot import HOUSE
from bot.accounts.rights import Role
from bot.desk import canned
from bot.desk.web.canned import canned_routes, shown
from bot.handoff.policy import Reason
from bot.shop_values import LANGUAGES, BadShopFileError
from tests.bot.accounts.web import HOST, app_of
from tests.bot.both import address
from tests.bot.desk.counter import SHOP, Counter, counter

__all__ = ["address"]  # a fixture: SQLite and PostgreSQL

PATH = "/desk/api/canned"
HELLO = {
    "title": "Hello",
    "texts": {"fa": "سلام {customer}، من {agent} هستم.", "en": "Hello {customer}!"},
}


@pytest.fixture
async def desk(address: str) -> AsyncIterator[Counter]:
    """
    A desk with ready-made replies.
    """
    async with counter(
        address, lambda made: canned_routes(made.guard, made.accounts)
    ) as made:
        yield made


async def test_ones_own_is_ones_own(desk: Counter) -> None:
    sara, omid = await desk.agent("sara"), await desk.agent("omid")
    made = (await sara.post(PATH, **HELLO)).json()
    assert made["mine"]
    assert made["texts"] == HELLO["texts"]
    (shown,) = (await sara.get(PATH)).json()["replies"]
    assert shown == made
    assert (await omid.get(PATH)).json() == {"replies": []}
    for method in ("PUT", "DELETE"):
        answer = await omid.send(method, f"{PATH}/{made['id']}", **HELLO)
        assert (answer.status_code, answer.json()) == (404, {"error": "not_found"})
    changed = {**HELLO, "title": "Hi", "skill": "Returns", "about": ["return_item"]}
    answer = (await sara.send("PUT", f"{PATH}/{made['id']}", **changed)).json()
    assert (answer["title"], answer["skill"]) == ("Hi", "returns")
    assert answer["about"] == ["return_item"]
    assert (await sara.send("DELETE", f"{PATH}/{made['id']}")).status_code == 204
    assert (await sara.get(PATH)).json() == {"replies": []}


async def test_the_shops_take_the_right_to_it_and_are_logged(desk: Counter) -> None:
    sara = await desk.agent("sara")
    mina = await desk.agent("mina", Role.LEAD)
    answer = await sara.post(PATH, **HELLO, shop=True)
    assert (answer.status_code, answer.json()) == (403, {"error": "not_allowed"})
    made = (await mina.post(PATH, **HELLO, shop=True)).json()
    assert not made["mine"]
    (shown,) = (await sara.get(PATH)).json()["replies"]
    assert shown["id"] == made["id"]
    for method in ("PUT", "DELETE"):
        answer = await sara.send(method, f"{PATH}/{made['id']}", **HELLO)
        assert answer.status_code == 403
    await mina.send("PUT", f"{PATH}/{made['id']}", **HELLO)
    await mina.send("DELETE", f"{PATH}/{made['id']}")
    deeds = [each.deed for each in await desk.log("canned")]
    assert deeds == ["canned.removed", "canned.changed", "canned.added"]


async def test_those_of_the_shops_file_are_there_until_another_stands_for_them(
    address: str,
) -> None:
    of_file = canned.of_file([HELLO, {**HELLO, "title": "Bye"}])

    async with counter(
        address, lambda made: canned_routes(made.guard, made.accounts, of_file)
    ) as desk:
        sara, mina = await desk.agent("sara"), await desk.agent("mina", Role.LEAD)

        async def titles() -> list[tuple[str, bool]]:
            found = (await sara.get(PATH)).json()["replies"]
            return [(each["title"], each["in_file"]) for each in found]

        assert await titles() == [("Bye", True), ("Hello", True)]
        (bye, _) = (await sara.get(PATH)).json()["replies"]
        # Nobody changes the file from here.
        for method in ("PUT", "DELETE"):
            answer = await mina.send(method, f"{PATH}/{bye['id']}", **HELLO)
            assert answer.status_code in (400, 404)
        # One's own is beside it, the shop's is in its place.
        await sara.post(PATH, **HELLO)
        made = (await mina.post(PATH, **HELLO, shop=True)).json()
        assert await titles() == [("Bye", True), ("Hello", False), ("Hello", False)]
        await mina.send("DELETE", f"{PATH}/{made['id']}")
        assert ("Hello", True) in await titles()


def test_titles_of_the_file_may_be_by_language() -> None:
    titles = {"fa": "سلام", "en": "Hello"}
    (reply,) = canned.of_file([{**HELLO, "title": titles, "asks": ["order"]}])
    assert (reply.title, dict(reply.titles)) == ("سلام", titles)
    assert shown(reply, 1)["titles"] == titles
    assert reply.asks == {"order"}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": {}}, "bad_title"),
        ({"title": {"de": "Hallo"}}, "bad_title"),
        ({"title": {"en": " "}}, "bad_title"),
        ({"asks": "order"}, "bad_asks"),
        ({"asks": ["costumer"]}, "bad_asks"),
    ],
)
def test_titles_and_what_is_asked_for_are_checked(
    changed: dict[str, Any], error: str
) -> None:
    with pytest.raises(BadShopFileError, match=error):
        canned.of_file([{**HELLO, **changed}])


async def test_the_shops_own_stands_for_a_title_in_any_language(
    tmp_path: Path,
) -> None:
    titles = {"fa": "سلام", "en": "Hello"}
    of_file = canned.of_file([{**HELLO, "title": titles}])

    async with counter(
        tmp_path, lambda made: canned_routes(made.guard, made.accounts, of_file)
    ) as desk:
        mina = await desk.agent("mina", Role.LEAD)
        made = (await mina.post(PATH, **HELLO, shop=True)).json()
        (one,) = (await mina.get(PATH)).json()["replies"]
        assert (one["id"], one["title"]) == (made["id"], "Hello")


def test_a_reply_of_the_file_that_cannot_be_kept_is_named() -> None:
    wrong = {"title": "x", "texts": {"en": "Dear {costumer}"}}
    with pytest.raises(BadShopFileError, match=r"the reply 2 .*costumer"):
        canned.of_file([HELLO, wrong])


def test_the_demo_has_replies_in_every_language_for_real_wishes() -> None:
    found = canned.of_file(SHOP.desk.replies)
    assert len(found) >= 12
    values = dict.fromkeys(canned.FIELDS, "x")
    for reply in found:
        assert all(reply.filled(each, values) for each in LANGUAGES), reply.title
    intents = set()
    for path in (HOUSE / "bot" / "domain").glob("*.yml"):
        listed = yaml.safe_load(path.read_text("utf-8")).get("intents", [])
        intents |= {e if isinstance(e, str) else next(iter(e)) for e in listed}
    codes = {code for reply in found for code in reply.about}
    assert codes <= intents | {each.value for each in Reason}


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"title": " "}, "bad_title"),
        ({"title": "x" * 81}, "bad_title"),
        ({"title": "a\0b"}, "bad_title"),
        ({"title": "a\ud800"}, "bad_title"),
        ({"texts": {}}, "bad_texts"),
        ({"texts": {"en": "a\0b"}}, "bad_texts"),
        ({"texts": {"fa": "  "}}, "bad_texts"),
        ({"texts": {"de": "Hallo"}}, "bad_texts"),
        ({"texts": {"en": 7}}, "bad_texts"),
        ({"texts": {"en": "x" * 2001}}, "text_too_long"),
        ({"texts": {"en": "Dear {costumer}"}}, "unknown_field"),
        ({"texts": {"en": "Dear {customer"}}, "unknown_field"),
        ({"texts": {"en": "Dear {customer.__class__}"}}, "unknown_field"),
        ({"texts": {"en": "a {}"}}, "unknown_field"),
        ({"skill": "two words"}, "bad_skill"),
        ({"skill": "a\0b"}, "bad_skill"),
        ({"skill": "a\ud800"}, "bad_skill"),
        ({"about": ["A B"]}, "bad_about"),
        ({"about": "asked"}, "bad_about"),
        ({"shop": "yes"}, "bad_shop"),
    ],
)
async def test_what_cannot_be_kept_is_said_so(
    desk: Counter, changed: dict[str, object], error: str
) -> None:
    sara = await desk.agent("sara")
    answer = await sara.post(PATH, **{**HELLO, **changed})
    assert answer.status_code == 400
    assert answer.json()["error"] == error
    assert (await sara.get(PATH)).json() == {"replies": []}


async def test_the_field_that_nobody_knows_is_named(desk: Counter) -> None:
    sara = await desk.agent("sara")
    answer = await sara.post(PATH, title="x", texts={"en": "Dear {costumer}"})
    assert answer.json() == {"error": "unknown_field", "detail": "costumer"}


async def test_strangers_and_forgers_change_nothing(desk: Counter) -> None:
    sara = await desk.agent("sara")
    transport = httpx.ASGITransport(app_of(desk.routes))
    async with httpx.AsyncClient(transport=transport, base_url=HOST) as stranger:
        for method in ("GET", "POST"):
            answer = await stranger.request(method, PATH, json=HELLO)
            assert answer.status_code == 401
    sara.csrf = "0" * 64
    assert (await sara.post(PATH, **HELLO)).status_code == 403


def test_a_value_is_never_read_as_a_field() -> None:
    values = {"customer": "{agent}", "agent": "Sara"}
    assert canned.fill("Hi {customer}, {agent} here", values) == "Hi {agent}, Sara here"


def test_what_lacks_a_value_is_not_offered() -> None:
    assert canned.fill("Order {order}", {"customer": "Maryam"}) is None
