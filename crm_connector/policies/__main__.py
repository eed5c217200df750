"""
Tries a policies file, before any customer is answered by it.

    python -m crm_connector.policies POLICIES [ZONE]

Says in words what it allows, or where it is wrong.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_connector.errors import CrmError
from crm_connector.operations import Operation
from crm_connector.policies.reading import load
from crm_connector.policies.terms import (
    Fee,
    Limit,
    Policies,
    Rule,
    Span,
    Terms,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """
    The command; 0 if all is well, 1 if something has to be mended.
    """
    parser = argparse.ArgumentParser(prog="python -m crm_connector.policies")
    parser.add_argument("policies", type=Path, help="the policies file")
    parser.add_argument("zone", nargs="?", default="UTC", help="the shop's time zone")
    given = parser.parse_args(arguments)
    try:
        policies = load(given.policies, zone=ZoneInfo(given.zone))
    except (CrmError, ZoneInfoNotFoundError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    for line in told(policies):
        print(line)
    return 0


def told(policies: Policies) -> Iterator[str]:
    """
    All of it in lines.
    """
    for operation in Operation:
        rule = policies.rules.get(operation)
        if rule is None:
            yield f"{operation.value}: not offered; people are asked."
            continue
        yield f"{operation.value}: while {_words(rule.statuses)}."
        yield from (f"  {line}" for line in _rule(rule, policies))
    for kind, span in policies.takes.items():
        name = "anything" if kind is None else kind.value
        name += " else" if kind is None and len(policies.takes) > 1 else ""
        yield f"a refund to {name} is there {_span(span)}."


def _rule(rule: Rule, policies: Policies) -> Iterator[str]:
    yield from _terms(rule.terms, policies)
    if rule.changes:
        yield f"changes {_words(rule.changes)}"
    if rule.reasons:
        yield f"asks for a reason: {_words(rule.reasons)}"
    if rule.faults:
        yield f"where it is {_words(rule.faults)}:"
        yield from (f"  {line}" for line in _terms(rule.at_fault, policies))
    if rule.ways:
        yield f"money goes by: {_words(rule.ways)}"
    if rule.closes:
        yield f"afterwards not any more: {_words(rule.closes)}"
    if rule.same_variant:
        yield "may be for another piece of the very same"


def _terms(terms: Terms, policies: Policies) -> Iterator[str]:
    yield _limit(terms.until)
    for fee in terms.fees:
        yield _fee(fee, policies)
    if not terms.fees:
        yield "costs nothing"
    if terms.never:
        yield f"never: {_categories(terms.never_names)}"
    if terms.unopened:
        yield f"only unopened: {_categories(terms.unopened_names)}"
    if terms.as_new:
        yield "only unused, in its packing"
    if terms.way_back is not None:
        yield f"the way back is paid by the {terms.way_back.value}"
    if terms.photo:
        yield "asks for a photo"


def _categories(names: Iterable[Mapping[str, str]]) -> str:
    return ", ".join(" / ".join(each.values()) for each in names)


def _limit(limit: Limit | None) -> str:
    if limit is None:
        return "at any time"
    count, unit = (
        (limit.hours, "hours") if limit.hours is not None else (limit.days, "days")
    )
    return f"within {count} {unit} after it was {limit.after.value}"


def _fee(fee: Fee, policies: Policies) -> str:
    costs = (
        f"{fee.percent} %"
        if fee.percent
        else f"{fee.amount:,} of the smallest unit of {policies.currency}"
    )
    return f"costs {costs}" + (f" while {_words(fee.statuses)}" if fee.statuses else "")


def _span(span: Span) -> str:
    if span.is_at_once:
        return "at once"
    days = "working days" if span.working else "days"
    count = f"{span.least}" if span.least == span.most else f"{span.least}-{span.most}"
    return f"in {count} {days}"


def _words(values: Iterable[Enum]) -> str:
    """
    Their words in the order in which their kind has them.
    """
    found = list(values)
    kinds = {type(each) for each in found}
    return ", ".join(str(e.value) for kind in kinds for e in kind if e in found)


if __name__ == "__main__":
    sys.exit(main())
