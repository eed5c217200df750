"""
A contact on a customer's record: whether it still is, and that it was proven.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from crm_connector.errors import CustomerNotFound
from crm_connector.identity import codes, ledger
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.model import Assurance, Contact, Customer
from crm_connector.source import CustomerSource


async def has(book: CustomerSource, key: bytes, customer_id: str, contact: str) -> bool:
    """
    Whether a customer still has a contact, known by its hash; asks the source.
    """
    try:
        customer = await book.customer(customer_id)
    except CustomerNotFound:
        return False
    return any(codes.contact_hash(key, each) == contact for each in customer.contacts)


def prove(
    connection: Connection,
    customer: Customer,
    contact: Contact,
    *,
    assurance: Assurance,
    source: str,
    now: datetime,
    rules: Rules,
) -> PersonId:
    """
    Write down that a customer has proven a contact, and give who they are.

    `source` says by what: a code, an account. Raises what `ledger.link` does.
    """
    person = ledger.meet(
        connection,
        Identifier(Kind.SHOP_CUSTOMER_ID, customer.id, customer.source),
        source=customer.source,
        now=now,
        rules=rules,
        assurance=Assurance.PROVEN,
    )
    ledger.link(
        connection,
        person,
        Identifier.of_contact(contact),
        assurance=assurance,
        source=source,
        now=now,
        rules=rules,
    )
    return person
