"""
Finding a person in the sources that do not know yet that it is them.

What is on file or proven is looked for in the other sources; `identity.matching` judges
what is found. A yes becomes a merge in the ledger, with its reason and to be undone; a
question stays one until somebody answers it.
"""

from __future__ import annotations

from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Iterable,
    Iterator,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy.engine import Connection

from crm_connector.identity import ledger, present
from crm_connector.identity.errors import IdentityError
from crm_connector.identity.identifiers import Identifier, Kind, PersonId, Rules
from crm_connector.identity.matching import Match, Verdict, match
from crm_connector.model import Assurance, Contact, ContactKind, Customer
from crm_connector.profile.asking import Asking, Question
from crm_connector.profile.facts import Lack
from crm_connector.profile.keeper import Budget
from crm_connector.source import Capability

T = TypeVar("T")
Run = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
"""Runs a function on Hamyar's own database and gives what it returned."""


class Merge(Protocol):
    """
    Makes one of two persons, as `ledger.merge` does.
    """

    def __call__(
        self,
        connection: Connection,
        person: PersonId,
        other: PersonId,
        *,
        by: str,
        reason: str,
        now: datetime,
        rules: Rules,
    ) -> int:
        """
        Give the number by which that can be undone.
        """


BY = "rule"
"""Who decided a merge that nobody decided."""
SECONDS_KEPT = Budget(fresh=600, stale=600, last_resort=3600)
"""Nobody's records appear in another source by the minute."""
_MOST_CONTACTS = 6


@dataclass(frozen=True)
class Known:
    """
    What the ledger says of a person: customer ids by source, and what is proven.
    """

    person: PersonId
    ids: tuple[tuple[str, str], ...]
    proven: tuple[Contact, ...]


def known(connection: Connection, person: PersonId) -> Known:
    """
    As of now. Raises `NoSuchEntry`.
    """
    root = present.root(connection, person)
    links = present.links_of(connection, root)
    ids = {
        (link.identifier.scope, link.identifier.value): None
        for link in links
        if link.identifier.kind is Kind.SHOP_CUSTOMER_ID
    }
    proven = {
        Contact(ContactKind(link.identifier.kind.value), link.identifier.value): None
        for link in links
        if link.identifier.kind.is_shared and link.assurance >= Assurance.PROVEN
    }
    return Known(root, tuple(ids), tuple(proven))


@dataclass(frozen=True)
class Looked:
    """
    What looking for a person came to.

    `has_more` is whether the ledger says more now, `unsure` are records to ask about,
    and `unheard` the sources that gave no answer, each with the reason.
    """

    has_more: bool = False
    unsure: tuple[Match, ...] = ()
    unheard: tuple[tuple[str, Lack], ...] = ()


class Linking:
    """
    Looks for people in sources where they are not known. `clock` gives moments.

    `merge` is the ledger's, or one that also does what follows from a merge.
    """

    def __init__(
        self,
        asking: Asking,
        write: Run,
        rules: Rules,
        *,
        clock: Callable[[], datetime],
        merge: Merge = ledger.merge,
    ) -> None:
        self._merge = merge
        self._asking = asking
        self._write = write
        self._rules = rules
        self._clock = clock

    def may_find(self, who: Known) -> bool:
        """
        Whether there is a source that could know more of the person.
        """
        return any(self._unknown(who))

    def _unknown(self, who: Known) -> Iterator[str]:
        linked = {source for source, _ in who.ids}
        for source in self._asking.sources:
            if source not in linked and self._asking.can(source, Capability.FIND):
                yield source

    async def link(
        self, who: Known, records: Sequence[Customer], seconds: float
    ) -> Looked:
        """
        Look for the person whose `records` these are; at most `seconds` long.
        """
        contacts = self._contacts(records, who.proven)
        questions = [
            Question(source, Capability.FIND, contact, SECONDS_KEPT, contact, {})
            for source in self._unknown(who)
            for contact in contacts
        ]
        if not questions:
            return Looked()
        unheard: dict[tuple[str, Lack], None] = {}
        found: dict[str, dict[str, Customer]] = {}
        for answer in await self._asking.all(questions, seconds):
            if answer.lack is not None:
                unheard[answer.question.source, answer.lack] = None
            for record in answer.kept.value if answer.kept is not None else ():
                found.setdefault(record.source, {})[record.id] = record
        matches = [
            each
            for _, candidates in sorted(found.items())
            for each in match(records, who.proven, tuple(candidates.values()))
        ]
        same = [each for each in matches if each.verdict is Verdict.SAME]
        ask = tuple(each for each in matches if each.verdict is Verdict.ASK)
        joined = 0
        if same:
            joined = await self._write(
                lambda connection: self._join(connection, who, records, same)
            )
        return Looked(bool(joined), ask, tuple(unheard))

    def _contacts(
        self, records: Iterable[Customer], proven: Collection[Contact]
    ) -> list[Contact]:
        found = dict.fromkeys(proven)
        for record in records:
            found |= dict.fromkeys(Contact(ContactKind.PHONE, p) for p in record.phones)
            found |= dict.fromkeys(Contact(ContactKind.EMAIL, e) for e in record.emails)
        return [
            each
            for each in found
            if not self._rules.is_blocked(Identifier.of_contact(each))
        ][:_MOST_CONTACTS]

    def _join(
        self,
        connection: Connection,
        who: Known,
        records: Sequence[Customer],
        same: Iterable[Match],
    ) -> int:
        """
        Merge with each that is the same; gives how many that were.
        """
        joined = 0
        for each in same:
            other = ledger.meet(
                connection,
                Identifier(Kind.SHOP_CUSTOMER_ID, each.record.id, each.record.source),
                source=each.record.source,
                now=self._clock(),
                rules=self._rules,
            )
            person = _of_whom(connection, who, records, each.record)
            if present.was_split(connection, person, other):
                # Somebody has decided that they are not.
                continue
            try:
                self._merge(
                    connection,
                    person,
                    other,
                    by=BY,
                    reason=each.reason,
                    now=self._clock(),
                    rules=self._rules,
                )
            except IdentityError:
                # Too many of a kind: no rule may decide that.
                continue
            joined += 1
        return joined


def _of_whom(
    connection: Connection, who: Known, records: Iterable[Customer], found: Customer
) -> PersonId:
    """
    Whose record it is among those who are this person.

    If they are split one day, it stays with the one of whom it was learnt.
    """
    for own in records:
        (alone,) = match((own,), (), (found,))
        if alone.verdict is Verdict.SAME:
            return present.linked(
                connection, Identifier(Kind.SHOP_CUSTOMER_ID, own.id, own.source)
            )[0]
    ones = present.members(connection, who.person)
    for contact in who.proven:
        if contact.value in (*found.phones, *found.emails):
            for person in present.linked(connection, Identifier.of_contact(contact)):
                if person in ones:
                    return person
    return who.person
