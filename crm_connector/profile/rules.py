"""
The rules by which a profile is made: data, read from YAML, and pure functions of it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import TypeVar

from crm_connector.profile.facts import Fact, Field
from crm_connector.profile.keeper import Budget
from crm_connector.sources import document
from crm_connector.sources.document import Section

T = TypeVar("T")

DEFAULT = Path(__file__).with_name("rules.yml")
_AGES = ("fresh", "stale", "last_resort")


class Choose(str, Enum):
    """
    How one is chosen where several sources say something.
    """

    PREFERRED = "preferred"
    NEWEST = "newest"
    ALL = "all"


@dataclass(frozen=True)
class Rule:
    """
    The rule of one field: whom to believe, and how old it may be.
    """

    choose: Choose
    sources: tuple[str, ...]
    budget: Budget


Rules = Mapping[Field, Rule]

# One value is chosen for these; of the others a person may have several.
SINGLE = frozenset({Field.NAME, Field.LANGUAGE})


def load(path: Path | None = None) -> Rules:
    """
    The rules of this file, with ours where it says nothing.

    Raises `BadMapping` with the file, the place and the nearest right word.
    """
    rules = _read(DEFAULT, {})
    return rules if path is None else {**rules, **_read(path, rules)}


def strictest(fields: Iterable[Field], rules: Rules) -> Budget:
    """
    The budget of an answer that tells several fields: each of them must be kept.
    """
    budgets = [rules[field].budget for field in fields]
    return Budget(*(min(getattr(each, age) for each in budgets) for age in _AGES))


def pick(facts: Iterable[Fact[T]], rule: Rule) -> Fact[T] | None:
    """
    The one fact that counts, with its rule; None of none.
    """
    newest_first = sorted(facts, key=lambda fact: fact.as_of, reverse=True)
    if not newest_first:
        return None
    if len({fact.source for fact in newest_first}) == 1:
        return replace(newest_first[0], rule="the only source")
    if rule.choose is Choose.NEWEST:
        return replace(newest_first[0], rule="the newest")
    order = {source: place for place, source in enumerate(rule.sources)}
    best = min(newest_first, key=lambda fact: order.get(fact.source, len(order)))
    named = best.source in order
    return replace(best, rule="the preferred source" if named else "the newest")


def unite(
    facts: Iterable[Fact[T]], rule: Rule, same: Callable[[T], Hashable]
) -> tuple[Fact[T], ...]:
    """
    What all say, each thing once: preferred sources first, then the newest.

    Things are one where `same` gives the same of them.
    """
    order = {source: place for place, source in enumerate(rule.sources)}
    listed = sorted(facts, key=lambda fact: fact.as_of, reverse=True)
    listed.sort(key=lambda fact: order.get(fact.source, len(order)))
    found: dict[Hashable, Fact[T]] = {}
    said: dict[Hashable, set[str]] = {}
    for fact in listed:
        key = same(fact.value)
        found.setdefault(key, fact)
        said.setdefault(key, set()).add(fact.source)
    rules = {
        key: "several sources agree" if len(sources) > 1 else "one source says it"
        for key, sources in said.items()
    }
    return tuple(replace(fact, rule=rules[key]) for key, fact in found.items())


def _read(path: Path, defaults: Rules) -> Rules:
    top = document.read(path)
    top.only((), [each.value for each in Field])
    return {
        (field := Field(name)): _rule(field, top.section(name), defaults.get(field))
        for name in top.content
    }


def _rule(field: Field, said: Section, default: Rule | None) -> Rule:
    said.only((), ("choose", "sources", *_AGES))
    allowed = (Choose.PREFERRED, Choose.NEWEST) if field in SINGLE else (Choose.ALL,)
    choose = said.choice(
        "choose",
        [each.value for each in allowed],
        (default.choose if default else allowed[0]).value,
    )
    ages = [
        said.seconds(age, getattr(default.budget, age) if default else None)
        for age in _AGES
    ]
    try:
        budget = Budget(*ages)
    except ValueError:
        raise said.wrong("fresh", "must grow: fresh, stale, last_resort") from None
    return Rule(Choose(choose), said.texts("sources"), budget)
