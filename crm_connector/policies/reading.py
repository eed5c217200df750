"""
Reads a shop's `policies.yml` (see `docs/developer/policies.md`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import tzinfo
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from crm_connector.model import OrderStatus
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.terms import (
    Change,
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Span,
    Terms,
    Way,
    folded,
)
from crm_connector.sources import document
from crm_connector.sources.document import Section, nearest

E = TypeVar("E", bound=Enum)

VERSION = 1
_NONE, _AT_ONCE, _OTHERS = "none", "at_once", "others"
_WHOLE = 100
_COMMON = ("until", "fee", "reasons", "once", "closes")
_BACK = ("never", "unopened", "as_new", "way_back", "photo", "faults")
# What each operation has to say besides `from`, and what it may.
_KEYS: dict[Operation, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Operation.CANCEL_ORDER: (("refund_to",), _COMMON),
    Operation.CHANGE_ADDRESS: ((), _COMMON),
    Operation.CHANGE_ITEMS: (("what", "difference_by"), (*_COMMON, "same_variant")),
    Operation.RETURN_ITEMS: (("refund_to",), (*_COMMON, *_BACK)),
    Operation.EXCHANGE_ITEMS: (
        ("difference_by",),
        (*_COMMON, *_BACK, "same_variant"),
    ),
}
_TERMS = ("until", "fee", "never", "unopened", "as_new", "way_back", "photo")


def load(path: Path, *, zone: tzinfo) -> Policies:
    """
    The rules of this file, whose days are those of the clock of `zone`.

    Raises `BadMapping` with the file, the place and the nearest right word.
    """
    top = document.read(path)
    operations = [each.value for each in Operation]
    top.only(("version",), ("currency", "refunds", *operations))
    if top.content["version"] != VERSION:
        raise top.wrong("version", f"must be {VERSION}")
    currency = top.currency("currency")
    rules = {
        (operation := Operation(name)): _rule(top.section(name), operation, currency)
        for name in operations
        if name in top.content
    }
    return Policies(
        rules=MappingProxyType(rules),
        takes=MappingProxyType(_takes(top.section("refunds"))),
        currency=currency,
        zone=zone,
    )


def _rule(section: Section, operation: Operation, currency: str | None) -> Rule:
    needed, further = _KEYS[operation]
    section.only(("from", *needed), further)
    terms = _terms(section, Terms(), currency)
    reasons = _several(section, "reasons", Reason)
    faults, at_fault = frozenset[Reason](), terms
    if "faults" in section.content:
        of_faults = section.section("faults")
        of_faults.only(("reasons",), _TERMS)
        faults = frozenset(_several(of_faults, "reasons", Reason))
        for each in sorted(faults - set(reasons)):
            raise of_faults.wrong(
                "reasons", f"{each.value!r} is not among the reasons of this operation"
            )
        at_fault = _terms(of_faults, terms, currency)
    closes = set(_several(section, "closes", Operation))
    if _is(section, "once"):
        closes.add(operation)
    return Rule(
        statuses=frozenset(_at_least_one(section, "from", OrderStatus)),
        terms=terms,
        reasons=reasons,
        faults=faults,
        at_fault=at_fault,
        closes=frozenset(closes),
        ways=frozenset(_ways(section, needed)),
        changes=frozenset(
            _at_least_one(section, "what", Change) if "what" in needed else ()
        ),
        same_variant=_is(section, "same_variant"),
    )


def _ways(section: Section, needed: Collection[str]) -> Collection[Way]:
    for key in ("refund_to", "difference_by"):
        if key in needed:
            return _at_least_one(section, key, Way)
    return ()


def _terms(section: Section, usual: Terms, currency: str | None) -> Terms:
    """
    The terms of a section; what it leaves out is as in `usual`.
    """
    said = section.content
    never, unopened = usual.never_names, usual.unopened_names
    if "never" in said:
        never = _categories(section, "never")
    if "unopened" in said:
        unopened = _categories(section, "unopened")
    return Terms(
        until=_limit(section) if "until" in said else usual.until,
        fees=_fees(section, currency) if "fee" in said else usual.fees,
        never=_folded(never),
        unopened=_folded(unopened),
        never_names=never,
        unopened_names=unopened,
        as_new=_is(section, "as_new") if "as_new" in said else usual.as_new,
        way_back=_one(section, "way_back", Payer)
        if "way_back" in said
        else usual.way_back,
        photo=_is(section, "photo") if "photo" in said else usual.photo,
    )


def _limit(section: Section) -> Limit | None:
    if section.content["until"] == _NONE:
        return None
    until = section.section("until")
    until.only(("after",), ("days", "hours"))
    after = _one(until, "after", OrderStatus)
    if len(until.content.keys() & {"days", "hours"}) != 1:
        raise section.wrong("until", "needs either days or hours")
    if "days" in until.content:
        return Limit(after, days=until.whole("days", 1))
    return Limit(after, hours=until.whole("hours", 1))


def _fees(section: Section, currency: str | None) -> tuple[Fee, ...]:
    value = section.content["fee"]
    if value == _NONE:
        return ()
    if not isinstance(value, list):
        return (_fee(section.section("fee"), currency),)
    steps = []
    for place, each in enumerate(value, 1):
        holder = Section(section.file, section.at("fee"), {str(place): each})
        steps.append(_fee(holder.section(str(place)), currency))
    return tuple(steps)


def _fee(section: Section, currency: str | None) -> Fee:
    section.only((), ("from", "amount", "percent"))
    statuses = frozenset(_several(section, "from", OrderStatus))
    if len(section.content.keys() & {"amount", "percent"}) != 1:
        raise section.wrong("amount", "give either amount or percent")
    if "percent" in section.content:
        percent = section.whole("percent", 1)
        if percent > _WHOLE:
            raise section.wrong("percent", f"must be at most {_WHOLE}")
        return Fee(statuses, percent=percent)
    if currency is None:
        raise section.wrong("amount", "needs a `currency` at the top of the file")
    return Fee(statuses, amount=section.whole("amount", 1))


def _takes(section: Section) -> dict[MethodKind | None, Span]:
    kinds = [each.value for each in MethodKind]
    section.only((), (*kinds, _OTHERS))
    return {
        None if name == _OTHERS else MethodKind(name): _span(section, name)
        for name in section.content
    }


def _span(section: Section, name: str) -> Span:
    if section.content[name] == _AT_ONCE:
        return Span(0, 0, working=False)
    said = section.section(name)
    said.only((), ("days", "working_days"))
    if len(said.content) != 1:
        raise section.wrong(name, f"must be {_AT_ONCE}, or have days or working_days")
    key, value = next(iter(said.content.items()))
    ends = value if isinstance(value, list) else [value, value]
    if (
        len(ends) != 2
        or not all(isinstance(e, int) and not isinstance(e, bool) for e in ends)
        or not 1 <= ends[0] <= ends[1]
    ):
        raise said.wrong(key, "must be a number of days, or two that grow: [5, 7]")
    return Span(ends[0], ends[1], working=key == "working_days")


def _categories(section: Section, key: str) -> tuple[Mapping[str, str], ...]:
    """
    What each category is called by language; under "" where it is named in one alone.
    """
    value = section.content[key] or []
    if not isinstance(value, list):
        raise section.wrong(key, "must be a list of names")
    found = []
    for each in value:
        names = each if isinstance(each, dict) else {"": each}
        if not names or not all(
            isinstance(text, str) and text.strip() for text in names.values()
        ):
            raise section.wrong(
                key, "must be a list of names, or of {en: name} by language"
            )
        found.append(MappingProxyType({str(k): v for k, v in names.items()}))
    return tuple(found)


def _folded(names: Collection[Mapping[str, str]]) -> frozenset[str]:
    return frozenset(folded(text) for each in names for text in each.values())


def _at_least_one(section: Section, key: str, kind: type[E]) -> tuple[E, ...]:
    found = _several(section, key, kind)
    if not found:
        raise section.wrong(key, "must name at least one")
    return found


def _several(section: Section, key: str, kind: type[E]) -> tuple[E, ...]:
    """
    A list of words of this kind, each once; an absent one is empty.
    """
    words = section.texts(key)
    known = [str(each.value) for each in kind]
    for word in words:
        if word not in known:
            near = nearest(word, known)
            raise section.wrong(key, f"{word!r} is not of {', '.join(known)}{near}")
    if len(set(words)) != len(words):
        raise section.wrong(key, "must name each once")
    return tuple(kind(word) for word in words)


def _one(section: Section, key: str, kind: type[E]) -> E:
    return kind(section.choice(key, [str(each.value) for each in kind], ""))


def _is(section: Section, key: str) -> bool:
    value = section.content.get(key, False)
    if not isinstance(value, bool):
        raise section.wrong(key, "must be true or false")
    return value
