"""
Whom somebody means by a customer's number, a telephone, an e-mail or a person's number.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.unusable import Unusable
from crm_connector import contacts
from crm_connector.errors import CrmError, CustomerNotFound
from crm_connector.identity import ledger, present
from crm_connector.identity.errors import NoSuchEntry
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.identity.why import shortened
from crm_connector.model import Contact, ContactKind
from crm_connector.profile.known import UNMET, Known
from crm_connector.source import Capability
from crm_connector.sources.opening import Opened

FORMS = (
    "a customer's number, phone:+98912..., email:sara@shop.example, telegram:123, "
    "customer:source/number or person:number"
)
_LONG_NUMBER = 8
_MOST_DIGITS = 18


@dataclass(frozen=True)
class Unmet:
    """
    A customer of a source whom nobody has had to do with yet.
    """

    identifier: Identifier


def meet(connection: Connection, found: PersonId | Unmet) -> PersonId:
    """
    The person of one who was looked up: whoever was not met before is.
    """
    if not isinstance(found, Unmet):
        return found
    scope = found.identifier.scope
    return ledger.meet(
        connection, found.identifier, source=scope, now=utc_now(), rules=Rules()
    )


def as_known(found: PersonId | Unmet) -> PersonId | Known:
    """
    For reading the profile of one who was looked up.
    """
    if not isinstance(found, Unmet):
        return found
    identifier = found.identifier
    return Known(UNMET, ((identifier.scope, identifier.value),), ())


async def look_up(
    identity: str, country: str, opened: Opened, database: Database
) -> PersonId | Unmet:
    """
    The person whom somebody means, as they were before all merges; nothing is written.

    So a merge names whom it was learnt of, and undoing another one leaves it as it is.

    Raises `Unusable` for what is no identity or that of several, and `CrmError`.
    """
    # Marks of direction come along when a number is copied out of a Persian text.
    identity = "".join(c for c in identity if unicodedata.category(c) != "Cf").strip()
    kind, _, number = identity.partition(":")
    if kind == "person" and number.isdecimal():
        if len(number) > _MOST_DIGITS:
            # No database numbers anything so.
            raise NoSuchEntry("There is no such person.")
        await database.read(lambda c: present.root(c, int(number)))
        return int(number)
    identifier = _identifier(identity, country, opened)
    if identifier.kind is Kind.SHOP_CUSTOMER_ID:
        try:
            identifier = await _as_its_source_writes_it(identifier, opened, database)
        except CustomerNotFound as error:
            if kind == "customer":
                raise
            raise _not_at_home(identifier, opened) from error
    known = await database.read(lambda c: present.people(c, identifier))
    if len(known) > 1:
        raise Unusable(f"{len(known)} people have {identity}: {_numbers(known)}.")
    if not known and identifier.kind.is_shared:
        identifier = await _on_file(identity, identifier, opened)
    linked = await database.read(lambda c: present.linked(c, identifier))
    if linked:
        return linked[0]
    if identifier.kind is not Kind.SHOP_CUSTOMER_ID:
        raise CustomerNotFound(f"Nobody is known by {identity}.")
    return Unmet(identifier)


async def _as_its_source_writes_it(
    identifier: Identifier, opened: Opened, database: Database
) -> Identifier:
    """
    The customer's number as the source has it: to many of them 017 and ۱۷ are 17.

    As it was typed where somebody is known by it whom the source has not, or if it
    does not answer. Raises `CrmError` where nobody is.
    """
    source, typed = opened.sources[identifier.scope], identifier.value
    plain = "".join(str(int(c)) if c.isdecimal() else c for c in typed)
    try:
        try:
            customer = await source.customer(typed)
        except CustomerNotFound:
            if plain == typed:
                raise
            customer = await source.customer(plain)
    except CrmError:
        if not await database.read(lambda c: present.linked(c, identifier)):
            raise
        return identifier
    return replace(identifier, value=customer.id)


def _not_at_home(identifier: Identifier, opened: Opened) -> CustomerNotFound:
    """
    A number alone is one of the home source: how one of another is written.
    """
    said = f"{opened.home} knows no such customer: {identifier.value}"
    others = [name for name in opened.sources if name != opened.home]
    if others:
        forms = " or ".join(f"customer:{each}/{identifier.value}" for each in others)
        said += f"; one of another system is written {forms}"
    return CustomerNotFound(f"{said}.", source=opened.home)


async def _on_file(identity: str, identifier: Identifier, opened: Opened) -> Identifier:
    """
    The customer of the home source who has this phone or e-mail.
    """
    source = opened.sources[opened.home]
    contact = Contact(ContactKind(identifier.kind.value), identifier.value)
    found = ()
    if Capability.FIND in source.capabilities:
        found = await source.find(contact)
    if not found:
        raise CustomerNotFound(f"Nobody is known by {identity}.")
    if len(found) > 1:
        listed = ", ".join(customer.id for customer in found)
        raise Unusable(
            f"{len(found)} customers have {identity}; ask for one of them: {listed}."
        )
    return Identifier(Kind.SHOP_CUSTOMER_ID, found[0].id, opened.home)


def _identifier(identity: str, country: str, opened: Opened) -> Identifier:
    kind, colon, value = identity.partition(":")
    if not colon:
        kind, value = _guess(identity), identity
    if kind == "customer":
        scope, slash, number = value.partition("/")
        if not slash:
            scope, number = opened.home, value
        if scope not in opened.sources:
            names = ", ".join(opened.sources)
            raise Unusable(f"there is no source {scope!r}; there are: {names}.")
        return Identifier(Kind.SHOP_CUSTOMER_ID, number, scope)
    if kind == "telegram" and value.isdecimal():
        return Identifier(Kind.TELEGRAM_ID, str(int(value)))
    contact = None
    if kind == "phone" and "@" not in value:
        contact = contacts.typed(value, country)
    elif kind == "email":
        contact = contacts.email(value)
    if contact is None:
        raise Unusable(f"{identity!r} is no identity: expected {FORMS}.")
    return Identifier.of_contact(contact)


def _guess(identity: str) -> str:
    if "@" in identity:
        return "email"
    digits = [each for each in identity if each.isdecimal()]
    is_plain = not any(each.isalpha() for each in identity)
    if identity[:1] in ("+", "\uff0b") or (
        is_plain and len(digits) >= _LONG_NUMBER and int(digits[0]) == 0
    ):
        return "phone"
    return "customer"


def nothing_known(found: PersonId | Unmet) -> str:
    """
    What there is to say of who is one with somebody whom nobody has met.
    """
    who = shortened(found.identifier) if isinstance(found, Unmet) else f"person {found}"
    return f"Nothing is known of {who} yet but that there is one."


def _numbers(people: tuple[PersonId, ...]) -> str:
    return ", ".join(f"person {each}" for each in people)
