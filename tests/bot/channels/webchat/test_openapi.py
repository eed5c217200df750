"""
The description is true: real traffic is held against it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator
from starlette.applications import Starlette
from starlette.routing import Route, WebSocketRoute

from bot.channels.telegram.continuing import Continuing
from bot.channels.webchat.channel import PATH, Endpoints
from bot.channels.webchat.linking import asker_of
from bot.channels.webchat.openapi import DESCRIPTION
from bot.channels.webchat.schemas import SCHEMAS
from bot.channels.webchat.service import WebChat
from bot.conversations.core import Conversations
from bot.settings import Settings
from tests.bot.channels.webchat.guests import Guest
from tests.bot.channels.webchat.sockets import Socket
from tests.fakes.clock import FakeClock
from tests.fakes.engine import FakeEngine


def problems(name: str, value: Any) -> list[str]:
    """
    Hold a value against a schema of the description.
    """
    schema = {"$ref": f"#/components/schemas/{name}", **DESCRIPTION}
    return [e.message for e in Draft202012Validator(schema).iter_errors(value)]


def promised(method: str, path: str, response: httpx.Response) -> str | None:
    """
    Give the name of the schema that the description promises for a response.
    """
    operation = DESCRIPTION["paths"][path][method.lower()]
    content = operation["responses"][str(response.status_code)].get("content")
    if content is None:
        return None
    return str(content["application/json"]["schema"]["$ref"]).split("/")[-1]


@pytest.fixture
def ask(client: httpx.AsyncClient) -> Callable[..., Any]:
    """
    Give what makes a request and checks its answer against the description.
    """

    async def asked(
        method: str, path: str, guest: Guest | None = None, **parts: Any
    ) -> httpx.Response:
        headers = guest.headers if guest else {}
        response = await client.request(method, path, headers=headers, **parts)
        name = promised(method, path, response)
        if name is None:
            assert response.content == b""
        else:
            assert problems(name, response.json()) == [], response.text
        if name == "Error":
            operation = DESCRIPTION["paths"][path][method.lower()]
            codes = operation["responses"][str(response.status_code)]["description"]
            assert response.json()["error"]["code"] in codes
        return response

    return asked


async def test_it_is_served(client: httpx.AsyncClient) -> None:
    """
    As JSON, to any page.
    """
    response = await client.get("/openapi.json")
    assert response.json() == DESCRIPTION
    assert response.headers["access-control-allow-origin"] == "*"
    assert DESCRIPTION["openapi"].startswith("3.1")


async def str_of(customer: str) -> str:
    """
    Customers are called by their numbers.
    """
    return customer


async def test_every_route_is_described(
    core: Conversations, settings: Settings
) -> None:
    """
    And nothing else is.
    """
    routes: set[tuple[str, str]] = set()
    links = Continuing(core, asker_of, str_of)
    for route in Endpoints(WebChat(core, settings), links=links).routes():
        if isinstance(route, WebSocketRoute):
            routes.add((PATH + route.path, "get"))
        elif isinstance(route, Route):
            methods = (route.methods or set()) - {"HEAD"}
            routes |= {(PATH + route.path, m.lower()) for m in methods}
    described = {(p, m) for p, ms in DESCRIPTION["paths"].items() for m in ms}
    assert routes == described


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_schema_is_one(name: str) -> None:
    """
    And every reference in it leads somewhere.
    """
    Draft202012Validator.check_schema(SCHEMAS[name])
    problems(name, {})

    def references(part: Any) -> list[str]:
        if isinstance(part, dict):
            own = [part["$ref"]] if "$ref" in part else []
            return own + [r for v in part.values() for r in references(v)]
        return (
            [r for v in part for r in references(v)] if isinstance(part, list) else []
        )

    assert {r.split("/")[-1] for r in references(DESCRIPTION)} <= set(SCHEMAS)


async def test_real_answers_are_as_described(
    ask: Callable[..., Any],
    begin: Any,
    sign: Callable[..., str],
    clock: FakeClock,
) -> None:
    """
    Good and bad ones of every route.
    """
    guest = await begin()
    await guest.ask("card")
    (reply,) = await guest.ask("buttons")
    token = reply["buttons"][0]["token"]
    number = str(uuid.uuid4())
    post = ("POST", "/chat/messages", guest)
    assert (await ask(*post, json={"id": number, "button": token})).status_code == 202
    await guest.get(after=5, wait=5)
    page = await ask("GET", "/chat/messages", guest)
    assert len(page.json()["messages"]) == 6
    for status, body in (
        (400, {"id": "x", "text": "a"}),
        (404, {"id": str(uuid.uuid4()), "button": "x"}),
        (409, {"id": str(uuid.uuid4()), "button": token}),
    ):
        assert (await ask(*post, json=body)).status_code == status
    assert (await ask(*post, content=b"x" * 70_000)).status_code == 413
    assert (await ask(*post, content=b"x")).status_code == 415
    assert (await ask("POST", "/chat/messages", json={})).status_code == 401
    assert (await ask("GET", "/chat/messages", params={"after": "x"})).status_code in (
        400,
        401,
    )
    begun = ("POST", "/chat/sessions", None)
    good, late = sign("sara"), sign("sara", exp=clock())
    assert (await ask(*begun)).status_code == 201
    assert (await ask(*begun, json={"customer_token": good})).status_code == 201
    for bad in (late, "x"):
        assert (await ask(*begun, json={"customer_token": bad})).status_code == 401
    assert (await ask(*begun, json={"x": 1})).status_code == 400
    for status in (204, 401):
        answer = await ask("DELETE", "/chat/sessions/current", guest)
        assert answer.status_code == status


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("NewMessage", {"id": "a", "text": "b"}, {"id": "a"}),
        ("NewMessage", {"id": "a", "button": "b"}, {"id": "a", "text": "", "x": 1}),
        ("SignIn", {}, {"customer": "x"}),
        ("CodeWish", {"language": "fa"}, {"contact": "0912"}),
        ("CodeWish", {"language": "fa", "contact": "a"}, {"language": "de"}),
        ("TelegramAnswer", {"id": "0" * 32, "yes": True}, {"id": "x", "yes": True}),
        ("Code", {"code": "۱۲۳ ۴۵۶"}, {"code": 123456}),
        ("Hello", {"type": "hello", "session": "s"}, {"type": "hi", "session": "s"}),
        (
            "Hello",
            {"type": "hello", "session": "s", "after": None},
            {"type": "hello", "session": "s", "after": -(2**31)},
        ),
        (
            "NewMessageFrame",
            {"type": "message", "id": "a", "text": "b"},
            {"type": "message", "id": "a", "text": "b", "button": "c"},
        ),
    ],
)
def test_what_clients_send_is_described(name: str, good: Any, bad: Any) -> None:
    """
    What is right and what is not.
    """
    assert problems(name, good) == []
    assert problems(name, bad) != []


async def test_real_frames_are_as_described(
    app: Starlette, core: Conversations, begin: Any, engine: FakeEngine
) -> None:
    """
    Each kind that the server sends.
    """
    names = {
        "ready": "Ready",
        "message": "MessageFrame",
        "accepted": "AcceptedFrame",
        "typing": "Typing",
        "error": "ErrorFrame",
        "telegram": "TelegramFrame",
        "signed_out": "SignedOut",
    }
    guest = await begin()
    await guest.ask("card")
    await guest.ask("buttons")
    seen = set()
    async with Socket(app) as talk:
        await talk.put(type="hello", session=guest.session, after=0)
        engine.gate.clear()
        await talk.say("hello")
        await talk.say("  ")
        while seen != set(names) - {"signed_out"}:
            frame = await talk.get()
            assert problems(names[frame["type"]], frame) == []
            seen.add(frame["type"])
            if frame["type"] == "typing":
                core.feed.linking(guest.conversation)
                engine.gate.set()
        await guest.client.delete("/chat/sessions/current", headers=guest.headers)
        frame = await talk.next("signed_out")
        assert problems("SignedOut", frame) == []
