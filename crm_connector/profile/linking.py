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
from crm_connector.model import Contact, Customer
from crm_connector.profile.asking import Asking, Question
from crm_connector.profile.facts import Lack
from crm_connector.profile.keeper import Budget
from crm_connector.profile.known import (
    UNMET,
    Known,
    are_two,
    customer,
    is_anothers,
)
from crm_connector.source import Capability

T = TypeVar("T")
Run = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
"""Runs a function on Hamyar's own database and gives what it returned."""

BY = "rule"
"""Who decided a merge that nobody decided."""
SECONDS_KEPT = Budget(fresh=600, stale=600, last_resort=3600)
"""Nobody's records appear in another source by the minute."""
_MOST_CONTACTS = 6

_Answers = dict[tuple[str, Contact], Sequence[Customer]]
Search = tuple[Known, tuple[str, ...]]
"""A customer, and the sources that do not know that one."""
_Found = tuple[Known, tuple[Customer, ...], Match]
"""Whom it was found for, what is on file of that one, and what was found."""


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

    def unknown_to(self, who: Known, among: Iterable[str]) -> tuple[Search, ...]:
        """
        The customers that they are, each with those of these that do not know that one.

        Sources that cannot look for people are none of them.
        """
        able = [each for each in among if self._asking.can(each, Capability.FIND)]
        searches = (
            (each, tuple(source for source in able if source not in each.sources))
            for each in who.customers
        )
        return tuple(search for search in searches if search[1])

    async def link(
        self,
        searches: Sequence[Search],
        records: Sequence[Customer],
        seconds: float,
    ) -> Looked:
        """
        Look for the person of whom these are; `seconds` long at most.

        `records` are what is on file of them, of each customer that they are.
        """
        heard = [(who, _own(who, records), sources) for who, sources in searches]
        found, unheard = await self._found(
            {
                (source, contact): None
                for who, own, sources in heard
                for contact in self._contacts(own, who.proven)
                for source in sources
            },
            seconds,
        )
        same: list[_Found] = []
        ask: dict[tuple[str, str], Match] = {}
        for who, own, sources in heard:
            contacts = self._contacts(own, who.proven)
            for each in await self._matches(who, own, sources, contacts, found):
                # Somebody's name is on file but was not heard in time: a telephone
                # alone, which they may share, does not decide then.
                is_sure = each.verdict is Verdict.SAME and bool(own or not who.ids)
                if is_sure and not self._is_blocked(each.record):
                    same.append((who, own, each))
                elif each.verdict is Verdict.ASK:
                    ask.setdefault(_key(each), each)
        joined: tuple[Match, ...] = ()
        if same:
            joined = await self._write(lambda c: self._joined(c, same))
        for _, _, each in same:
            ask.pop(_key(each), None)
        kept = self._keeps
        return Looked(
            bool(joined) and kept, () if kept else joined, tuple(ask.values()), unheard
        )

    async def _found(
        self, wanted: Iterable[tuple[str, Contact]], seconds: float
    ) -> tuple[_Answers, tuple[tuple[str, Lack, CrmError | None], ...]]:
        questions = [
            Question(source, "find", (contact,), SECONDS_KEPT, (source, contact))
            for source, contact in wanted
        ]
        if not questions:
            return {}, ()
        found: _Answers = {}
        unheard: dict[tuple[str, Lack], CrmError | None] = {}
        for answer in await self._asking.all(questions, seconds):
            if answer.lack is not None and answer.kept is None:
                unheard[answer.question.source, answer.lack] = answer.error
            if answer.kept is not None:
                found[answer.question.about] = answer.kept.value
        return found, tuple((*each, error) for each, error in unheard.items())

    async def _matches(
        self,
        who: Known,
        own: Sequence[Customer],
        sources: Iterable[str],
        contacts: Collection[Contact],
        found: _Answers,
    ) -> list[Match]:
        """
        What there is to say of each record that may be this customer's.
        """
        records = {
            (record.source, record.id): record
            for source in sources
            for contact in contacts
            for record in found.get((source, contact), ())
        }
        if not records:
            return []
        candidates = [records[key] for key in sorted(records)]
        free = await self._read(
            lambda connection: _in_question(connection, who, candidates)
        )
        return [
            each
            for _, of in groupby(free, key=lambda record: record.source)
            for each in match(own, who.proven, tuple(of), self._checked)
        ]

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

    def _joined(
        self, connection: Connection, same: Iterable[_Found]
    ) -> tuple[Match, ...]:
        """
        Those that are joined to whom they were found for, or would be.
        """
        trial = None if self._keeps else connection.begin_nested()
        joined = tuple(each[2] for each in same if self._join(connection, *each))
        if trial is not None:
            trial.rollback()
        return joined

    def _join(
        self,
        connection: Connection,
        who: Known,
        records: Sequence[Customer],
        found: Match,
    ) -> bool:
        """
        Make one of the customer and the record, if nothing speaks against it.
        """
        other = self._met(connection, identifier_of(found.record))
        person = self._of_whom(connection, who, records, found.record)
        if present.are_apart(connection, person, other):
            # Somebody has decided that they are not.
            return False
        if is_anothers(connection, person, other):
            return False
        try:
            ledger.merge(
                connection,
                person,
                other,
                by=BY,
                reason=found.reason,
                now=self._clock(),
                rules=self._rules,
            )
        except AlreadyOne:
            # Somebody else has just found the same; we do not know it yet.
            pass
        except IdentityError:
            # Too many of a kind: no rule may decide that.
            return False
        return True

    def _met(self, connection: Connection, identifier: Identifier) -> PersonId:
        return ledger.meet(
            connection,
            identifier,
            source=identifier.scope,
            now=self._clock(),
            rules=self._rules,
        )

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
                return self._met(connection, identifier_of(own))
        one = customer(connection, who.person).person
        for contact in who.proven:
            if contact.value in (*found.phones, *found.emails):
                for person in present.linked(
                    connection, Identifier.of_contact(contact)
                ):
                    if customer(connection, person).person == one:
                        return person
        return who.person


def identifier_of(record: Customer) -> Identifier:
    """
    What a source's record is known by.
    """
    return Identifier(Kind.SHOP_CUSTOMER_ID, record.id, record.source)


def _in_question(
    connection: Connection, who: Known, records: Iterable[Customer]
) -> list[Customer]:
    """
    Those that may be the customer's: nobody's so far, and nobody has said that not.

    What is another customer's with whom they are one person is not in question either.
    """
    return [
        each
        for each in records
        if not any(
            _is_decided(connection, who, owner)
            for owner in present.linked(connection, identifier_of(each))
        )
    ]


def _is_decided(connection: Connection, who: Known, owner: PersonId) -> bool:
    other = customer(connection, owner)
    if who.person == UNMET:
        return are_two(who, other)
    one = customer(connection, who.person)
    if one.person == other.person:
        # Somebody else has just found it, and we do not know it yet.
        return False
    if present.root(connection, owner) == present.root(connection, who.person):
        return True
    return present.are_apart(connection, who.person, owner) or are_two(one, other)


def _own(who: Known, records: Iterable[Customer]) -> tuple[Customer, ...]:
    return tuple(each for each in records if (each.source, each.id) in who.ids)


def _key(found: Match) -> tuple[str, str]:
    return found.record.source, found.record.id
