"""
The rules by which a profile is made: data, read from YAML, and pure functions of it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from crm_connector.errors import BadMapping
from crm_connector.profile.facts import Fact, Field
from crm_connector.profile.keeper import Budget

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
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BadMapping(f"{path}: cannot be read ({error}).") from error
    except yaml.YAMLError as error:
        raise BadMapping(f"{path}: is not YAML.") from error
    if not isinstance(content, dict):
        raise BadMapping(f"{path}: must have a field of a profile on each line.")
    known = [each.value for each in Field]
    rules = {}
    for name, said in content.items():
        if name not in known:
            raise _wrong(path, str(name), "is no field of a profile", name, known)
        rules[Field(name)] = _rule(path, Field(name), said, defaults)
    return rules


def _rule(path: Path, field: Field, said: Any, defaults: Rules) -> Rule:
    keys = ("choose", "sources", *_AGES)
    if not isinstance(said, dict):
        raise _wrong(path, field.value, "must say how to choose")
    for key in said:
        if key not in keys:
            raise _wrong(path, f"{field.value}.{key}", "is no setting", key, keys)
    default = defaults.get(field)
    return Rule(
        _choose(path, field, said.get("choose"), default),
        _sources(path, field, said.get("sources", ())),
        _budget(path, field, said, default),
    )


def _choose(path: Path, field: Field, said: Any, default: Rule | None) -> Choose:
    if said is None and default is not None:
        return default.choose
    single = (Choose.PREFERRED, Choose.NEWEST)
    allowed = [each.value for each in (single if field in SINGLE else (Choose.ALL,))]
    if said not in allowed:
        raise _wrong(path, f"{field.value}.choose", f"must be {' or '.join(allowed)}")
    return Choose(said)


def _sources(path: Path, field: Field, said: Any) -> tuple[str, ...]:
    if isinstance(said, (list, tuple)) and all(isinstance(x, str) for x in said):
        return tuple(said)
    raise _wrong(path, f"{field.value}.sources", "must be a list of names of sources")


def _budget(
    path: Path, field: Field, said: Mapping[str, Any], default: Rule | None
) -> Budget:
    ages = {}
    for age in _AGES:
        value = said.get(age, getattr(default.budget, age) if default else None)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise _wrong(path, f"{field.value}.{age}", "must be a number of seconds")
        ages[age] = float(value)
    try:
        return Budget(**ages)
    except ValueError:
        raise _wrong(
            path, field.value, "needs fresh, stale and last_resort in growing order"
        ) from None


def _wrong(
    path: Path, place: str, why: str, word: object = "", near: Iterable[str] = ()
) -> BadMapping:
    found = difflib.get_close_matches(str(word), list(near), n=1)
    hint = f" (did you mean '{found[0]}'?)" if found else ""
    return BadMapping(f"{path}: {place} {why}{hint}.")
