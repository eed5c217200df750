"""
Linking over HTTP: what is asked, what is answered, and what is refused.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.links import LinkUnavailable
from bot.channels.telegram.continuing import Continuing, initials
from bot.channels.webchat import webchat_routes
from bot.channels.webchat.limits import LINKS_PER_SESSION
from bot.channels.webchat.linking import asker_of, qr
from tests.bot.channels.telegram.harness import Shop
from tests.bot.channels.telegram.linked import PATH, Site, begin, press, start
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.test_openapi import problems, promised
from tests.fakes.telegram.chats import Person

SARA = Person(501, "Sara", username="sara", language="en", phone="989121234567")


async def described(
    site: Site, guest: Guest | None, method: str, path: str = PATH, **parts: Any
) -> httpx.Response:
    """
    Make a request whose answer is as the description promises.
    """
    headers = guest.headers if guest else {}
    response = await site.client.request(method, path, headers=headers, **parts)
    name = promised(method, path, response)
    assert problems(name, response.json()) == [] if name else response.content == b""
    return response


async def test_answers_are_as_described(shop: Shop, site: Site) -> None:
    """
    At each step.
    """
    guest = await begin(site)
    assert (await described(site, guest, "GET")).json() == {"state": "none"}
    offered = (await described(site, guest, "POST")).json()
    assert offered["link"].startswith("https://t.me/hamyar_test_bot?start=")
    assert offered["good_for"] == 600
    state = (await described(site, guest, "GET")).json()
    assert (state["state"], state["good_for"]) == ("open", 600)
    question = await start(shop, SARA, offered["link"].partition("=")[2])
    await press(shop, SARA, question, 0)
    state = (await described(site, guest, "GET")).json()
    body = {"id": state["id"], "yes": True}
    answered = await described(site, guest, "POST", f"{PATH}/answer", json=body)
    assert answered.json()["state"] == "done"
    assert (await described(site, guest, "DELETE")).status_code == 204
    assert (await described(site, guest, "GET")).json() == {"state": "none"}


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {}),
        (400, {"id": "x", "yes": True}),
        (400, {"id": "0" * 32, "yes": 1}),
        (400, {"id": 7, "yes": True}),
        (400, {"id": "0" * 32, "yes": True, "more": 1}),
        (409, {"id": "0" * 32, "yes": True}),
        (409, {"id": "0" * 32, "yes": False}),
    ],
)
async def test_what_makes_no_sense_is_refused(
    site: Site, status: int, body: dict[str, Any]
) -> None:
    """
    In the one form of errors.
    """
    guest = await begin(site)
    response = await described(site, guest, "POST", f"{PATH}/answer", json=body)
    assert response.status_code == status


async def test_without_a_session_there_is_nothing(site: Site) -> None:
    """
    Whatever is asked.
    """
    for method, path in (
        ("GET", PATH),
        ("POST", PATH),
        ("DELETE", PATH),
        ("POST", f"{PATH}/answer"),
    ):
        assert (await described(site, None, method, path)).status_code == 401


async def test_a_session_asks_for_so_many(site: Site) -> None:
    """
    In a minute; looking at the state is counted with other reads.
    """
    guest = await begin(site)
    for _ in range(LINKS_PER_SESSION.count):
        assert (await described(site, guest, "POST")).status_code == 201
    refused = await described(site, guest, "POST")
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    assert (await described(site, guest, "GET")).status_code == 200
    other = await begin(site)
    assert (await described(site, other, "POST")).status_code == 201


async def test_a_bot_that_is_not_reached_yet_has_no_link(
    shop: Shop, site: Site
) -> None:
    """
    Its name stands in the address; the page is told to try again.
    """

    async def name_of(_: str) -> str:
        raise LinkUnavailable

    links = Continuing(shop.core, asker_of, name_of)
    app = Starlette(routes=webchat_routes(shop.core, site.settings, links=links))
    guest = await begin(site)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(app), base_url="http://hamyar.example"
    ) as client:
        response = await client.post(PATH, headers=guest.headers)
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "unavailable"


def test_the_picture_is_the_link() -> None:
    """
    Dark where the path covers, and four modules of quiet around it.
    """
    shown = qr("https://t.me/hamyar_test_bot?start=" + "x" * 43)
    size, dark = shown["size"], set()
    for run in shown["path"].split("M")[1:]:
        place, _, length = run.removesuffix("z").partition("h")
        x, y = map(int, place.split())
        dark |= {(x + step, y) for step in range(int(length.split("v")[0]))}
    assert {min(x for x, _ in dark), min(y for _, y in dark)} == {4}
    assert {max(x for x, _ in dark), max(y for _, y in dark)} == {size - 5}
    # The finder of the upper left: a ring of dark around one of light around a square.
    finder = ["#" if (4 + x, 4 + 3) in dark else "." for x in range(8)]
    assert "".join(finder) == "#.###.#."


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Sara Ahmadi", "S. A."),
        ("سارا احمدی", "س. ا."),
        ("  o'Neil  (VIP) 7 ", "O. V."),
        ("", ""),
        ("۱۲۳", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    """
    Of what are words.
    """
    assert initials(name) == short
