"""
A WooCommerce shop behind its REST API: keeps state, and breaks when it is told to.

It answers what version 3 of the API answers to the questions that are asked of it, in
the shapes of the fixtures, which were made from the API's public documentation and
code. What it was not made for is a 404, as an unknown route is there.
"""

from __future__ import annotations

import base64
import copy
import json
import math
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

FIXTURES = (
    Path(__file__).parents[1] / "crm_connector" / "sources" / "woocommerce" / "fixtures"
)
KEY, SECRET = "ck_1234567890", "cs_0987654321"
BASE = "/wp-json/wc/v3/"
OK, CREATED, BAD_REQUEST, UNAUTHORIZED, NOT_FOUND = 200, 201, 400, 401, 404
_MOST_PER_PAGE = 100
_NOT_LISTED = ("trash", "auto-draft")
_FIRST_REFUND = 9000

Fault = Callable[[httpx.Request], "httpx.Response | None"]


def fixture(name: str) -> Any:
    """
    What is captured under this name.
    """
    return json.loads((FIXTURES / f"{name}.json").read_text("utf-8"))


class WooShop:
    """
    The shop. `fault` may answer in its place, or raise; `asked` is what was asked.
    """

    def __init__(self) -> None:
        self.customers: list[dict[str, Any]] = fixture("customers")
        self.orders: list[dict[str, Any]] = fixture("orders")
        self.products: list[dict[str, Any]] = fixture("products")
        self.terms: dict[str, list[dict[str, Any]]] = fixture("terms")
        self.currency: dict[str, Any] = fixture("currency")
        self.refunds: dict[int, list[dict[str, Any]]] = {}
        self.may_write = True
        self.gateway_refunds = True
        self.has_brands = True
        self.most_per_page = _MOST_PER_PAGE
        self.fault: Fault | None = None
        self.asked: list[httpx.Request] = []

    def client(self) -> httpx.AsyncClient:
        """
        A client that reaches this shop and nothing else.
        """
        return httpx.AsyncClient(transport=httpx.MockTransport(self))

    def go_down(self) -> None:
        """
        From now on nobody is there.
        """

        def refuse(request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("Connection refused", request=request)

        self.fault = refuse

    def order(self, id_: int) -> dict[str, Any]:
        """
        The order with this id, to be looked at or spoilt.
        """
        return next(each for each in self.orders if each["id"] == id_)

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """
        Answer one request.
        """
        self.asked.append(request)
        if self.fault is not None:
            answer = self.fault(request)
            if answer is not None:
                return answer
        told = base64.b64encode(f"{KEY}:{SECRET}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {told}":
            return _error(UNAUTHORIZED, "woocommerce_rest_cannot_view")
        if request.method != "GET" and not self.may_write:
            return _error(UNAUTHORIZED, "woocommerce_rest_cannot_edit")
        path = request.url.path.removeprefix(BASE)
        for pattern, answer_by in self._routes():
            found = re.fullmatch(pattern, path)
            if found is not None:
                return answer_by(request, *map(int, found.groups()))
        return _error(NOT_FOUND, "rest_no_route")

    def _routes(self) -> list[tuple[str, Callable[..., httpx.Response]]]:
        routes: list[tuple[str, Callable[..., httpx.Response]]] = [
            (r"customers", self._customers),
            (r"customers/(\d+)", self._customer),
            (r"orders", self._orders),
            (r"orders/(\d+)", self._order),
            (r"orders/(\d+)/refunds", self._refunds),
            (r"products", self._products),
            (r"products/categories", lambda r: self._terms(r, "categories")),
            (r"data/currencies/current", lambda r: _chosen(r, self.currency)),
        ]
        if self.has_brands:
            routes.append((r"products/brands", lambda r: self._terms(r, "brands")))
        return routes

    def _customers(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        found = self.customers
        if asked.get("role", "customer") != "all":
            found = [each for each in found if each["role"] == "customer"]
        if "email" in asked:
            wanted = asked["email"].lower()
            if not re.fullmatch(r"[\w.+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)+", wanted, re.A):
                return _error(BAD_REQUEST, "rest_invalid_param")
            found = [each for each in found if each["email"].lower() == wanted]
        if "search" in asked:
            # WordPress looks at the account, and not at its addresses.
            found = [
                each
                for each in found
                if asked["search"].lower() in f"{each['username']} {each['email']}"
            ]
        return self._page(request, _included(request, found))

    def _customer(self, request: httpx.Request, id_: int) -> httpx.Response:
        for each in self.customers:
            if each["id"] == id_:
                return _chosen(request, each)
        return _error(NOT_FOUND, "woocommerce_rest_invalid_id")

    def _orders(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        found = [each for each in self.orders if each["status"] not in _NOT_LISTED]
        if "customer" in asked:
            wanted = int(asked["customer"])
            found = [each for each in found if each["customer_id"] == wanted]
        if "search" in asked:
            word = asked["search"].lower()
            found = [each for each in found if word in _index(each)]
        found.sort(key=lambda each: (each["date_created"], each["id"]), reverse=True)
        return self._page(request, found)

    def _order(self, request: httpx.Request, id_: int) -> httpx.Response:
        for each in self.orders:
            if each["id"] == id_:
                if request.method == "PUT":
                    body = json.loads(request.content)
                    changed = {meta["key"] for meta in body.get("meta_data", [])}
                    kept = [m for m in each["meta_data"] if m["key"] not in changed]
                    each.update(body | {"meta_data": kept + body.get("meta_data", [])})
                return _chosen(request, each)
        return _error(NOT_FOUND, "woocommerce_rest_shop_order_invalid_id")

    def _refunds(self, request: httpx.Request, id_: int) -> httpx.Response:
        made = self.refunds.setdefault(id_, [])
        if request.method == "GET":
            return self._page(request, made)
        body = json.loads(request.content)
        given = sum(float(each["amount"]) for each in made)
        rest = float(self.order(id_)["total"]) - given - float(body["amount"])
        by_gateway = body.get("api_refund", True)
        if rest < 0 or (by_gateway and not self.gateway_refunds):
            return _error(500, "woocommerce_rest_cannot_create_order_refund")
        refund = self.give_back(id_, body["amount"], by_gateway=by_gateway)
        refund["meta_data"] = [
            {"id": at, **each} for at, each in enumerate(body["meta_data"])
        ]
        if not rest:
            self.order(id_)["status"] = "refunded"
        # It is shown when one looks at a refund, and not to whoever makes one.
        told = {key: refund[key] for key in refund if key != "refunded_payment"}
        return _chosen(request, told, CREATED)

    def give_back(self, id_: int, amount: str, *, by_gateway: bool) -> dict[str, Any]:
        """
        Keep a refund of an order, which tells of it as well.
        """
        refund: dict[str, Any] = copy.deepcopy(fixture("refund")) | {
            "id": _FIRST_REFUND + sum(map(len, self.refunds.values())),
            "amount": amount,
            "refunded_payment": by_gateway,
        }
        self.refunds.setdefault(id_, []).append(refund)
        told = {"id": refund["id"], "reason": "", "total": f"-{amount}"}
        self.order(id_)["refunds"].append(told)
        return refund

    def _products(self, request: httpx.Request) -> httpx.Response:
        asked = request.url.params
        found = _included(request, self.products)
        if "status" in asked:
            found = [each for each in found if each["status"] == asked["status"]]
        by = "id" if asked.get("orderby") == "id" else "date_modified_gmt"
        found = sorted(
            found, key=lambda each: each[by], reverse=asked.get("order") != "asc"
        )
        return self._page(request, found)

    def _terms(self, request: httpx.Request, name: str) -> httpx.Response:
        found = sorted(self.terms[name], key=lambda each: int(each["id"]))
        return self._page(request, found)

    def _page(
        self, request: httpx.Request, found: list[dict[str, Any]]
    ) -> httpx.Response:
        asked = request.url.params
        page, size = int(asked.get("page", 1)), int(asked.get("per_page", 10))
        if not 1 <= size <= _MOST_PER_PAGE:
            return _error(BAD_REQUEST, "rest_invalid_param")
        size = min(size, self.most_per_page)
        some = found[(page - 1) * size : page * size]
        return httpx.Response(
            OK,
            json=[_only(request, each) for each in some],
            headers={
                "X-WP-Total": str(len(found)),
                "X-WP-TotalPages": str(math.ceil(len(found) / size)),
            },
        )


def _included(
    request: httpx.Request, found: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    wanted = request.url.params.get("include")
    if wanted is None:
        return found
    ids = {int(each) for each in wanted.split(",")}
    return [each for each in found if each["id"] in ids]


def _index(order: dict[str, Any]) -> str:
    """
    What a search looks at: the addresses, each as one text, and the id.
    """
    texts = [" ".join(order[each].values()) for each in ("billing", "shipping")]
    return " \n ".join([*texts, str(order["id"])]).lower()


def _only(request: httpx.Request, record: dict[str, Any]) -> dict[str, Any]:
    wanted = request.url.params.get("_fields")
    if wanted is None:
        return record
    return {key: record[key] for key in wanted.split(",") if key in record}


def _chosen(
    request: httpx.Request, record: dict[str, Any], status: int = OK
) -> httpx.Response:
    return httpx.Response(status, json=_only(request, record))


def _error(status: int, code: str) -> httpx.Response:
    return httpx.Response(
        status, json={"code": code, "message": "Sorry.", "data": {"status": status}}
    )
