"""
Making a profile of what sources answered: pure functions.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from crm_connector.identity.consent import Purpose, Statement
from crm_connector.model import Customer, Order
from crm_connector.profile.asking import Answer
from crm_connector.profile.facts import Fact, Field, Missing, Profile
from crm_connector.profile.known import Known
from crm_connector.profile.rules import Rules, pick, unite

T = TypeVar("T")
Fields = tuple[Field, ...]
Said = Mapping[Field, Sequence[Fact[Any]]]

OF_CUSTOMER = (Field.NAME, Field.LANGUAGE, Field.PHONES, Field.EMAILS)
"""What stands in a source's record of a customer."""


def said_by(
    answers: Collection[Answer[Fields]], rules: Rules, now: datetime
) -> tuple[Said, tuple[Missing, ...]]:
    """
    What the answers tell of each field, and what they leave out, at this moment.
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
            stale = rules[field].budget.stale
            for value, of in _values(field, answer.kept.value):
                age = max(answer.kept.age, (now - of.as_of).total_seconds())
                said[field].append(Fact(value, source, of.as_of, "", age > stale))
    return said, tuple(missing)


def orders_of(facts: Collection[Fact[Order]], rules: Rules) -> tuple[Fact[Order], ...]:
    """
    Each order once, the newest first.
    """
    united = unite(facts, rules[Field.ORDERS], lambda each: (each.source, each.number))
    return _newest(united, lambda order: order.placed_at)


def assembled(
    who: Known,
    agreed: Mapping[Purpose, Statement],
    answers: Collection[Answer[Fields]],
    rules: Rules,
    now: datetime,
) -> Profile:
    """
    The profile of one person as these answers tell it.
    """
    said, missing = said_by(answers, rules, now)

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
    if field not in OF_CUSTOMER:
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
