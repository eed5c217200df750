"""
A person's profile from all sources at once, within a time that is kept.

Whatever has arrived by then is used; for the rest there is what was kept, or the reason
why there is nothing. Nothing here decides who the person is: that is the ledger's.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotFound,
    SourceUnavailable,
)
from crm_connector.identity import consent, present
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import Kind, PersonId
from crm_connector.model import Customer
from crm_connector.profile.breaker import Breaker
from crm_connector.profile.facts import Fact, Field, Lack, Missing, Profile
from crm_connector.profile.keeper import Keeper, Kept
from crm_connector.profile.rules import Rules, pick, strictest, unite
from crm_connector.source import Capability

T = TypeVar("T")
Read = Callable[[Callable[[Connection], Any]], Awaitable[Any]]
"""Runs a function on Hamyar's own database and gives what it returned."""

SECONDS = 0.8
MOST = 50
"""So many orders and invoices of one source belong to a profile."""
ALL = frozenset(Field)

_OF_CUSTOMER = frozenset({Field.NAME, Field.LANGUAGE, Field.PHONES, Field.EMAILS})


@dataclass(frozen=True)
class Known:
    """
    What the ledger says: who it is, their ids in the sources, and their consent.
    """

    person: PersonId
    ids: tuple[tuple[str, str], ...]
    consent: Mapping[Purpose, Statement]


@dataclass(frozen=True)
class _Question:
    """
    One thing asked of one source about one of its customers.
    """

    source: str
    capability: Capability
    customer_id: str
    fields: tuple[Field, ...]
    ask: Callable[[], Awaitable[Any]]

    @property
    def key(self) -> tuple[str, str, str]:
        return self.source, self.capability.value, self.customer_id


class Profiles:
    """
    Reads profiles. Sources and keeper stay their owner's.

    `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        sources: Sequence[Any],
        read: Read,
        rules: Rules,
        keeper: Keeper,
        *,
        clock: Callable[[], float],
        seconds: float = SECONDS,
    ) -> None:
        self._sources = {source.name: source for source in sources}
        self._breakers = {name: Breaker(name, clock) for name in self._sources}
        self._read = read
        self._rules = rules
        self._keeper = keeper
        self._seconds = seconds

    async def of(
        self,
        person: PersonId,
        *,
        purpose: Purpose = Purpose.SERVICE,
        fields: Collection[Field] = ALL,
    ) -> Profile:
        """
        The profile as far as it is known in time; never raises for a source.

        For a purpose to which the person did not agree there is nothing but that.
        Raises `NoSuchEntry` for nobody.
        """
        known: Known = await self._read(lambda connection: _known(connection, person))
        questions = list(self._questions(known, frozenset(fields)))
        if not consent.may(known.consent, purpose):
            lacks = [(question, Lack.NOT_AGREED) for question in questions]
            return _assembled(known, self._rules, (), lacks)
        answers, lacks = await self._asked(questions)
        return _assembled(known, self._rules, answers, lacks)

    def forget(self, source: str, customer_id: str) -> None:
        """
        Something of this customer was changed through us: ask anew.
        """
        self._keeper.forget(*((source, each.value, customer_id) for each in Capability))

    def _questions(self, known: Known, wanted: frozenset[Field]) -> Iterator[_Question]:
        for name, customer_id in known.ids:
            source = self._sources.get(name)
            if source is None:
                continue
            for capability, fields, method, options in _ASKED:
                asked = tuple(each for each in fields if each in wanted)
                if asked and capability in source.capabilities:
                    yield _Question(
                        name,
                        capability,
                        customer_id,
                        asked,
                        self._guarded(
                            name, getattr(source, method), customer_id, options
                        ),
                    )

    def _guarded(
        self,
        name: str,
        method: Callable[..., Awaitable[Any]],
        customer_id: str,
        options: Mapping[str, Any],
    ) -> Callable[[], Awaitable[Any]]:
        breaker = self._breakers[name]
        return lambda: breaker.through(lambda: method(customer_id, **options))

    async def _asked(
        self, questions: Sequence[_Question]
    ) -> tuple[list[tuple[_Question, Kept[Any]]], list[tuple[_Question, Lack]]]:
        answers: list[tuple[_Question, Kept[Any]]] = []
        lacks: list[tuple[_Question, Lack]] = []
        waiting: dict[asyncio.Task[Kept[Any]], _Question] = {}
        for question in questions:
            budget = strictest(question.fields, self._rules)
            ready = self._keeper.ready(question.key, question.ask, budget)
            if ready is not None:
                answers.append((question, ready))
                continue
            task = asyncio.ensure_future(
                self._keeper.get(question.key, question.ask, budget)
            )
            waiting[task] = question
        if waiting:
            try:
                await asyncio.wait(waiting, timeout=self._seconds)
            finally:
                # The keeper's own question goes on; only the waiting ends.
                for task in waiting:
                    task.cancel()
        for task, question in waiting.items():
            kept = self._outcome(task, question)
            if isinstance(kept, Lack):
                lacks.append((question, kept))
            elif kept is not None:
                answers.append((question, kept))
        return answers, lacks

    def _outcome(
        self, task: asyncio.Task[Kept[Any]], question: _Question
    ) -> Kept[Any] | Lack | None:
        if not task.done() or task.cancelled():
            budget = strictest(question.fields, self._rules)
            return self._keeper.last(question.key, budget) or Lack.LATE
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, NotFound):
            return None
        if isinstance(error, SourceUnavailable):
            return Lack.DOWN
        if isinstance(error, BadSourceData):
            return Lack.NONSENSE
        if isinstance(error, CrmError):
            return Lack.REFUSED
        raise error


_ASKED: tuple[tuple[Capability, tuple[Field, ...], str, Mapping[str, Any]], ...] = (
    (
        Capability.CUSTOMERS,
        (Field.NAME, Field.LANGUAGE, Field.PHONES, Field.EMAILS),
        "customer",
        {},
    ),
    (Capability.LOYALTY, (Field.LOYALTY,), "loyalty", {}),
    (Capability.ORDERS, (Field.ORDERS,), "orders", {"limit": MOST}),
    (Capability.INVOICES, (Field.INVOICES,), "invoices", {"limit": MOST}),
)


def _known(connection: Connection, person: PersonId) -> Known:
    root = present.root(connection, person)
    ids = {
        (link.identifier.scope, link.identifier.value): None
        for link in present.links_of(connection, root)
        if link.identifier.kind is Kind.SHOP_CUSTOMER_ID
    }
    return Known(root, tuple(ids), consent.standing(connection, root))


def _assembled(
    known: Known,
    rules: Rules,
    answers: Collection[tuple[_Question, Kept[Any]]],
    lacks: Collection[tuple[_Question, Lack]],
) -> Profile:
    said: dict[Field, list[Fact[Any]]] = {field: [] for field in Field}
    for question, kept in answers:
        for field in question.fields:
            is_late = kept.age > rules[field].budget.stale
            for value, of in _values(field, kept.value):
                said[field].append(Fact(value, question.source, of.as_of, "", is_late))

    def one(field: Field) -> Fact[Any] | None:
        return pick(said[field], rules[field])

    def all_of(field: Field, same: Callable[[Any], Any]) -> tuple[Fact[Any], ...]:
        return unite(said[field], rules[field], same)

    return Profile(
        person=known.person,
        name=one(Field.NAME),
        language=one(Field.LANGUAGE),
        phones=all_of(Field.PHONES, str),
        emails=all_of(Field.EMAILS, str),
        loyalty=all_of(Field.LOYALTY, lambda each: (each.source, each.customer_id)),
        orders=_newest(
            all_of(Field.ORDERS, lambda each: (each.source, each.number)),
            lambda order: order.placed_at,
        ),
        invoices=_newest(
            all_of(Field.INVOICES, lambda each: (each.source, each.number)),
            lambda invoice: invoice.billed_on,
        ),
        consent=known.consent,
        missing=tuple(
            dict.fromkeys(
                Missing(question.source, field, why)
                for question, why in lacks
                for field in question.fields
            )
        ),
    )


def _values(field: Field, answer: Any) -> Iterator[tuple[Any, Any]]:
    """
    The values of one field in a source's answer, each with the record it stands in.
    """
    if field not in _OF_CUSTOMER:
        records = answer if isinstance(answer, tuple) else (answer,)
        yield from ((record, record) for record in records)
        return
    customer: Customer = answer
    value = getattr(customer, field.value)
    for each in value if isinstance(value, tuple) else (value,):
        if each:
            yield each, customer


def _newest(
    facts: tuple[Fact[T], ...], when: Callable[[T], Any]
) -> tuple[Fact[T], ...]:
    return tuple(sorted(facts, key=lambda fact: when(fact.value), reverse=True))
