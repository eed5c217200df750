"""
The guard before other pages and sockets: a right for each, looked up each time.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.types import Message
from starlette.websockets import WebSocket, WebSocketDisconnect

from bot import HOUSE
from bot.accounts import users
from bot.accounts.cookies import SESSION
from bot.accounts.errors import AccountError
from bot.accounts.guard import Guard
from bot.accounts.pages import account_routes, make_guard
from bot.accounts.requests import read_form
from bot.accounts.rights import Right, Role
from bot.accounts.service import Accounts
from bot.accounts.signed_in import SignedIn
from bot.accounts.staff import Account
from bot.shop import load_shop
from tests.bot.accounts.conftest import OPERATOR, enrol, make
from tests.bot.accounts.people import MAIN, PASSWORD
from tests.bot.accounts.web import HOST, Browser, app_of
from tests.fakes.clock import FakeClock

SHOP = load_shop(HOUSE / "demo" / "shop.yml")
JSON = {"accept": "application/json"}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def guard(accounts: Accounts) -> Guard:
    """
    The guard of the desk.
    """
    return make_guard(accounts, SHOP)


@pytest.fixture
def app(accounts: Accounts, guard: Guard) -> Starlette:
    """
    Routes of a desk: one for each right, one that changes something, and a socket.
    """

    async def tell(_request: Request, who: SignedIn) -> Response:
        return JSONResponse({"who": who.account.login})

    async def change(request: Request, who: SignedIn) -> Response:
        form = {} if request.headers.get("x-csrf-token") else await read_form(request)
        return JSONResponse({"who": who.account.login, "said": form.get("said")})

    async def disable(request: Request, who: SignedIn) -> Response:
        number = int((await read_form(request))["account"])
        await accounts.act(
            who,
            lambda c, by: users.disable(c, number, by=by, now=accounts.clock()),
        )
        return JSONResponse({})

    async def talk(websocket: WebSocket) -> None:
        who = await guard.socket(websocket, Right.REPLY)
        if who is None:
            return
        await websocket.accept()
        while True:
            await websocket.receive_text()
            try:
                who = await guard.still(websocket, Right.REPLY)
            except AccountError as error:
                await websocket.send_text(type(error).__name__)
                await websocket.close(4401)
                return
            await websocket.send_text(who.account.role.value)

    methods = ["GET", "POST", "PUT", "DELETE"]
    return app_of(
        [
            *account_routes(accounts, guard, SHOP),
            *(
                Route(f"/desk/{right.value}", guard.endpoint(tell, right))
                for right in Right
            ),
            Route("/desk/change", guard.endpoint(change, Right.REPLY), methods=methods),
            Route("/desk/disable", guard.endpoint(disable, None), methods=["POST"]),
            WebSocketRoute("/desk/talk", talk),
        ]
    )


@pytest.fixture
async def browser(app: Starlette, sara: Account) -> AsyncIterator[Browser]:
    """
    The browser of an agent who is signed in.
    """
    browser = Browser(app)
    await browser.sign_in("sara", PASSWORD)
    await browser.open("/desk/account")
    yield browser
    await browser.client.aclose()


class Socket:
    """
    A WebSocket as a server hands it to the app.
    """

    def __init__(self, app: Starlette, headers: dict[str, str]) -> None:
        self._app = app
        self._headers = headers
        self.sent: list[Message] = []

    async def run(self, *texts: str) -> list[Message]:
        """
        Open it, say something, and hang up; gives what the app sent.
        """
        said = [
            {"type": "websocket.connect"},
            *({"type": "websocket.receive", "text": text} for text in texts),
            {"type": "websocket.disconnect", "code": 1000},
        ]

        async def receive() -> Any:
            return said.pop(0)

        async def send(message: Message) -> None:
            self.sent.append(message)

        scope = {
            "type": "websocket",
            "scheme": "wss",
            "path": "/desk/talk",
            "query_string": b"",
            "client": ("192.0.2.1", 1),
            "headers": [
                (name.encode(), value.encode())
                for name, value in {"host": "desk.example", **self._headers}.items()
            ],
        }
        with suppress(WebSocketDisconnect):
            await self._app(scope, receive, send)
        return self.sent


@pytest.mark.parametrize("role", list(Role))
async def test_a_page_opens_for_exactly_the_roles_that_have_its_right(
    app: Starlette, accounts: Accounts, admin: Account, role: Role
) -> None:
    somebody = await make(accounts, "omid", role)
    browser = Browser(app)
    await browser.sign_in("omid", PASSWORD)

    for right in Right:
        page = await browser.open(f"/desk/{right.value}")
        program = await browser.open(f"/desk/{right.value}", headers=JSON)
        begun = await accounts.sign_in("omid", PASSWORD, MAIN)
        who = await accounts.find(begun.secret)
        assert who is not None
        if who.may(right):
            assert page.json() == {"who": somebody.login}
        else:
            assert (page.status_code, program.status_code) == (403, 403)
            assert "This is not open to your role" in page.text
            assert program.json() == {"error": "not_allowed"}
    await browser.client.aclose()


async def test_without_a_session_or_with_half_of_one_nothing_opens(
    app: Starlette, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    await enrol(accounts, clock, "sara")
    stranger, half = Browser(app), Browser(app)
    await half.sign_in("sara", PASSWORD)
    assert half.cookie(SESSION)

    for each in (stranger, half):
        for right in Right:
            answer = await each.open(f"/desk/{right.value}", headers=JSON)
            assert answer.status_code == 401
        await each.client.aclose()


async def test_a_script_says_the_token_in_a_header(
    browser: Browser,
) -> None:
    headers = {"origin": HOST, "x-csrf-token": browser.token()}
    for method in ("POST", "PUT", "DELETE"):
        answer = await browser.client.request(method, "/desk/change", headers=headers)
        assert answer.json()["who"] == "sara"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(
    "spoilt",
    [
        {"x-csrf-token": ""},
        {"x-csrf-token": "0" * 64},
        {"origin": "https://evil.example"},
        {"origin": ""},
        {"origin": "null"},
    ],
)
async def test_a_script_of_elsewhere_changes_nothing(
    browser: Browser, method: str, spoilt: dict[str, str]
) -> None:
    headers = {**JSON, "origin": HOST, "x-csrf-token": browser.token(), **spoilt}

    answer = await browser.client.request(method, "/desk/change", headers=headers)

    assert (answer.status_code, answer.json()) == (403, {"error": "forged"})


async def test_the_form_is_there_for_the_handler_as_well(browser: Browser) -> None:
    answer = await browser.send("/desk/change", said="سلام")

    assert answer.json() == {"who": "sara", "said": "سلام"}


async def test_what_somebody_else_may_is_looked_at_in_the_deed_itself(
    app: Starlette, browser: Browser, accounts: Accounts, admin: Account, sara: Account
) -> None:
    # The route forgot to name its right; the deed did not.
    answer = await browser.send("/desk/disable", account=str(admin.id))
    assert answer.status_code == 403
    boss = Browser(app)
    await boss.sign_in("mina", PASSWORD)
    await boss.open("/desk/account")
    token = boss.token()
    answer = await boss.send("/desk/disable", account=str(sara.id))
    assert answer.status_code == 200
    assert (await browser.open("/desk/claim", headers=JSON)).status_code == 401

    boss.page = await boss.open("/desk/account")
    assert boss.token() == token
    answer = await boss.send(
        "/desk/disable", account=str(admin.id), headers={"accept": "application/json"}
    )

    assert answer.json() == {"error": "last_admin"}
    await boss.client.aclose()


@pytest.mark.parametrize("change", ["role", "disable", "logout"])
async def test_who_loses_a_right_loses_it_at_once(
    app: Starlette,
    accounts: Accounts,
    admin: Account,
    clock: FakeClock,
    change: str,
) -> None:
    lead = await make(accounts, "omid", Role.LEAD)
    browser = Browser(app)
    await browser.sign_in("omid", PASSWORD)
    assert (await browser.open("/desk/reports")).status_code == 200
    work = {
        "role": lambda c: users.set_role(
            c, lead.id, Role.AGENT, by=OPERATOR, now=clock()
        ),
        "disable": lambda c: users.disable(c, lead.id, by=OPERATOR, now=clock()),
        "logout": lambda c: users.end_sessions(c, lead.id, by=OPERATOR, now=clock()),
    }[change]

    await accounts.store.write(work)

    answer = await browser.open("/desk/reports", headers=JSON)
    assert answer.status_code == 401
    await browser.client.aclose()


async def test_a_socket_opens_for_who_has_the_right_on_a_page_of_ours(
    app: Starlette, accounts: Accounts, sara: Account
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    headers = {"origin": HOST, "cookie": f"__Host-{SESSION}={begun.secret}"}

    sent = await Socket(app, headers).run("one", "two")

    assert [each["type"] for each in sent] == [
        "websocket.accept",
        "websocket.send",
        "websocket.send",
    ]
    assert sent[1]["text"] == "agent"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"origin": "https://evil.example"}, 4403),
        ({"origin": ""}, 4403),
        ({"origin": "http://desk.example"}, 4403),
        ({"cookie": ""}, 4401),
        ({"cookie": f"__Host-{SESSION}=made-up"}, 4401),
    ],
)
async def test_a_socket_of_elsewhere_or_of_nobody_is_closed_before_it_opens(
    app: Starlette,
    accounts: Accounts,
    sara: Account,
    changed: dict[str, str],
    code: int,
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    headers = {"origin": HOST, "cookie": f"__Host-{SESSION}={begun.secret}"}

    sent = await Socket(app, {**headers, **changed}).run("one")

    assert [(each["type"], each["code"]) for each in sent] == [
        ("websocket.close", code)
    ]


async def test_an_open_socket_ends_with_the_rights(
    app: Starlette, accounts: Accounts, sara: Account, clock: FakeClock
) -> None:
    begun = await accounts.sign_in("sara", PASSWORD, MAIN)
    headers = {"origin": HOST, "cookie": f"__Host-{SESSION}={begun.secret}"}
    socket = Socket(app, headers)
    find = accounts.find
    looks = 0

    async def meanwhile(secret: str) -> SignedIn | None:
        nonlocal looks
        looks += 1
        if looks == 3:
            await accounts.store.write(
                lambda c: users.disable(c, sara.id, by=OPERATOR, now=clock())
            )
        return await find(secret)

    accounts.find = meanwhile  # type: ignore[method-assign]

    sent = await socket.run("one", "two", "three")

    assert [each.get("text") for each in sent[1:3]] == ["agent", "NotSignedIn"]
    assert (sent[3]["type"], sent[3]["code"]) == ("websocket.close", 4401)
