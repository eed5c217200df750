"""
A Vendure that answers what a real one did, keeps state and breaks when told to.

It understands the operations of the vendure source and no others. Its records and its
refusals are the captured answers in `tests/crm_connector/sources/vendure/fixtures`.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable
from typing import Any

import httpx

from crm_connector.sources.vendure import documents
from tests.crm_connector.sources.vendure.captured import load

TEXTS = {
    each.name: each.text
    for each in vars(documents).values()
    if isinstance(each, documents.Document)
}
MOST = 1000
Step = Callable[[str, httpx.Response], "httpx.Response | BaseException | None"]
Record = dict[str, Any]


def node(name: str, *path: str) -> Any:
    """
    A part of a captured answer, to be changed as one likes.
    """
    content: Any = load(name)["data"]
    for each in path:
        content = content[each]
    return content


class FakeVendure:
    """
    One shop; `transport` is what a client speaks to it through.
    """

    def __init__(self, username: str, password: str) -> None:
        self.account = (username, password)
        self.customers: list[Record] = node("customers", "customers", "items")
        self.orders: list[Record] = [
            *node("orders-1", "customer", "orders", "items"),
            *node("orders-2", "customer", "orders", "items"),
        ]
        self.products: list[Record] = node("products", "products", "items")
        self.shelf: list[Record] = node("shelf", "products", "items")
        self.collections: list[Record] = node("collections", "collections", "items")
        self.facets: list[Record] = node("facets", "facets", "items")
        self.groups: list[Record] = node(
            "option-groups", "productOptionGroups", "items"
        )
        self.settings: Record = node("shelf", "globalSettings")
        self.tokens: set[str] = set()
        self.rights: list[str] = node("check", "me", "channels")[0]["permissions"]
        self.asked: list[str] = []
        self.requests: list[httpx.Request] = []
        self.sign_ins = 0
        self.is_down = False
        self.gives_tokens = True
        self.refund_state = "Settled"
        self._steps: list[Step | None] = []
        self.transport = httpx.MockTransport(self._handle)

    def go_down(self) -> None:
        """
        From now on nobody gets a connection.
        """
        self.is_down = True

    def end_sessions(self) -> None:
        """
        Everybody has to sign in again.
        """
        self.tokens.clear()

    def then(self, *steps: Step | None) -> None:
        """
        What happens to the next answers, one by one; None leaves one as it is.

        A step gets the operation and the answer, and gives what is said in its place,
        an error that the connection breaks with, or None for one that never comes.
        """
        self._steps += steps

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        if self.is_down:
            raise httpx.ConnectError("refused")
        self.requests.append(request)
        body = json.loads(request.content)
        name = body["operationName"]
        assert body["query"] == TEXTS[name], "a question was put together"
        self.asked.append(name)
        said = self._answer(request, name, body["variables"])
        step = self._steps.pop(0) if self._steps else None
        if step is None:
            return said
        instead = step(name, said)
        if instead is None:
            await asyncio.sleep(30)
            raise AssertionError("nobody waits so long")
        if isinstance(instead, BaseException):
            raise instead
        return instead

    def _answer(
        self, request: httpx.Request, name: str, variables: Record
    ) -> httpx.Response:
        if name == "Login":
            return self._login(**variables)
        _, _, token = request.headers.get("authorization", "").partition(" ")
        if token not in self.tokens:
            return httpx.Response(200, json=load("forbidden"))
        try:
            data = getattr(self, f"_{_snake(name)}")(**variables)
        except _TooMany:
            return httpx.Response(200, json=load("too-many"))
        return httpx.Response(200, json={"data": data})

    def _login(self, username: str, password: str) -> httpx.Response:
        if (username, password) != self.account:
            return httpx.Response(200, json=load("login-refused"))
        self.sign_ins += 1
        token = f"token-{self.sign_ins}"
        self.tokens.add(token)
        headers = {"vendure-auth-token": token} if self.gives_tokens else {}
        return httpx.Response(200, json=load("login"), headers=headers)

    def _check(self) -> Record:
        data: Record = load("check")["data"]
        data["me"]["channels"][0]["permissions"] = self.rights
        return data

    def _customer(self, id: str) -> Record:  # noqa: A002 - the API's own word
        wanted = _number(id)
        found = [each for each in self.customers if each["id"] == wanted]
        return {"customer": found[0] if found else None}

    def _find(self, options: Record) -> Record:
        wanted = options["filter"]
        found = self.customers
        if "emailAddress" in wanted:
            address = wanted["emailAddress"]["eq"]
            found = [each for each in found if each["emailAddress"] == address]
        if "phoneNumber" in wanted:
            # As in JavaScript, only the digits of ASCII are digits.
            pattern = re.compile(wanted["phoneNumber"]["regex"], re.ASCII)
            found = [
                each for each in found if pattern.search(each["phoneNumber"] or "")
            ]
        return {"customers": _paged(found, options)}

    def _orders(self, customer: str, options: Record) -> Record:
        known = self._customer(customer)["customer"]
        wanted = options["filter"]
        assert wanted["orderPlacedAt"] == {"isNull": False}
        data: Record = {"globalSettings": self.settings, "customer": None}
        if known is not None:
            theirs = [
                each
                for each in self.orders
                if each["customer"] == {"id": known["id"]}
                and each["code"] in wanted.get("code", {"in": [each["code"]]})["in"]
            ]
            theirs.sort(key=lambda each: each["orderPlacedAt"], reverse=True)
            data["customer"] = {"id": known["id"], "orders": _paged(theirs, options)}
        return data

    def _facets(self, options: Record) -> Record:
        return {"facets": _paged(_coded(self.facets, options), options)}

    def _option_groups(self, options: Record) -> Record:
        return {"productOptionGroups": _paged(_coded(self.groups, options), options)}

    def _collections(self, options: Record) -> Record:
        assert options["filter"] == {"isPrivate": {"eq": False}}
        return {"collections": _paged(self.collections, options)}

    def _products(self, options: Record) -> Record:
        assert options["filter"] == {"enabled": {"eq": True}}
        return {"products": _paged(self.products, options)}

    def _shelf(self, options: Record) -> Record:
        wanted = options["filter"]
        assert wanted["enabled"] == {"eq": True}
        ids = {_number(each) for each in wanted["id"]["in"]}
        found = [each for each in self.shelf if each["id"] in ids]
        return {"globalSettings": self.settings, "products": _paged(found, options)}

    def _version(self) -> Record:
        data: Record = load("version")["data"]
        data["enabled"]["totalItems"] = len(self.products)
        return data

    def _cancel(self, input: Record) -> Record:  # noqa: A002 - the API's own word
        (order,) = [each for each in self.orders if each["id"] == input["orderId"]]
        if not any(line["quantity"] for line in order["lines"]):
            return node("cancel-again")
        for line in order["lines"]:
            line["quantity"] = 0
        if "Cancelled" not in order["nextStates"]:
            return {"cancelOrder": {"__typename": "OrderStateTransitionError"}}
        step, why, *_ = node("cancel", "cancelOrder", "history", "items")
        step["data"]["from"] = order["state"]
        why["data"]["reason"] = input["reason"]
        order["history"]["items"][:0] = [step, why]
        order.update(state="Cancelled", nextStates=[], totalWithTax=0)
        return {"cancelOrder": {"__typename": "Order", **order}}

    def _refund(self, input: Record) -> Record:  # noqa: A002 - the API's own word
        # Vendure 3.7 cannot store a refund in which one of these is missing.
        assert {"lines", "shipping", "adjustment"} <= set(input)
        for order in self.orders:
            for payment in order["payments"]:
                if payment["id"] == input["paymentId"]:
                    return self._refunded(order, payment, input)
        raise AssertionError("there is no such payment")

    def _refunded(self, order: Record, payment: Record, wanted: Record) -> Record:
        if order["state"] == "PaymentAuthorized":
            return node("refund-not-paid")
        gone = sum(
            each["total"] for each in payment["refunds"] if each["state"] != "Failed"
        )
        if wanted["amount"] > payment["amount"] - gone:
            return node("refund-too-much")
        refund = node("refund", "refundOrder")
        refund["id"] = str(
            1 + sum(len(p["refunds"]) for o in self.orders for p in o["payments"])
        )
        refund["total"], refund["reason"] = wanted["amount"], wanted["reason"]
        refund["state"] = self.refund_state
        kept = {key: each for key, each in refund.items() if key != "__typename"}
        payment["refunds"].append(kept)
        if self.refund_state != "Pending":
            step = node("cancel", "cancelOrder", "history", "items")[2]
            step["data"].update(refundId=int(refund["id"]), to=self.refund_state)
            order["history"]["items"].insert(0, step)
        return {"refundOrder": refund}


class _TooMany(Exception):
    """
    More were asked for at once than the shop gives.
    """


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()


def _number(id_: str) -> str:
    """
    An id as Vendure reads it: "1.0" and " 1" are 1.
    """
    try:
        return str(int(float(id_ or "0")))
    except (ValueError, OverflowError):
        return "-1"


def _coded(items: list[Record], options: Record) -> list[Record]:
    words = [each["code"]["contains"] for each in options["filter"]["_or"]]
    return [each for each in items if any(word in each["code"] for word in words)]


def _paged(items: list[Record], options: Record) -> Record:
    skip, take = options.get("skip", 0), options["take"]
    if take > MOST:
        raise _TooMany
    return {"totalItems": len(items), "items": items[skip : skip + take]}
