"""
`./hamyar profile <identity>`: a customer as all sources together know them.
"""

from __future__ import annotations

import asyncio
import json
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from bot.conversations.clock import utc_now
from bot.conversations.database import Database
from bot.migrations import migrate
from bot.profiles import open_profiles
from bot.settings import Settings
from bot.shop import load_shop
from bot.sources import open_shop
from bot.unusable import Unusable
from crm_connector import contacts
from crm_connector.errors import CrmError, CustomerNotFound, SourceUnavailable
from crm_connector.identity import ledger, present
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.identity.why import why
from crm_connector.model import Contact, ContactKind, Invoice, Loyalty, Order
from crm_connector.profile.facts import Fact, Field, Profile
from crm_connector.source import Capability
from crm_connector.sources.opening import Opened

FORMS = (
    "a customer's number, phone:+98912..., email:sara@shop.example, telegram:123, "
    "customer:source/number or person:number"
)
_LONG_NUMBER = 8


def main(settings: Settings, identity: str, *, as_json: bool) -> int:
    """
    Print the profile; raises `Unusable` where there is none, or no way to it.
    """
    try:
        asyncio.run(_check(settings))
        shown = asyncio.run(_shown(settings, identity))
    except CrmError as error:
        raise Unusable(str(error)) from error
    print(shown.as_json() if as_json else shown.as_text())
    return 0


@dataclass(frozen=True)
class Shown:
    """
    A profile, and why it is one person's.
    """

    profile: Profile
    why: tuple[str, ...]

    def as_json(self) -> str:
        """
        One object: facts, what is missing, what is not sure, consent, and why.
        """
        profile = self.profile
        return json.dumps(
            {
                "person": profile.person,
                "facts": [
                    {
                        "field": field.value,
                        "value": _plain(fact.value),
                        "source": fact.source,
                        "as_of": fact.as_of.isoformat(),
                        "rule": fact.rule,
                        "late": fact.is_late,
                    }
                    for field, fact in _facts(profile)
                ],
                "missing": [
                    {"source": m.source, "field": m.field.value, "why": m.why.value}
                    for m in profile.missing
                ],
                "unsure": [
                    {"source": m.record.source, "id": m.record.id, "why": m.reason}
                    for m in profile.unsure
                ],
                "consent": {
                    purpose.value: said.is_granted
                    for purpose, said in profile.consent.items()
                },
                "why": list(self.why),
            },
            ensure_ascii=False,
        )

    def as_text(self) -> str:
        """
        A line for each fact, and one for whatever else there is to know.
        """
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"Person {self.profile.person}"
        for field, fact in _facts(self.profile):
            moment = fact.as_of.strftime("%Y-%m-%d %H:%M")
            late = ", late" if fact.is_late else ""
            yield (
                f"  {field.value:<9} {_said(fact.value)}"
                f"  [{fact.source}, as of {moment} UTC{late}; {fact.rule}]"
            )
        for missing in self.profile.missing:
            yield (
                f"  {missing.field.value:<9} not from {missing.source}: "
                f"{missing.why.value}"
            )
        for unsure in self.profile.unsure:
            yield (
                f"  perhaps   customer {unsure.record.id} of {unsure.record.source}: "
                f"{unsure.reason}"
            )
        for purpose, said in self.profile.consent.items():
            answer = "yes" if said.is_granted else "no"
            yield f"  consent   {purpose.value}: {answer} on {said.at:%Y-%m-%d}"
        yield "Why this is one person:"
        for reason in self.why:
            yield f"  {reason}"


async def _check(settings: Settings) -> None:
    """
    A mistake in a mapping is named with its place, and not as a question refused.
    """
    opened = await open_shop(settings)
    try:
        for source in opened.sources.values():
            # What does not answer is told in the profile.
            with suppress(SourceUnavailable):
                await source.check()
    finally:
        await opened.close()


async def _shown(settings: Settings, identity: str) -> Shown:
    country = load_shop(settings.shop).country
    opened = await open_shop(settings)
    migrate(settings.database)
    database = Database(settings.database)
    try:
        async with open_profiles(opened, database) as profiles:
            person = await find_person(identity, country, opened, database)
            profile = await profiles.of(person)
        reasons = await database.read(
            lambda connection: why(connection, profile.person)
        )
    finally:
        await database.close()
        await opened.close()
    return Shown(profile, reasons)


@dataclass(frozen=True)
class Unmet:
    """
    A customer of a source whom nobody has had to do with yet.
    """

    identifier: Identifier


async def find_person(
    identity: str, country: str, opened: Opened, database: Database
) -> PersonId:
    """
    The person whom somebody means; who is in a source only is met for the first time.

    As `look_up` else.
    """
    found = await look_up(identity, country, opened, database)
    if not isinstance(found, Unmet):
        return found
    met: PersonId = await database.write(lambda c: meet(c, found))
    return met


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
        await database.read(lambda c: present.root(c, int(number)))
        return int(number)
    identifier = _identifier(identity, country, opened)
    if identifier.kind is Kind.SHOP_CUSTOMER_ID:
        identifier = await _as_its_source_writes_it(identifier, opened, database)
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


def _facts(profile: Profile) -> Iterator[tuple[Field, Fact[Any]]]:
    for field in Field:
        said = getattr(profile, field.value)
        for fact in said if isinstance(said, tuple) else (said,):
            if fact is not None:
                yield field, fact


def _plain(value: object) -> object:
    if isinstance(value, Order):
        return {
            "number": value.number,
            "status": value.status.value,
            "placed_at": value.placed_at.isoformat(),
            "total": value.total.amount,
            "currency": value.total.currency,
        }
    if isinstance(value, Invoice):
        return {
            "number": value.number,
            "billed_on": value.billed_on.isoformat(),
            "total": value.total.amount,
            "unpaid": value.unpaid.amount,
            "currency": value.total.currency,
        }
    if isinstance(value, Loyalty):
        return {"points": value.points, "tier": value.tier}
    return value


def _said(value: object) -> str:
    if isinstance(value, Order):
        return f"{value.number}: {value.status.value}, {_day(value.placed_at)}"
    if isinstance(value, Invoice):
        return f"{value.number}: {value.billed_on.isoformat()}"
    if isinstance(value, Loyalty):
        return f"{value.points} points" + (f", {value.tier}" if value.tier else "")
    return str(value)


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")


def _numbers(people: tuple[PersonId, ...]) -> str:
    return ", ".join(f"person {each}" for each in people)
