"""
What the top of a mapping file says for all of its parts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, available_timezones

from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from crm_connector.sources.document import Section, nearest
from crm_connector.sources.sql.fields import TimeFormat, fold

Words = Mapping[str, "OrderStatus | None"]
Done = Mapping[str, frozenset[Operation]]

FORMATS = tuple(each.value for each in TimeFormat)


@dataclass(frozen=True)
class Defaults:
    """
    The settings `country`, `money`, `times` and `statuses`.

    `currency` is None where orders may be in any. `country` is the one of phones that
    are written without their own; "ZZ" (nowhere) where the file does not say.
    """

    country: str
    currency: str | None
    multiply_by: int
    divide_by: int
    format: TimeFormat
    zone: ZoneInfo | None
    words: Words
    done: Done = field(default_factory=dict)

    @classmethod
    def read(cls, top: Section) -> Defaults:
        """
        From the top of a file.
        """
        money = top.section("money")
        money.only((), ("currency", "multiply_by", "divide_by"))
        times = top.section("times")
        times.only((), ("format", "zone"))
        return cls(
            country=top.country("country"),
            currency=money.currency("currency"),
            multiply_by=money.whole("multiply_by", 1),
            divide_by=money.whole("divide_by", 1),
            format=TimeFormat(times.choice("format", FORMATS, "iso")),
            zone=zone(times),
            words=words(top, "statuses"),
            done=done(top, "statuses"),
        )


def zone(section: Section) -> ZoneInfo | None:
    """
    The setting `zone`, if it is there.
    """
    if "zone" not in section.content:
        return None
    name = section.text("zone")
    try:
        return ZoneInfo(name)
    except (KeyError, OSError, ValueError) as exc:
        known = available_timezones()
        # People write the city alone: Tehran is Asia/Tehran.
        cities = {each for each in known if fold(each).endswith("/" + fold(name))}
        near = nearest(name, cities or known) if any(map(str.isalpha, name)) else ""
        raise section.wrong(
            "zone", f"is not a time zone, such as Asia/Tehran or UTC{near}"
        ) from exc


def words(owner: Section, key: str) -> Words:
    """
    The database's words for a status, each with ours.
    """
    section = owner.section(key)
    known = [status.value for status in OrderStatus]
    found: dict[str, OrderStatus | None] = {}
    for word, long in section.content.items():
        meaning = long
        if isinstance(long, dict):
            spec = section.section(word)
            spec.only(("status",), ("done",))
            meaning = spec.content["status"]
        if meaning is not None and meaning not in known:
            near = nearest(str(meaning), known)
            raise section.wrong(
                word, f"must be one of {', '.join(known)}, or null{near}"
            )
        if fold(word) in found:
            raise section.wrong(word, "this word stands twice")
        found[fold(word)] = None if meaning is None else OrderStatus(meaning)
    if not found:
        raise owner.wrong(key, "must map the database's words to ours")
    return found


def done(owner: Section, key: str) -> Done:
    """
    The words that say what was done, too: `{status: delivered, done: [return_items]}`.
    """
    section, found = owner.section(key), {}
    known = [operation.value for operation in Operation]
    for word, long in section.content.items():
        if isinstance(long, dict):
            spec = section.section(word)
            for each in spec.texts("done"):
                if each not in known:
                    near = nearest(each, known)
                    raise spec.wrong("done", f"must be of {', '.join(known)}{near}")
            found[fold(word)] = frozenset(map(Operation, spec.texts("done")))
    return found
