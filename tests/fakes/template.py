"""
The system that the template source asks: a shop's notebook behind a small API.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

TOKEN = "notebook-token"
PER_PAGE = 2


@dataclass
class Notebook:
    """
    Keeps customers and orders (the newest first); `fault` answers in its place.
    """

    customers: dict[str, dict[str, Any]]
    orders: list[dict[str, Any]]
    fault: Callable[[httpx.Request], httpx.Response] | None = None
    asked: list[httpx.Request] = field(default_factory=list)

    def go_down(self) -> None:
        """
        From now on nobody is there.
        """

        def refuse(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("Connection refused", request=request)

        self.fault = refuse

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request.
        """
        self.asked.append(request)
        if self.fault is not None:
            return self.fault(request)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return httpx.Response(401, json={})
        match request.url.path.split("/")[2:]:
            case ["shop"]:
                return httpx.Response(200, json={"shop": "notebook"})
            case ["customers", id_] if id_ in self.customers:
                return httpx.Response(200, json=self.customers[id_])
            case ["customers", id_, "orders"] if id_ in self.customers:
                page = int(request.url.params["page"])
                theirs = [each for each in self.orders if each["customer"] == id_]
                some = theirs[(page - 1) * PER_PAGE : page * PER_PAGE]
                more = page + 1 if theirs[page * PER_PAGE :] else None
                said = {"orders": some, "total": len(theirs), "next": more}
                return httpx.Response(200, json=said)
        return httpx.Response(404, json={})
