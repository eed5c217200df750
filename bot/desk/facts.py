"""
Facts of a customer as the desk's page gets them: plain JSON, each with source and age.

Contacts are masked: an agent needs to know which one is meant, not to keep it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.desk.moments import moment
from crm_connector.access import Attended, is_sure_at_desk
from crm_connector.contacts import masked
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.model import (
    Contact,
    ContactKind,
    Loyalty,
    Money,
    Order,
    Parcel,
    ShelfItem,
)
from crm_connector.profile.facts import Fact

__all__ = [
    "consent",
    "contacts",
    "fact",
    "moment",
    "money",
    "order",
    "points",
    "proof",
    "shelf",
]

Json = dict[str, Any]


def proof(attended: Attended, now: datetime) -> Json:
    """
    Whether it is proven who they are, as far as the desk goes by it; how, and when.
    """
    given = attended.identity.proof
    return {
        "proven": is_sure_at_desk(attended, now),
        "proven_by": given.kind.value if given else None,
        "proven_at": moment(given.at if given else None),
    }


def fact(found: Fact[str] | None) -> Json | None:
    """
    One thing with where it comes from and of when it is; None where nobody told it.
    """
    return None if found is None else {"value": found.value, **_age(found)}


def contacts(found: Iterable[Fact[str]]) -> list[Json]:
    """
    Telephones or addresses, masked.
    """
    return [{"value": _masked(each.value), **_age(each)} for each in found]


def money(amount: Money | None) -> Json | None:
    """
    An amount in the smallest unit of its currency.
    """
    if amount is None:
        return None
    return {"amount": amount.amount, "currency": amount.currency}


def order(found: Fact[Order]) -> Json:
    """
    An order with all that customers ask about.
    """
    value = found.value
    return {
        "number": value.number,
        "status": value.status.value,
        "is_open": value.status.is_open,
        "placed_at": moment(value.placed_at),
        "changed_at": moment(value.changed_at),
        "expected_on": value.expected_on.isoformat() if value.expected_on else None,
        "total": money(value.total),
        "lines": [
            {
                "id": line.id,
                "names": dict(line.names),
                "options": {lang: dict(each) for lang, each in line.options.items()},
                "variants": dict(line.variants),
                "quantity": line.quantity,
                "unit_price": money(line.unit_price),
            }
            for line in value.lines
        ],
        "parcels": [_parcel(each) for each in value.parcels],
        **_age(found),
    }


def points(found: Fact[Loyalty]) -> Json:
    """
    What they have collected in one list.
    """
    return {"points": found.value.points, "tier": found.value.tier, **_age(found)}


def consent(purpose: Purpose, said: Statement) -> Json:
    """
    What they said about one purpose.
    """
    return {
        "purpose": purpose.value,
        "granted": said.is_granted,
        "at": moment(said.at),
    }


def shelf(item: ShelfItem) -> Json:
    """
    What a product costs and whether there is any.
    """
    return {
        "price": money(item.price),
        "in_stock": item.in_stock,
        "quantity": item.quantity,
        "source": item.source,
        "as_of": moment(item.as_of),
    }


def _parcel(parcel: Parcel) -> Json:
    return {
        "carriers": dict(parcel.carriers),
        "tracking_code": parcel.tracking_code,
        "shipped_at": moment(parcel.shipped_at),
        "delivered_at": moment(parcel.delivered_at),
    }


def _age(found: Fact[Any]) -> Json:
    return {
        "source": found.source,
        "as_of": moment(found.as_of),
        "late": found.is_late,
    }


def _masked(value: str) -> str:
    kind = ContactKind.EMAIL if "@" in value else ContactKind.PHONE
    return masked(Contact(kind, value))
