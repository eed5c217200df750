"""
A browser without scripts, over the pages of accounts.
"""

from __future__ import annotations

import re
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.types import ASGIApp

HOST = "https://desk.example"
PLAIN = "http://desk.example"
HTML = "text/html,application/xhtml+xml"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


class Browser:
    """
    Keeps cookies, sends forms as they stand in the page it has open, and its Origin.
    """

    def __init__(
        self, app: ASGIApp, host: str = HOST, address: str = "192.0.2.1"
    ) -> None:
        self.host = host
        self.client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app, client=(address, 1)),
            base_url=host,
            headers={"accept": HTML, "user-agent": FIREFOX, "accept-language": "en"},
        )
        self.page = httpx.Response(200)

    async def open(self, path: str, **more: Any) -> httpx.Response:
        """
        Open a page; where it leads is not followed.
        """
        self.page = await self.client.get(path, **more)
        return self.page

    async def send(
        self, path: str, *, headers: dict[str, str] | None = None, **fields: str
    ) -> httpx.Response:
        """
        Send a form to `path`, with the token of the page that is open.
        """
        data = {"csrf": self.token(), **fields}
        self.page = await self.client.post(
            path, data=data, headers={"origin": self.host, **(headers or {})}
        )
        return self.page

    async def sign_in(self, login: str, password: str, **more: str) -> httpx.Response:
        """
        Sign in as a person does.
        """
        await self.open("/desk/login")
        return await self.send("/desk/login", login=login, password=password, **more)

    def token(self) -> str:
        """
        The token in the page that is open; empty if there is none.
        """
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', self.page.text)
        return found[1] if found else ""

    def cookie(self, name: str) -> str | None:
        """
        A cookie, by either of its names.
        """
        jar = self.client.cookies
        return jar.get(f"__Host-{name}") or jar.get(name)


def app_of(routes: list[Any]) -> Starlette:
    """
    An app with these routes alone.
    """
    return Starlette(routes=routes)
