"""
What a real Vendure answers, kept for the fake: what is asked, and where it is kept.

`python -m tests.crm_connector.sources.vendure.captured` asks the shop of
`tests/peers/vendure` again and writes the files anew.
"""

from __future__ import annotations

import functools
import json
import tempfile
from pathlib import Path
from typing import Any

import httpx

from crm_connector.sources.vendure import documents
from crm_connector.sources.vendure.documents import Document
from tests.crm_connector.sources.vendure import peer, shop

FIXTURES = Path(__file__).parent / "fixtures"
MASKED = {"token": "the-channel", "updatedAt": "2026-05-01T08:00:00.000Z"}
"""What is another in each seeding, and what stands for it here."""

ALL = {"skip": 0, "take": 100, "sort": {"id": "ASC"}}
NEWEST = {**ALL, "sort": {"orderPlacedAt": "DESC"}}
PLACED = {"filter": {"orderPlacedAt": {"isNull": False}}}
SOLD = {"filter": {"enabled": {"eq": True}}}
REFUND = {"lines": [], "shipping": 0, "adjustment": 0, "reason": "Hamyar captured"}

READ: dict[str, tuple[Document, dict[str, Any]]] = {
    "check": (documents.CHECK, {}),
    "customer": (documents.CUSTOMER, {"id": "1"}),
    "no-customer": (documents.CUSTOMER, {"id": "99"}),
    "customers": (documents.FIND, {"options": ALL}),
    "orders-1": (documents.ORDERS, {"customer": "1", "options": {**NEWEST, **PLACED}}),
    "orders-2": (documents.ORDERS, {"customer": "2", "options": {**NEWEST, **PLACED}}),
    "no-orders": (documents.ORDERS, {"customer": "99", "options": NEWEST}),
    "facets": (documents.FACETS, {"options": ALL}),
    "option-groups": (documents.OPTION_GROUPS, {"options": ALL}),
    "collections": (
        documents.COLLECTIONS,
        {"options": {**ALL, "filter": {"isPrivate": {"eq": False}}}},
    ),
    "products": (documents.PRODUCTS, {"options": {**ALL, **SOLD}}),
    "version": (documents.VERSION, {}),
    "shelf": (documents.SHELF, {"options": {**ALL, **SOLD}}),
    "too-many": (documents.FIND, {"options": {"take": 1001}}),
}
CHANGES: dict[str, tuple[Document, dict[str, Any]]] = {
    "refund-not-paid": (
        documents.REFUND,
        {"input": {**REFUND, "paymentId": "7", "amount": 100}},
    ),
    "refund-too-much": (
        documents.REFUND,
        {"input": {**REFUND, "paymentId": "6", "amount": 1250000001}},
    ),
    "refund": (
        documents.REFUND,
        {"input": {**REFUND, "paymentId": "6", "amount": 1000}},
    ),
    "cancel": (
        documents.CANCEL,
        {"input": {"orderId": "6", "reason": "Hamyar", "cancelShipping": True}},
    ),
    "cancel-again": (
        documents.CANCEL,
        {"input": {"orderId": "6", "reason": "Hamyar", "cancelShipping": True}},
    ),
}
"""In this order, on a shop as it was seeded."""


def load(name: str) -> dict[str, Any]:
    """
    An answer as it was captured, each time anew, to be changed as one likes.
    """
    content: dict[str, Any] = json.loads(_text(name))
    return content


@functools.cache
def _text(name: str) -> str:
    return (FIXTURES / f"{name}.json").read_text("utf-8")


def masked(content: Any) -> Any:
    """
    The same without what is another in each seeding.
    """
    if isinstance(content, list):
        return [masked(each) for each in content]
    if isinstance(content, dict):
        return {key: MASKED.get(key) or masked(each) for key, each in content.items()}
    return content


def asked(url: str) -> dict[str, Any]:
    """
    Everything asked of a shop as it was seeded; it is not afterwards.
    """
    with httpx.Client(trust_env=False, timeout=20) as client:
        found: dict[str, Any] = {}

        def ask(document: Document, variables: object, token: str = "") -> Any:
            return client.post(
                url,
                json={
                    "operationName": document.name,
                    "query": document.text,
                    "variables": variables,
                },
                headers={"authorization": f"Bearer {token}"} if token else {},
            )

        who = {"username": shop.USERNAME, "password": shop.PASSWORD}
        found["login-refused"] = ask(documents.LOGIN, {**who, "password": "x"}).json()
        signed_in = ask(documents.LOGIN, who)
        found["login"] = signed_in.json()
        token = signed_in.headers["vendure-auth-token"]
        found["forbidden"] = ask(documents.CUSTOMER, {"id": "1"}).json()
        for name, (document, variables) in {**READ, **CHANGES}.items():
            found[name] = ask(document, variables, token).json()
        wrong = Document("Wrong", "query Wrong { nonsense }")
        found["not-valid"] = ask(wrong, {}, token).json()
    # The moments of cancelling and giving back are the only ones that are not seeded.
    cancelled = found["cancel"]["data"]["cancelOrder"]
    (payment,) = cancelled["payments"]
    refund = found["refund"]["data"]["refundOrder"]
    for made in (*cancelled["history"]["items"][:3], *payment["refunds"], refund):
        made["createdAt"] = MASKED["updatedAt"]
    return {name: masked(content) for name, content in found.items()}


def main() -> None:
    """
    Write all files anew.
    """
    with tempfile.TemporaryDirectory() as folder, peer.running(Path(folder)) as shop_:
        for name, content in asked(shop_.url).items():
            text = json.dumps(content, ensure_ascii=False, indent=1)
            (FIXTURES / f"{name}.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main()
