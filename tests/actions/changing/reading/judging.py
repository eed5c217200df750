"""
Whether a sentence of sentences.yml was read as it is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from actions.changing.reading import (
    Asked,
    Asking,
    Choice,
    Known,
    Said,
    orders_meant,
    pieces,
    read,
)
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

_FILE = Path(__file__).with_name("sentences.yml")


def listed(kind: str) -> list[dict[str, Any]]:
    """
    The sentences of one part of the file.
    """
    return list(yaml.safe_load(_FILE.read_text("utf-8"))[kind])


def wrong(each: Mapping[str, Any]) -> list[str]:
    """
    What was read otherwise than it is meant; nothing where all is well.
    """
    known = shop.known(each.get("at", "10042"))
    asked = _asked(each.get("asked", ""), each.get("put"))
    said = read(each["text"], each["lang"], known, asked)
    found = [*_of_lines(each, known, said), *_of_answers(each, said)]
    if "orders" in each:
        meant = list(orders_meant(each["text"], each["lang"], known))
        found += _differs("orders", meant, each["orders"])
    if "pieces" in each or "money" in each:
        cut = pieces(each["text"], each["lang"], known)
        if "pieces" in each:
            wishes = [[p.operation and p.operation.value, *p.orders] for p in cut]
            found += _differs("pieces", wishes, each["pieces"])
        if "money" in each:
            found += _differs("money", [p.wants_money for p in cut], [each["money"]])
    return found


def _of_lines(each: Mapping[str, Any], known: Known, said: Said) -> Iterator[str]:
    choices = {choice.line: choice for choice in said.choices}
    for kind, is_one in (("become", True), ("several", False)):
        if kind in each:
            told = {c.line for c in said.choices if c.candidates or c.unmet}
            yield from _differs("lines changed", told, set(each[kind]))
            for line, wanted in each[kind].items():
                yield from _of_choice(known, choices.get(line), line, wanted, is_one)
    for line, axes in each.get("become_axis", {}).items():
        choice = choices.get(line)
        yield from _differs("changed", _changed(known, choice), set(axes))
    for line, quantity in each.get("quantity", {}).items():
        got = choices[line].quantity if line in choices else None
        yield from _differs(f"quantity of {line}", got, quantity)
    for line, unmet in each.get("unmet", {}).items():
        got_unmet = choices[line].unmet if line in choices else ()
        yield from _differs("unmet", got_unmet, (unmet,))
    if "lines" in each:
        yield from _differs("lines", set(said.lines), set(each["lines"]))
    if "dropped" in each:
        yield from _differs("dropped", set(said.dropped), set(each["dropped"]))
    if "unclear" in each:
        unclear = [sorted(ids) for ids in said.unclear_lines]
        yield from _differs("unclear", unclear, [sorted(u) for u in each["unclear"]])
    if each.get("all"):
        yield from _differs("all", said.all_lines, True)
    if each.get("nothing"):
        nothing = (said.lines, said.choices, said.unclear_lines, said.reason)
        yield from _differs("read", any(nothing), False)


def _of_choice(
    known: Known,
    choice: Choice | None,
    line: str,
    wanted: Any,
    is_one: bool,
) -> Iterator[str]:
    if choice is None:
        yield f"{line}: no choice"
        return
    if not is_one:
        if len(choice.candidates) < 2 or choice.unmet:
            yield f"{line}: {choice}"
        return
    of = {each.id: each for each in (known.order.lines if known.order else ())}[line]
    want = {**of.options["en"], **wanted}
    ids = [v.id for v in known.variants[of.product_id] if dict(v.options["en"]) == want]
    yield from _differs(line, (list(choice.candidates), choice.unmet), (ids, ()))


def _changed(known: Known, choice: Choice | None) -> set[str]:
    if choice is None or known.order is None:
        return set()
    old = next(each for each in known.order.lines if each.id == choice.line)
    variants = {v.id: v for v in known.variants[old.product_id]}
    return {
        name
        for id_ in choice.candidates
        for name, value in variants[id_].options["en"].items()
        if old.options["en"][name] != value
    }


def _of_answers(each: Mapping[str, Any], said: Said) -> Iterator[str]:
    if "methods" in each:
        yield from _differs("methods", list(said.methods), each["methods"])
    if "kind" in each:
        kind = said.method_kind and said.method_kind.value
        yield from _differs("kind", kind, each["kind"])
    if "reason" in each:
        reason = said.reason and said.reason.value
        yield from _differs("reason", reason, each["reason"])
    for name in ("yes", "no_more", "other", "as_order"):
        if name in each:
            yield from _differs(name, getattr(said, name), each[name])
    if "address" in each:
        yield from _of_address(each["address"], said)


def _of_address(wanted: Mapping[str, Any], said: Said) -> Iterator[str]:
    got = said.address
    if got is None:
        yield "no address"
        return
    yield from _differs("city", got.city.casefold(), wanted["city"].casefold())
    if "province" in wanted:
        yield from _differs("province", got.province, wanted["province"])
    if "postal" in wanted:
        yield from _differs("postal code", got.postal_code, wanted["postal"])
    lines = "، ".join(got.lines)
    for part in wanted.get("has", ()):
        if part not in lines:
            yield f"lines: {lines!r} without {part!r}"


def _asked(words: str, put: str | None) -> Asked | None:
    if not words:
        return None
    asking, _, line = words.partition(" ")
    return Asked(Asking(asking), line, put=Operation(put) if put else None)


def _differs(what: str, actual: object, expected: object) -> list[str]:
    return [] if actual == expected else [f"{what}: {actual!r}, not {expected!r}"]
