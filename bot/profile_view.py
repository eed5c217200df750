"""
`./hamyar profile <identity>`: a customer as all sources together know them.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from actions import formatting
from bot.conversations.database import Database
from bot.migrations import migrate
from bot.profiles import open_profiles
from bot.records import names_of, records_of
from bot.settings import Settings
from bot.shop import load_shop
from bot.sources import open_shop
from bot.unusable import Unusable
from bot.whom import Unmet, as_known, look_up, nothing_known
from crm_connector.errors import CrmError, SourceUnavailable
from crm_connector.identity.matching import Match
from crm_connector.identity.why import why
from crm_connector.model import (
    Customer,
    Invoice,
    Loyalty,
    Money,
    Order,
)
from crm_connector.profile.facts import Fact, Field, Profile


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
    A profile, why it is one person's, and what each source has on file of them.
    """

    profile: Profile
    why: tuple[str, ...]
    records: tuple[Customer, ...]

    def as_json(self) -> str:
        """
        One object: facts, what is missing, what is not sure, consent, and why.
        """
        profile = self.profile
        return json.dumps(
            {
                "person": profile.person or None,
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
                "names": [
                    {"source": each.source, "id": each.id, "name": each.name}
                    for each in self.records
                ],
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
        person = self.profile.person
        yield f"Person {person}" if person else "Nobody has met this customer yet"
        for field, fact in _facts(self.profile):
            moment = fact.as_of.strftime("%Y-%m-%d %H:%M")
            late = ", late" if fact.is_late else ""
            yield (
                f"  {field.value:<9} {_said(fact.value)}{self._whose(fact)}"
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
        if len(names_of(self.records)) > 1:
            for each in self.records:
                yield f"  known as  {each.name}  [customer {each.id} of {each.source}]"
        yield "Why this is one person:"
        for reason in self.why:
            yield f"  {reason}"

    def _whose(self, fact: Fact[Any]) -> str:
        """
        Of which of their numbers it is, where one source knows them by several.
        """
        numbers = [id_ for source, id_ in self.profile.ids if source == fact.source]
        of = getattr(fact.value, "customer_id", None)
        return f", of customer {of}" if of is not None and len(numbers) > 1 else ""


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
        # Whoever looks changes nothing of what is believed later.
        async with open_profiles(opened, database, keeps=False) as profiles:
            found = await look_up(identity, country, opened, database)
            profile = await profiles.of(as_known(found))
        reasons: tuple[str, ...] = (nothing_known(found),)
        if not isinstance(found, Unmet):
            reasons = await database.read(
                lambda connection: why(connection, profile.person)
            )
        records = await records_of(opened, profile.ids)
    finally:
        await database.close()
        await opened.close()
    return Shown(profile, (*reasons, *map(would_be, profile.same)), records)


def would_be(found: Match) -> str:
    """
    What was tried, and taken back: it is written down when they come to the chat.
    """
    record = found.record
    return (
        f"customer {record.id} of {record.source} is the same person by rule: "
        f"{found.reason} (not written down before they write)."
    )


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
            "order": value.order_number,
            "billed_on": value.billed_on.isoformat(),
            "due_on": value.due_on and value.due_on.isoformat(),
            "total": value.total.amount,
            "unpaid": value.unpaid.amount,
            "refunded": value.refunded and value.refunded.amount,
            "currency": value.total.currency,
        }
    if isinstance(value, Loyalty):
        return {"points": value.points, "tier": value.tier}
    return value


def _said(value: object) -> str:
    if isinstance(value, Order):
        return f"{value.number}: {value.status.value}, {_day(value.placed_at)}"
    if isinstance(value, Invoice):
        return _said_of(value)
    if isinstance(value, Loyalty):
        return f"{value.points} points" + (f", {value.tier}" if value.tier else "")
    return str(value)


def _said_of(invoice: Invoice) -> str:
    """
    What was billed, and what of it is unpaid or was given back, where that is anything.
    """
    parts = [f"{invoice.number}: {invoice.billed_on.isoformat()}", _sum(invoice.total)]
    if invoice.unpaid.amount > 0:
        parts.append(f"{_sum(invoice.unpaid)} unpaid")
    if invoice.refunded is not None and invoice.refunded.amount > 0:
        parts.append(f"{_sum(invoice.refunded)} given back")
    return ", ".join(parts)


def _sum(amount: Money) -> str:
    return formatting.money(amount, "en")


def _day(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d")
