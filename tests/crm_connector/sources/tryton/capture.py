"""
Writes the fixtures anew, from a real Tryton.

    python -m tests.crm_connector.sources.tryton.capture

`answers.json` are questions with the answers that came back; `records.json` is what the
fake knows, field by field. Both are of the shop of `tests/peers/tryton/seed.py`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import tempfile
from pathlib import Path
from typing import Any

import httpx

from crm_connector.errors import CrmError
from crm_connector.model import Contact, ContactKind
from crm_connector.sources.tryton import TrytonSource
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.peer import Peer

FIXTURES = Path(__file__).parent / "fixtures"
LANGUAGES = ("fa", "ar", "en")
STOCK = {"locations": [3], "with_childs": True, "stock_assign": True}

# Fields by model; those that lead to records of another model name it.
MODELS: dict[str, dict[str, str | None]] = {
    "company.company": {"timezone": None, "currency": "currency.currency"},
    "currency.currency": {"code": None, "digits": None},
    "ir.lang": {"code": None, "translatable": None},
    "stock.location": {"code": None, "type": None, "storage_location": None},
    "party.party": {
        "code": None,
        "active": None,
        "rec_name": None,
        "name": None,
        "lang": "ir.lang",
        "contact_mechanisms": "party.contact_mechanism",
    },
    "party.contact_mechanism": {"type": None, "value": None, "party": "party.party"},
    "party.address": {
        "party_name": None,
        "street": None,
        "city": None,
        "postal_code": None,
        "country": "country.country",
        "subdivision": "country.subdivision",
    },
    "country.country": {"code": None},
    "country.subdivision": {"name": None},
    "product.uom": {"symbol": None},
    "product.product": {
        "name": None,
        "code": None,
        "active": None,
        "salable": None,
        "type": None,
        "consumable": None,
        "list_price_used": None,
        "quantity": None,
        "categories": "product.category",
        "write_date": None,
    },
    "product.template": {"active": None, "write_date": None},
    "product.category": {"name": None, "accounting": None, "write_date": None},
    "ir.translation": {"name": None, "write_date": None},
    "sale.sale": {
        "company": "company.company",
        "number": None,
        "sale_date": None,
        "create_date": None,
        "state": None,
        "shipment_state": None,
        "shipment_method": None,
        "invoice_state": None,
        "to_ship": None,
        "total_amount": None,
        "party": "party.party",
        "currency": "currency.currency",
        "lines": "sale.line",
        "shipments": "stock.shipment.out",
        "shipment_address": "party.address",
    },
    "sale.line": {
        "type": None,
        "quantity": None,
        "unit": "product.uom",
        "unit_price": None,
        "amount": None,
        "description": None,
        "product": "product.product",
    },
    "stock.shipment.out": {
        "state": None,
        "effective_date": None,
        "planned_date": None,
        "carrier": "carrier",
        "shipping_reference": None,
        "root_packages": "stock.package",
    },
    "stock.package": {"shipping_reference": None},
    "carrier": {"party": "party.party"},
    "account.invoice": {
        "company": "company.company",
        "number": None,
        "type": None,
        "state": None,
        "invoice_date": None,
        "total_amount": None,
        "amount_to_pay": None,
        "party": "party.party",
        "currency": "currency.currency",
        "sales": "sale.sale",
        "lines_to_pay": "account.move.line",
    },
    "account.move.line": {"maturity_date": None, "reconciliation": None},
}
_TRANSLATED = ("product.product", "product.category")
_NAMES = ["product.template,name", "product.category,name"]


class Listening(httpx.AsyncBaseTransport):
    """
    Passes everything on and keeps what was asked and answered, but no credentials.
    """

    def __init__(self) -> None:
        self._way = httpx.AsyncHTTPTransport()
        self.heard: list[dict[str, Any]] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """
        Ask the real one.
        """
        response = await self._way.handle_async_request(request)
        await response.aread()
        question = json.loads(request.content)
        if not question["method"].startswith("common.db."):
            heard = {
                "method": question["method"],
                "params": question["params"],
                "status": response.status_code,
                "answer": _short(question["method"], response.json()),
            }
            if heard not in self.heard:
                self.heard.append(heard)
        return response

    async def aclose(self) -> None:
        """
        Close its connections.
        """
        await self._way.aclose()


def _short(method: str, answer: dict[str, Any]) -> dict[str, Any]:
    """
    The answer, without what is told of each field and only clients need.
    """
    if method.endswith(".fields_get"):
        fields = answer["result"]
        answer["result"] = {name: {"type": fields[name]["type"]} for name in fields}
    return answer


async def everything(source: TrytonSource) -> None:
    """
    Ask all that is ever asked.
    """
    await source.check()
    who = shop.SARA.id
    for customer in (who, shop.LAYLA.id, "nobody"):
        for question in (
            source.customer(customer),
            source.orders(customer, limit=20),
            source.orders(customer, limit=2),
            source.invoices(customer, limit=20),
            source.order(customer, "so-1001"),
            source.order(customer, "SO-1005"),
            source.order(customer, "_____"),
        ):
            await _whatever(question)
    for contact in (
        shop.HOME,
        Contact(ContactKind.PHONE, shop.SARA.phones[0]),
        Contact(ContactKind.PHONE, shop.ALI.phones[0]),
        Contact(ContactKind.EMAIL, shop.SARA.emails[0]),
        Contact(ContactKind.EMAIL, "sara_rezaei@example.com"),
    ):
        await source.find(contact)
    await source.catalogue()
    await source.catalogue(limit=2)
    await source.catalogue_version()
    await source.shelf(["1", "2", "3", "4", "5", "6", "7", "99"])
    await _whatever(source.cancel_order(who, "SO-1003", key=""))
    # What only a mistake would ask, and how Tryton says so.
    for method, *params in (
        ("model.sale.sale.cancel", [3], {"company": 1}),
        ("model.res.user.write", [1], {"name": "x"}, {"company": 1}),
        ("model.sale.nothing.search_read", [], 0, None, None, [], {}),
        ("model.sale.sale.search_read", [["no", "=", 1]], 0, None, None, [], {}),
    ):
        await _whatever(source._rpc.call(method, *params))


async def _whatever(question: Any) -> None:
    with contextlib.suppress(CrmError):
        await question


async def records(source: TrytonSource) -> dict[str, Any]:
    """
    Everything of the models above, with the names in each language.
    """
    found: dict[str, Any] = {}
    for model, fields in MODELS.items():
        domain: list[Any] = [["id", ">", 0]]
        if model == "ir.translation":
            domain = [["name", "in", _NAMES]]
        context = {"company": 1, "language": "en", "active_test": False, **STOCK}
        method = f"model.{model}.search_read"
        by_id = [["id", "ASC"]]
        rows = await source._rpc.call(
            method, domain, 0, None, by_id, list(fields), context
        )
        if "active" in fields:
            # A product of a template that is not active any more is not found either.
            context["active_test"] = True
            found_ones = await source._rpc.call(
                method, domain, 0, None, by_id, [], context
            )
            ids = {each["id"] for each in found_ones}
            for row in rows:
                row["active"] = row["id"] in ids
            context["active_test"] = False
        names = {}
        for language in LANGUAGES if model in _TRANSLATED else ():
            context["language"] = language
            said = await source._rpc.call(
                method, domain, 0, None, by_id, ["name"], context
            )
            names[language] = {str(each["id"]): each["name"] for each in said}
        relations = {name: to for name, to in fields.items() if to is not None}
        found[model] = {"relations": relations, "rows": rows, "names": names}
    return found


async def capture(url: str) -> None:
    """
    Ask the Tryton there and write what it says.
    """
    listening = Listening()
    source = TrytonSource.open(
        shop.settings(url), clock=lambda: shop.NOW, transport=listening
    )
    await everything(source)
    answers = list(listening.heard)
    all_records = await records(source)
    await source.close()
    rows = ",\n".join(_line(each) for each in answers)
    (FIXTURES / "answers.json").write_text(f"[\n{rows}\n]\n", "utf-8")
    models = ",\n".join(_model(name, each) for name, each in all_records.items())
    (FIXTURES / "records.json").write_text(f"{{\n{models}\n}}\n", "utf-8")


def _line(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


def _model(name: str, content: dict[str, Any]) -> str:
    rows = ",\n  ".join(_line(each) for each in content["rows"])
    relations, names = _line(content["relations"]), _line(content["names"])
    return (
        f'"{name}": {{\n "relations": {relations},\n "names": {names},\n'
        f' "rows": [\n  {rows}\n ]\n}}'
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        peer = Peer.start(Path(folder))
        try:
            asyncio.run(capture(peer.url))
        finally:
            peer.stop()
