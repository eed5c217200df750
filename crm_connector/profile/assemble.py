"""
A person's profile from all sources at once, within a time that is kept.

Whatever has arrived by then is used; for the rest there is what was kept, or the reason
why there is nothing. Whom the records belong to is the ledger's to say.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from sqlalchemy.engine import Connection

from crm_connector.identity import consent
from crm_connector.identity.consent import Purpose, Statement
from crm_connector.identity.identifiers import PersonId
from crm_connector.model import Customer, Order
from crm_connector.profile.asking import Answer, Asking, Question
from crm_connector.profile.facts import Fact, Field, Lack, Missing, Profile
from crm_connector.profile.linking import Known, Linking, Looked, Run, known
from crm_connector.profile.rules import Rules, pick, strictest, unite
from crm_connector.source import METHODS, Capability
from crm_connector.sources.numbers import folded

T = TypeVar("T")
Fields = tuple[Field, ...]

SECONDS = 0.8
MOST = 50
"""So many orders and invoices of one source are in a profile if nobody wants more."""
ALL = frozenset(Field)

_OF_CUSTOMER = (Field.NAME, Field.LANGUAGE, Field.PHONES, Field.EMAILS)
_ASKED: tuple[tuple[Capability, Fields], ...] = (
    (Capability.CUSTOMERS, _OF_CUSTOMER),
    (Capability.LOYALTY, (Field.LOYALTY,)),
    (Capability.ORDERS, (Field.ORDERS,)),
    (Capability.INVOICES, (Field.INVOICES,)),
)
_LISTS = (Capability.ORDERS, Capability.INVOICES)


class Profiles:
    """
    Reads profiles, by `asking`. What it is given stays its owner's.
    """

    def __init__(
        self,
        asking: Asking,
        read: Run,
        rules: Rules,
        *,
        linking: Linking | None = None,
        seconds: float = SECONDS,
    ) -> None:
        self.asking = asking
        self.rules = rules
        self.seconds = seconds
        self._read = read
        self._linking = linking

    async def of(
        self,
        person: PersonId,
        *,
        purpose: Purpose = Purpose.SERVICE,
        fields: Collection[Field] = ALL,
        most: int = MOST,
    ) -> Profile:
        """
        The profile as far as it is known in time; never raises for a source.

        Of orders and invoices it has the newest `most` of each source.

        For a purpose to which the person did not agree there is nothing but that.
        Raises `NoSuchEntry` for nobody.
        """
        ends = time.monotonic() + self.seconds
        wanted = frozenset(fields)
        who, agreed = await self._read(lambda connection: _known(connection, person))
        if not consent.may(agreed, purpose):
            refused = [
                Answer(each, lack=Lack.NOT_AGREED)
                for each in self._questions(who, wanted)
            ]
            return _assembled(who, agreed, self.rules, refused)
        who, looked = await self._linked(who, wanted, ends)
        asked = self._questions(who, wanted, most)
        answers = await self.asking.all(asked, _left(ends))
        profile = _assembled(who, agreed, self.rules, answers)
        unheard = (
            Missing(source, field, why)
            for source, why in looked.unheard
            for field in self._tells(source, wanted)
        )
        missing = dict.fromkeys((*profile.missing, *unheard))
        return replace(profile, unsure=looked.unsure, missing=tuple(missing))

    def forget(self, source: str, customer_id: str) -> None:
        """
        Something of this customer was changed through us: ask anew.
        """
        self.asking.forget(source, customer_id)

    async def _linked(
        self, who: Known, wanted: frozenset[Field], ends: float
    ) -> tuple[Known, Looked]:
        """
        The person after having been looked for in the other sources, too.
        """
        if self._linking is None or not self._linking.may_find(who):
            return who, Looked()
        self.asking.begin(self._questions(who, wanted))
        answers = await self.asking.all(self._customers(who), _left(ends))
        records = [each.kept.value for each in answers if each.kept is not None]
        looked = await self._linking.link(who, records, _left(ends))
        if looked.has_more:
            who, _ = await self._read(lambda connection: _known(connection, who.person))
        return who, looked

    def _tells(self, source: str, wanted: frozenset[Field]) -> list[Field]:
        """
        The fields that a source could tell of somebody whom it knows.
        """
        return [
            field
            for capability, fields in _ASKED
            if self.asking.can(source, capability)
            for field in fields
            if field in wanted
        ]

    def _customers(self, who: Known) -> list[Question[Fields]]:
        return self._questions(who, frozenset(_OF_CUSTOMER))

    def _questions(
        self, who: Known, wanted: frozenset[Field], most: int = MOST
    ) -> list[Question[Fields]]:
        return [
            Question(
                source,
                METHODS[capability][0],
                (customer_id,),
                strictest(asked, self.rules),
                asked,
                {"limit": most} if capability in _LISTS else {},
            )
            for source, customer_id in who.ids
            for capability, fields in _ASKED
            if (asked := tuple(each for each in fields if each in wanted))
            and self.asking.can(source, capability)
        ]


def _left(ends: float) -> float:
    return max(0.0, ends - time.monotonic())


def _known(
    connection: Connection, person: PersonId
) -> tuple[Known, Mapping[Purpose, Statement]]:
    who = known(connection, person)
    return who, consent.standing(connection, who.person)


def said_by(
    answers: Collection[Answer[Fields]], rules: Rules
) -> tuple[Mapping[Field, Sequence[Fact[Any]]], tuple[Missing, ...]]:
    """
    What the answers tell of each field, and what they leave out.
    """
    said: dict[Field, list[Fact[Any]]] = {field: [] for field in Field}
    missing: dict[Missing, None] = {}
    for answer in answers:
        source = answer.question.source
        for field in answer.question.about:
            if answer.lack is not None:
                missing[Missing(source, field, answer.lack, answer.error)] = None
            if answer.kept is None:
                continue
            is_late = answer.kept.age > rules[field].budget.stale
            for value, of in _values(field, answer.kept.value):
                said[field].append(Fact(value, source, of.as_of, "", is_late))
    return said, tuple(missing)


def orders_of(facts: Collection[Fact[Order]], rules: Rules) -> tuple[Fact[Order], ...]:
    """
    Each order once, the newest first.
    """
    united = unite(
        facts, rules[Field.ORDERS], lambda each: (each.source, folded(each.number))
    )
    return _newest(united, lambda order: order.placed_at)


def _assembled(
    who: Known,
    agreed: Mapping[Purpose, Statement],
    rules: Rules,
    answers: Collection[Answer[Fields]],
) -> Profile:
    said, missing = said_by(answers, rules)

    def one(field: Field) -> Fact[Any] | None:
        return pick(said[field], rules[field])

    def all_of(field: Field, same: Callable[[Any], Any]) -> tuple[Fact[Any], ...]:
        return unite(said[field], rules[field], same)

    return Profile(
        person=who.person,
        ids=who.ids,
        name=one(Field.NAME),
        language=one(Field.LANGUAGE),
        phones=all_of(Field.PHONES, str),
        emails=all_of(Field.EMAILS, str),
        loyalty=all_of(Field.LOYALTY, lambda each: (each.source, each.customer_id)),
        orders=orders_of(said[Field.ORDERS], rules),
        invoices=_newest(
            all_of(Field.INVOICES, lambda each: (each.source, each.number)),
            lambda invoice: invoice.billed_on,
        ),
        consent=agreed,
        missing=missing,
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


def _newest(facts: Sequence[Fact[T]], when: Callable[[T], Any]) -> tuple[Fact[T], ...]:
    return tuple(sorted(facts, key=lambda fact: when(fact.value), reverse=True))
