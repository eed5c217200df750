"""
The account and the modules held against what is asked, at start and not at a customer.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from crm_connector.errors import SourceRejected
from crm_connector.sources.tryton import questions
from crm_connector.sources.tryton.reader import together
from crm_connector.sources.tryton.rpc import Rpc
from crm_connector.sources.tryton.sales import sale_fields
from crm_connector.sources.tryton.settings import TrytonSettings
from crm_connector.sources.tryton.shop import Shop

# The models that are read, with their fields; what is nested is read with them.
_READ = {
    "party.party": questions.PARTY,
    "party.contact_mechanism": questions.CONTACT,
    "sale.sale": questions.SALE,
    "sale.line": ("product", "quantity", "unit", "unit_price", "amount"),
    "stock.shipment.out": ("state", "effective_date", "planned_date"),
    "account.invoice": questions.INVOICE,
    "product.product": (*questions.PRODUCT, "name", "code", "salable"),
    "product.category": ("name", "accounting"),
    "account.move.line": ("maturity_date", "reconciliation"),
    "ir.translation": ("name",),
}
_TRACKED = {"stock.package": ("shipping_reference",)}
_CHANGED = "sale.sale"


async def check(rpc: Rpc, shop: Shop, settings: TrytonSettings) -> None:
    """
    Raise `SourceRejected`, which names what is missing or may not be read.
    """
    context = shop.context()
    wanted = {**_READ, **(_TRACKED if shop.has_tracking else {})}

    async def names(model: str, fields: tuple[str, ...]) -> set[str]:
        firsts = sorted({each.partition(".")[0] for each in fields})
        found = await rpc.call(f"model.{model}.fields_get", firsts, 0, context)
        return set(firsts) - set(found if isinstance(found, dict) else ())

    access, *missing = await together(
        rpc.call("model.ir.model.access.get_access", list(wanted), context),
        *(names(model, fields) for model, fields in wanted.items()),
    )
    for model, fields in zip(wanted, missing, strict=True):
        if fields:
            raise _rejected(f"{model} has no {sorted(fields)[0]}", settings)
        if not _may(access, model, "read"):
            raise _rejected(f"its user may not read {model}", settings)
    if settings.may_cancel and not _may(access, _CHANGED, "write"):
        raise _rejected(f"its user may not change {_CHANGED}", settings)
    # Rights to what a record leads to show themselves only when one is read.
    await together(
        *(
            _tried(rpc, model, domain, fields, context, settings)
            for model, domain, fields in (
                ("sale.sale", [["lines.quantity", ">", 0]], sale_fields(shop)),
                ("account.invoice", [["type", "=", "out"]], questions.INVOICE),
                ("party.party", [["contact_mechanisms", "!=", None]], questions.PARTY),
            )
        )
    )


async def _tried(
    rpc: Rpc,
    model: str,
    domain: questions.Domain,
    fields: Iterable[str],
    context: dict[str, Any],
    settings: TrytonSettings,
) -> None:
    method, order = f"model.{model}.search_read", [["id", "DESC"]]
    try:
        await rpc.call(method, domain, 0, 1, order, list(fields), context)
    except SourceRejected:
        raise _rejected(
            f"its user may not read all that belongs to {model}", settings
        ) from None


def _may(access: Any, model: str, what: str) -> bool:
    match access:
        case dict():
            rights = access.get(model)
            return isinstance(rights, dict) and bool(rights.get(what))
    return False


def _rejected(message: str, settings: TrytonSettings) -> SourceRejected:
    return SourceRejected(f"Tryton does not fit: {message}.", source=settings.name)
