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
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from crm_connector.errors import CrmError
from crm_connector.identity import ledger, present
from crm_connector.identity.errors import AlreadyOne, IdentityError
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


BY = "rule"
"""Who decided a merge that nobody decided."""
SECONDS_KEPT = Budget(fresh=600, stale=600, last_resort=3600)
"""Nobody's records appear in another source by the minute."""
UNMET: PersonId = 0
"""In place of the number of somebody whom nobody has had to do with."""
_MOST_CONTACTS = 6


@dataclass(frozen=True)
class Known:
    """
    What the ledger says of a person: customer ids by source, and what is proven.

    Of somebody it does not know there are the ids alone, and `UNMET` as the number.
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

    `has_more` is whether the ledger says more now; `same` are records that it would say
    more of, had they not only been looked for. `unsure` are records to ask about, and
    `unheard` the sources that gave no answer, with the reason and what they raised.
    """

    has_more: bool = False
    same: tuple[Match, ...] = ()
    unsure: tuple[Match, ...] = ()
    unheard: tuple[tuple[str, Lack, CrmError | None], ...] = ()


class Linking:
    """
    Looks for people in sources where they are not known. `clock` gives moments.

    With `keeps` false nothing is written: what is found is only told. `checked` are the
    names of the sources whose contacts on file somebody has checked.
    """

    def __init__(
        self,
        asking: Asking,
        read: Run,
        write: Run,
        rules: Rules,
        *,
        checked: Collection[str],
        clock: Callable[[], datetime],
        keeps: bool = True,
    ) -> None:
        self._keeps = keeps
        self._asking = asking
        self._checked = checked
        self._read = read
        self._write = write
        self._rules = rules
        self._clock = clock

    def unknown_to(self, who: Known, among: Iterable[str]) -> tuple[str, ...]:
        """
        Those of these sources that do not know the person, and could look for them.
        """
        linked = {source for source, _ in who.ids}
        return tuple(
            source
            for source in among
            if source not in linked and self._asking.can(source, Capability.FIND)
        )

    async def link(
        self,
        who: Known,
        records: Sequence[Customer],
        sources: Iterable[str],
        seconds: float,
    ) -> Looked:
        """
        Look in these for the person whose `records` these are; `seconds` long at most.
        """
        contacts = self._contacts(records, who.proven)
        questions = [
            Question(source, "find", (contact,), SECONDS_KEPT, contact)
            for source in sources
            for contact in contacts
        ]
        if not questions:
            return Looked()
        unheard: dict[tuple[str, Lack], CrmError | None] = {}
        found: dict[str, dict[str, Customer]] = {}
        for answer in await self._asking.all(questions, seconds):
            if answer.lack is not None and answer.kept is None:
                unheard[answer.question.source, answer.lack] = answer.error
            for record in answer.kept.value if answer.kept is not None else ():
                found.setdefault(record.source, {})[record.id] = record
        candidates = [each for _, of in sorted(found.items()) for each in of.values()]
        if candidates:
            candidates = await self._read(
                lambda connection: _in_question(connection, who, candidates)
            )
        matches = [
            each
            for _, of in groupby(candidates, key=lambda record: record.source)
            for each in match(records, who.proven, tuple(of), self._checked)
        ]
        same = [
            each
            for each in matches
            if each.verdict is Verdict.SAME and not self._is_blocked(each.record)
        ]
        ask = tuple(each for each in matches if each.verdict is Verdict.ASK)
        silent = tuple((*each, error) for each, error in unheard.items())
        # Somebody's name is on file but was not heard in time: a telephone alone, which
        # they may share, does not decide then.
        if not same or (who.ids and not records):
            return Looked(unsure=ask, unheard=silent)
        if not self._keeps:
            return Looked(False, _one_of_each(same), ask, silent)
        joined = await self._write(
            lambda connection: self._join(connection, who, records, same)
        )
        return Looked(bool(joined), unsure=ask, unheard=silent)

    def _is_blocked(self, record: Customer) -> bool:
        found = Identifier(Kind.SHOP_CUSTOMER_ID, record.id, record.source)
        return self._rules.is_blocked(found)

    def _contacts(
        self, records: Iterable[Customer], proven: Collection[Contact]
    ) -> list[Contact]:
        found = dict.fromkeys(proven)
        for record in records:
            found |= dict.fromkeys(record.contacts)
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
        Make one of them with each that is the same; gives how many that are.
        """
        joined = 0
        for each in same:
            other = ledger.meet(
                connection,
                identifier_of(each.record),
                source=each.record.source,
                now=self._clock(),
                rules=self._rules,
            )
            person = self._of_whom(connection, who, records, each.record)
            if present.are_apart(connection, person, other):
                # Somebody has decided that they are not.
                continue
            if is_anothers(connection, person, other):
                continue
            try:
                ledger.merge(
                    connection,
                    person,
                    other,
                    by=BY,
                    reason=each.reason,
                    now=self._clock(),
                    rules=self._rules,
                )
            except AlreadyOne:
                # Somebody else has just found the same; we do not know it yet.
                pass
            except IdentityError:
                # Too many of a kind: no rule may decide that.
                continue
            joined += 1
        return joined

    def _of_whom(
        self,
        connection: Connection,
        who: Known,
        records: Iterable[Customer],
        found: Customer,
    ) -> PersonId:
        """
        Whose record it is among those who are this person.

        If they are split one day, it stays with the one of whom it was learnt.
        """
        for own in records:
            (alone,) = match((own,), who.proven, (found,), self._checked)
            if alone.verdict is Verdict.SAME:
                return present.linked(
                    connection, Identifier(Kind.SHOP_CUSTOMER_ID, own.id, own.source)
                )[0]
        ones = present.members(connection, who.person)
        for contact in who.proven:
            if contact.value in (*found.phones, *found.emails):
                for person in present.linked(
                    connection, Identifier.of_contact(contact)
                ):
                    if person in ones:
                        return person
        return who.person


def identifier_of(record: Customer) -> Identifier:
    """
    What a source's record is known by.
    """
    return Identifier(Kind.SHOP_CUSTOMER_ID, record.id, record.source)


def is_anothers(connection: Connection, person: PersonId, other: PersonId) -> bool:
    """
    Whether `other` has another number than `person` in a source that knows both.

    Two numbers in one system are two customers, until somebody who knows better says
    otherwise: a family's card that the wife called hers must not join the husband.
    """
    return _is_anothers(known(connection, person), known(connection, other))


def _is_anothers(who: Known, other: Known) -> bool:
    if other.person == who.person:
        return False
    ones = dict(who.ids)
    return any(source in ones for source, _ in other.ids)


def _in_question(
    connection: Connection, who: Known, records: Iterable[Customer]
) -> list[Customer]:
    """
    Those that may be the person's: nobody's so far, and nobody has said that not.
    """
    return [
        each
        for each in records
        if not any(
            (who.person and present.are_apart(connection, who.person, owner))
            or _is_anothers(who, known(connection, owner))
            for owner in present.linked(connection, identifier_of(each))
        )
    ]


def _one_of_each(same: Iterable[Match]) -> tuple[Match, ...]:
    """
    The first of each source: two numbers in one system are two customers.
    """
    first: dict[str, Match] = {}
    for each in same:
        first.setdefault(each.record.source, each)
    return tuple(first.values())
