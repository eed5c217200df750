"""
The shop's own table of when people are asked for, as it stands in its file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.handoff.calendar import Calendar
from bot.handoff.policy import Limits, Policy, Reason, Rule
from bot.holidays import NONE, Holidays, read_holidays
from bot.shop_values import Values, Week

_KEYS = (
    *("hours", "holidays", "reasons", "limits", "usual_talk", "assign"),
    *("files_days", "replies"),
)
_REPLY = ("title", "texts", "skill", "about", "asks")
_RULE = ("active", "offer", "skill", "priority", "answer_within")
_LIMITS = (
    "not_understood",
    "guessed",
    "source_failures",
    "wrong_codes",
    "high_value",
    "intents",
    "upset",
)
_PERCENT = 100
_LONGEST = 7 * 24 * 60
_MOST_DAYS = 3650


@dataclass(frozen=True)
class DeskSettings:
    """
    When people answer, for what they are asked, and how long a talk usually takes.

    With `assigns` a conversation goes to whoever is free; else agents pick. What
    customers and agents send each other as files is kept for `files_days`. `replies`
    are ready-made ones as the shop has written them.
    """

    calendar: Calendar
    policy: Policy = field(default_factory=Policy)
    usual_talk: timedelta = timedelta(minutes=8)
    assigns: bool = False
    files_days: int = 90
    replies: tuple[Mapping[str, object], ...] = ()


def read_desk(
    values: Values,
    value: object,
    *,
    week: Week,
    zone: ZoneInfo,
    closed: Holidays = NONE,
) -> DeskSettings:
    """
    Read `desk` of the shop's file; `week` are the hours where it names none.

    On days on which the shop is `closed` nobody answers in the chat either. Raises
    `BadShopFileError`.
    """
    found = values.known("desk", value, _KEYS)
    if "hours" in found:
        week = values.week("desk.hours", found["hours"])
    own = read_holidays(values, "desk.holidays", found.get("holidays", []))
    settings = DeskSettings(
        Calendar(week, zone, closed | own),
        Policy(
            _rules(values, found.get("reasons", {})),
            _limits(values, found.get("limits", {})),
        ),
    )
    if "usual_talk" in found:
        minutes = values.whole("desk.usual_talk", found["usual_talk"], 1, _LONGEST)
        settings = replace(settings, usual_talk=timedelta(minutes=minutes))
    if "assign" in found:
        settings = replace(
            settings, assigns=_is(values, "desk.assign", found["assign"])
        )
    if "files_days" in found:
        days = values.whole("desk.files_days", found["files_days"], 1, _MOST_DAYS)
        settings = replace(settings, files_days=days)
    if "replies" in found:
        listed = values.items("desk.replies", found["replies"])
        replies = [values.known("desk.replies", each, _REPLY) for each in listed]
        settings = replace(settings, replies=tuple(replies))
    return settings


def _rules(values: Values, value: object) -> Mapping[Reason, Rule]:
    rules = dict(Policy().rules)
    for name, parts in values.known(
        "desk.reasons", value, [each.value for each in Reason]
    ).items():
        key = f"desk.reasons.{name}"
        found = values.known(key, parts, _RULE)
        reason = Reason(name)
        rule = rules[reason]
        if "active" in found:
            rule = replace(rule, is_on=_is(values, f"{key}.active", found["active"]))
        if "offer" in found:
            rule = replace(rule, is_offered=_is(values, f"{key}.offer", found["offer"]))
        if "skill" in found:
            word = "a word without spaces, such as returns"
            skill = values.match(f"{key}.skill", found["skill"], r"\S{1,40}", word)
            rule = replace(rule, skill=skill)
        if "priority" in found:
            priority = values.whole(f"{key}.priority", found["priority"], 0, 9)
            rule = replace(rule, priority=priority)
        if "answer_within" in found:
            place = f"{key}.answer_within"
            minutes = values.whole(place, found["answer_within"], 1, _LONGEST)
            rule = replace(rule, answer_within=timedelta(minutes=minutes))
        rules[reason] = rule
    return rules


def _limits(values: Values, value: object) -> Limits:
    found: dict[str, Any] = {}
    for name, part in values.known("desk.limits", value, _LIMITS).items():
        key = f"desk.limits.{name}"
        if name == "intents":
            wanted = 'a name of an intent in quotes, such as "complaint"'
            found[name] = frozenset(
                values.match(key, each, r"\w+", wanted)
                for each in values.items(key, part)
            )
        else:
            most = {"high_value": 10**15, "upset": _PERCENT}.get(name, 1000)
            found[name] = values.whole(key, part, 1, most)
    return Limits(**found)


def _is(values: Values, key: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise values.fault(key, "must be yes or no")
