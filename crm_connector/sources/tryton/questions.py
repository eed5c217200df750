"""
What is asked of Tryton: domains and fields, as they are sent.

What somebody typed is only ever the value of a clause. Patterns are made of it where
the same thing may be written in several ways; what comes back is then compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import phonenumbers

from crm_connector import contacts
from crm_connector.model import Contact, ContactKind
from crm_connector.sources.numbers import plain

Domain = list[Any]
Order = tuple[list[str], ...]

LONGEST = 100
"""Letters of the longest code or number that is asked for."""
PHONES = ("phone", "mobile", "other")
EMAILS = ("email", "other")
# Enough of a number to be seldom somebody else's, and written alike at home and abroad.
_LAST_DIGITS = 8
_DIGITS = "0123456789"
_SCRIPTS = (_DIGITS, "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")

NAMES = ("product.name", "product.categories.name")
SALE_NAMES = tuple(f"lines.{name}" for name in NAMES)
SALE = (
    "number",
    "sale_date",
    "create_date",
    "state",
    "shipment_state",
    "shipment_method",
    "invoice_state",
    "to_ship",
    "total_amount",
    "party.code",
    "currency.code",
    "lines.type",
    "lines.quantity",
    "lines.unit.symbol",
    "lines.unit_price",
    "lines.amount",
    "lines.description",
    *SALE_NAMES,
    "shipments.state",
    "shipments.effective_date",
    "shipments.planned_date",
    "shipment_address.party_name",
    "shipment_address.street",
    "shipment_address.city",
    "shipment_address.postal_code",
    "shipment_address.country.code",
    "shipment_address.subdivision.name",
)
SALE_CARRIERS = ("shipments.carrier.party.name",)
SALE_TRACKING = (
    "shipments.shipping_reference",
    "shipments.root_packages.shipping_reference",
)
SALE_DATES = ("number", "sale_date", "create_date")
PARTY = (
    "code",
    "rec_name",
    "lang.code",
    "contact_mechanisms.type",
    "contact_mechanisms.value",
)
CONTACT = ("type", "value", "party")
INVOICE = (
    "number",
    "invoice_date",
    "total_amount",
    "amount_to_pay",
    "party.code",
    "currency.code",
    "sales.number",
    "lines_to_pay.maturity_date",
    "lines_to_pay.reconciliation",
)
PRODUCT = ("type", "consumable", "list_price_used", "quantity")

NEWEST_DATED: Order = (["sale_date", "DESC"], ["id", "DESC"])
NEWEST_MADE: Order = (["create_date", "DESC"], ["id", "DESC"])
NEWEST_BILLED: Order = (["invoice_date", "DESC"], ["id", "DESC"])
BY_ID: Order = (["id", "ASC"],)


def is_key(text: str) -> bool:
    """
    Whether this may be the code of a party at all.

    Tryton drops spaces around what it looks for, so that "1 " would be found as "1".
    """
    return 0 < len(text) <= LONGEST and text == text.strip() and text.isprintable()


def number(typed: str) -> str | None:
    """
    The number of an order in the form in which numbers are compared.
    """
    if len(typed) > LONGEST:
        return None
    return plain(typed).casefold() or None


def _escaped(letter: str) -> str:
    return f"\\{letter}" if letter in "\\%_" else letter


def sales(customer: str, company: int) -> Domain:
    """
    The customer's orders: what has a number, and is not given back as a whole.
    """
    return [
        ["company", "=", company],
        ["party.code", "=", customer],
        ["number", "!=", None],
        ["lines", "where", [["quantity", ">", 0]]],
    ]


def numbered(customer: str, company: int, compared: str) -> Domain:
    """
    Those among them whose numbers have these letters, in this order.
    """
    pattern = "%".join(_escaped(letter) for letter in compared)
    return [*sales(customer, company), ["number", "ilike", pattern]]


def bills(customer: str, company: int) -> Domain:
    """
    What the customer was billed; neither drafts nor credit notes.
    """
    return [
        ["company", "=", company],
        ["party.code", "=", customer],
        ["type", "=", "out"],
        ["state", "in", ["posted", "paid"]],
        ["total_amount", ">=", {"__class__": "Decimal", "decimal": "0"}],
    ]


def mechanisms(contact: Contact) -> Domain | None:
    """
    What may be this contact, however it is written; None where nobody can have it.
    """
    if contact.kind is ContactKind.EMAIL:
        if contacts.email(contact.value) != contact:
            return None
        pattern = "".join(_escaped(letter) for letter in contact.value)
        return [
            ["party.active", "=", True],
            ["type", "in", list(EMAILS)],
            ["value", "ilike", pattern],
        ]
    if contacts.phone(contact.value, contacts.NOWHERE) != contact:
        return None
    national = str(phonenumbers.parse(contact.value).national_number)[-_LAST_DIGITS:]
    return [
        ["party.active", "=", True],
        ["type", "in", list(PHONES)],
        ["OR", *(["value", "ilike", pattern] for pattern in _written(national))],
    ]


def _written(digits: str) -> Iterable[str]:
    for script in _SCRIPTS:
        letters = digits.translate(str.maketrans(_DIGITS, script))
        # Whatever stands between the digits.
        yield f"%{'%'.join(letters)}%"


def products(ids: Iterable[int]) -> Domain:
    """
    Those of these products that are sold.
    """
    return [["id", "in", list(ids)], ["salable", "=", True]]
