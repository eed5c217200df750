"""
Every request of ours is one that Chatwoot's own description knows.

Whatever a whole talk asks of the fake is asked of Prism again, which checks it against
that description: paths, methods, the token, and the types of all that is sent. It does
not know that a message may come as a form with files, as Chatwoot's own page sends it:
of such a one the fields are checked, as what they stand for.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator

import httpx
import pytest

from bot.desk.chatwoot.client import Chatwoot
from bot.desk.chatwoot.opened import open_client
from crm_connector.sources.http import Http
from tests.bot.conversations.builders import eventually
from tests.bot.desk.chatwoot import peer
from tests.bot.desk.chatwoot.shop import SETTINGS, opened
from tests.bot.desk.house import House
from tests.fakes.chatwoot import OMID, SARA, TOKEN, FakeChatwoot, body_of

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not peer.DESCRIPTION.exists(), reason="no description is here"),
]

# Each kind of request that we know how to make.
KINDS = {
    ("GET", "/api/v1/profile"),
    ("GET", "/api/v1/accounts/N/inbox_members/N"),
    ("GET", "/api/v1/accounts/N/contacts/search"),
    ("POST", "/api/v1/accounts/N/contacts"),
    ("GET", "/api/v1/accounts/N/contacts/N/conversations"),
    ("POST", "/api/v1/accounts/N/conversations"),
    ("GET", "/api/v1/accounts/N/conversations/N"),
    ("POST", "/api/v1/accounts/N/conversations/N/toggle_status"),
    ("POST", "/api/v1/accounts/N/conversations/N/assignments"),
    ("POST", "/api/v1/accounts/N/conversations/N/custom_attributes"),
    ("GET", "/api/v1/accounts/N/conversations/N/messages"),
    ("POST", "/api/v1/accounts/N/conversations/N/messages"),
}


@pytest.fixture(scope="session")
def prism(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """
    A Prism, started once.
    """
    if not peer.is_installed():
        pytest.fail(peer.MISSING) if _must() else pytest.skip(peer.MISSING)
    with peer.running(tmp_path_factory.mktemp("prism")) as address:
        yield address


def _must() -> bool:
    return os.environ.get("HAMYAR_REQUIRE_ALL") == "1"


async def ask(prism: str, request: httpx.Request) -> httpx.Response:
    """
    Send to Prism what was sent to Chatwoot.
    """
    async with httpx.AsyncClient(trust_env=False, timeout=20) as client:
        headers = {
            name: request.headers[name]
            for name in ("api_access_token", "content-type")
            if name in request.headers
        }
        content = request.content
        if headers.get("content-type", "").startswith("multipart/"):
            fields = body_of(request)
            assert fields.pop("files")
            headers["content-type"] = "application/json"
            content = json.dumps(fields).encode()
        return await client.request(
            request.method,
            prism + request.url.raw_path.decode(),
            headers=headers,
            content=content,
        )


def kind(request: httpx.Request) -> tuple[str, str]:
    """
    Name a request without its numbers.
    """
    return request.method, re.sub(r"/\d+", "/N", request.url.path)


async def whole_talk(house: House, chatwoot: FakeChatwoot) -> None:
    """
    All that may happen between the two.
    """
    chatwoot.is_administrator = False
    async with opened(house, chatwoot) as shop:
        await shop.desk.people.ask()
        async with shop.desk.working():
            found, talk = await shop.open()
            chatwoot.assign(talk, SARA)
            chatwoot.says(talk, "hello")
            await shop.hooks()
            await shop.says(found, "سلام 👋")
            await shop.sends(found.conversation, "", **{"bill.txt": b"paid"})
            await shop.settled()
            file = chatwoot.attached("b.pdf", b"%PDF-1.7")
            chatwoot.says(talk, None, attachments=[file])
            await shop.hooks()
            chatwoot.set_status(talk, "resolved")
            await shop.hooks()
            house.later(1)
            await shop.sends(found.conversation, "later", **{"two.txt": b"paid"})
            chatwoot.says(talk, "too late", OMID)
            await shop.hooks()
            await shop.says(found, "person")

            async def waits_again() -> bool:
                return (await house.owner(found.thread))[0] == "queue"

            await eventually(waits_again)
            await shop.still()
            # An answer that is lost: it is looked whether the message is there.
            chatwoot.loses = lambda request: (
                httpx.Response(500) if b"lost" in request.content else None
            )
            await shop.says(found, "lost")
            await shop.still()


async def test_every_request_is_one_of_the_description(
    house: House, chatwoot: FakeChatwoot, prism: str
) -> None:
    await whole_talk(house, chatwoot)
    # Files are read by the addresses that it gives, which are no part of the API.
    asked = [e for e in chatwoot.asked if not e.url.path.startswith("/rails/")]
    assert {kind(each) for each in asked} == KINDS
    forms = [body_of(each) for each in asked if b"filename=" in each.content]
    # The customer's own, and one of before in a note.
    assert [each.get("private") for each in forms] == [None, True]
    for request in asked:
        answer = await ask(prism, request)
        shown = f"{request.method} {request.url} {request.content.decode()}"
        assert "sl-violations" not in answer.headers, f"{shown}: {answer.headers}"
        assert answer.status_code == 200, f"{shown}: {answer.text}"


async def test_its_own_answers_are_understood(prism: str) -> None:
    """
    What Prism makes up of the description is read like what Chatwoot says.
    """
    async with httpx.AsyncClient(
        base_url=prism, headers={"api_access_token": TOKEN}, trust_env=False, timeout=20
    ) as client:
        chatwoot = Chatwoot(Http(client, "chatwoot", SETTINGS.http), SETTINGS)
        contact = await chatwoot.new_contact("hamyar-1", "Guest")
        assert await chatwoot.contact("hamyar-1") is None
        assert isinstance(await chatwoot.new_talk(contact, {"a": "b"}), int)
        assert (await chatwoot.talk(1)).status in ("open", "resolved", "pending")
        assert await chatwoot.talks(1) == []
        await chatwoot.messages(1, 5)
        await chatwoot.set_status(1, "open")
        await chatwoot.unassign(1)
        await chatwoot.set_attributes(1, {"a": "b"})
        assert isinstance(await chatwoot.post(1, "hi", is_note=True, mark="m"), int)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/api/v1/accounts/3/contacts", {"name": "no inbox"}),
        ("POST", "/api/v1/accounts/3/conversations", {"inbox_id": "seven"}),
        ("POST", "/api/v1/accounts/3/conversations/1/messages", {"private": True}),
        (
            "POST",
            "/api/v1/accounts/3/conversations/1/messages",
            {"content": "x", "message_type": "private"},
        ),
        (
            "POST",
            "/api/v1/accounts/3/conversations/1/toggle_status",
            {"status": "closed"},
        ),
        ("GET", "/api/v1/accounts/3/conversation/1", None),
    ],
)
async def test_what_does_not_fit_it_is_seen(
    prism: str, method: str, path: str, body: object
) -> None:
    """
    The check can fail.
    """
    async with open_client(SETTINGS, httpx.MockTransport(_echo)) as client:
        request = client.build_request(method, path, json=body)
    answer = await ask(prism, request)
    assert answer.status_code in (400, 404, 422), answer.text


async def test_without_a_token_nothing_fits(prism: str) -> None:
    request = httpx.Request("GET", f"{prism}/api/v1/profile")
    assert (await ask(prism, request)).status_code == 401


def _echo(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, content=json.dumps({}))
