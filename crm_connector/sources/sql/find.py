"""
Customers by a phone or an e-mail address, however it is written.

The database is asked for the likely ways to write it, so that an index serves; or,
where the mapping wants it, each row is looked at for the digits. What comes back is
compared by whoever asked.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from sqlalchemy import BigInteger, bindparam, func, or_
from sqlalchemy.engine import Connection
from sqlalchemy.sql import Select

from crm_connector.model import Contact, ContactKind
from crm_connector.sources.sql import written
from crm_connector.sources.sql.fields import Key, KeyType, Reach, Search
from crm_connector.sources.sql.mapping import ShopMapping
from crm_connector.sources.sql.parts import ContactMapping, CustomerMapping
from crm_connector.sources.sql.statements import Query, untyped

_MOST = 200
"""Rows that are looked at; a contact that more have is a placeholder, not a family."""
_SPACED = {"latin": "0", "persian": "\u06f0", "arabic": "\u0660"}
"""The zeros of the digits in which phones are looked for."""

_Asked = tuple[Query, Select, Key]


class FindQueries:
    """
    Who has a contact on file: in the customers' own rows, or in a table of contacts.
    """

    def __init__(self, shop: ShopMapping) -> None:
        self._country = shop.defaults.country
        self._asked: dict[ContactKind, list[_Asked]] = {
            kind: [] for kind in ContactKind
        }
        customers, contacts = shop.customers, shop.contacts
        self._add(customers, customers.id)
        if contacts is not None:
            self._add(contacts, contacts.customer)

    def __bool__(self) -> bool:
        return any(self._asked.values())

    def _add(self, part: CustomerMapping | ContactMapping, key: Key) -> None:
        for kind, reach in (
            (ContactKind.PHONE, part.phone),
            (ContactKind.EMAIL, part.email),
        ):
            if reach is not None:
                query = Query(part, [key])
                tests = (
                    _test(query.column(each), kind, reach) for each in reach.columns
                )
                statement = query.select.where(or_(*tests)).limit(_MOST)
                self._asked[kind].append((query, statement, key))

    def customers(self, connection: Connection, contact: Contact) -> set[object]:
        """
        The ids of those who may have it.
        """
        values = _values(contact, self._country)
        found: set[object] = set()
        for query, statement, key in self._asked[contact.kind] if values else ():
            names = statement.compile().params
            given = {name: values[name] for name in names if name in values}
            rows = query.rows(connection, statement, **given)
            found.update(row[key.column] for row in rows)
        return found


def _test(column: Any, kind: ContactKind, reach: Reach) -> Any:
    if reach.type is KeyType.INTEGER:
        return column.in_(bindparam("numbers", type_=BigInteger, expanding=True))
    if reach.search is Search.INDEX:
        return column.in_(untyped("forms", expanding=True))
    if kind is ContactKind.EMAIL:
        return func.lower(func.trim(column)) == untyped("exact")
    # Whatever stands between the digits, and before and after them.
    return or_(*(column.like(untyped(name)) for name in _SPACED))


def _values(contact: Contact, country: str) -> dict[str, object]:
    """
    What the statements may ask for; nothing where no row can have this contact.
    """
    if any(unicodedata.category(each) in ("Cc", "Cs") for each in contact.value):
        return {}
    if contact.kind is ContactKind.EMAIL:
        return {"forms": written.email_forms(contact.value), "exact": contact.value}
    digits = written.national_digits(contact.value)
    if digits is None:
        return {}
    return {
        "forms": written.phone_forms(contact.value, country),
        "numbers": written.phone_numbers(contact.value, country),
        **{name: _spaced(digits, zero) for name, zero in _SPACED.items()},
    }


def _spaced(digits: str, zero: str) -> str:
    return "".join(f"%{chr(ord(zero) + int(each))}" for each in digits) + "%"
