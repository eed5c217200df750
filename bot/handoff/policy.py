"""
When a conversation goes to a person: one table, which the shop may change.

Each reason says what is asked of routing (`skill`, `priority`) and how soon somebody is
to answer. What it takes for a reason to hold stands in `Limits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from types import MappingProxyType


class Reason(str, Enum):
    """
    Why a person is needed: the codes of the log and of reports.
    """

    ASKED = "asked"
    NOT_UNDERSTOOD_TWICE = "not_understood_twice"
    LOW_CONFIDENCE = "low_confidence"
    SOURCE_DOWN = "source_down"
    UPSET = "upset"
    POLICY = "policy"
    IDENTITY_FAILED = "identity_failed"
    HIGH_VALUE = "high_value"
    CAPABILITY_MISSING = "capability_missing"


@dataclass(frozen=True)
class Rule:
    """
    What follows from a reason.

    `is_offered` asks the customer first whether they want a person; else the
    conversation goes at once. The higher the `priority`, the sooner its turn comes.
    """

    is_on: bool = True
    is_offered: bool = False
    skill: str | None = None
    priority: int = 0
    answer_within: timedelta = timedelta(minutes=10)


@dataclass(frozen=True)
class Limits:
    """
    What a reason takes: so many in a row of each kind.

    `high_value` is in the currency's smallest unit (None: no order is dearer than
    others), and `intents` are what is a person's business by the shop's own rules.
    `upset` is in percent. It is more than counts as upset in a summary: whoever is
    called unasked for somebody who is not, is called in vain.
    """

    not_understood: int = 2
    guessed: int = 3
    source_failures: int = 2
    wrong_codes: int = 5
    high_value: int | None = None
    intents: frozenset[str] = frozenset({"complaint"})
    upset: int = 80


_USUAL: Mapping[Reason, Rule] = {
    Reason.ASKED: Rule(),
    Reason.NOT_UNDERSTOOD_TWICE: Rule(is_offered=True),
    Reason.LOW_CONFIDENCE: Rule(is_offered=True),
    Reason.SOURCE_DOWN: Rule(is_offered=True),
    Reason.UPSET: Rule(priority=2),
    Reason.POLICY: Rule(priority=1),
    Reason.IDENTITY_FAILED: Rule(is_offered=True),
    Reason.HIGH_VALUE: Rule(priority=1),
    Reason.CAPABILITY_MISSING: Rule(is_offered=True),
}


@dataclass(frozen=True)
class Signs:
    """
    What is known of a conversation whose customer has not asked for a person.

    `intent` is what the last message was taken for. The counts are of messages and
    tries in a row up to the last one.
    `order_value` is what the order at hand is worth, in the currency's smallest unit.
    `settled` names reasons for which a person was here already in this talk.
    """

    intent: str = ""
    not_understood: int = 0
    guessed: int = 0
    source_failures: int = 0
    wrong_codes: int = 0
    is_upset: bool = False
    order_value: int | None = None
    needs_missing_capability: bool = False
    touches_order: bool = False
    settled: frozenset[Reason] = frozenset()


@dataclass(frozen=True)
class Policy:
    """
    The shop's table: a rule for each reason.
    """

    rules: Mapping[Reason, Rule] = field(
        default_factory=lambda: MappingProxyType(dict(_USUAL))
    )
    limits: Limits = Limits()

    def is_upset(self, mood: float) -> bool:
        """
        Tell whether a mood (0 to 1) is one for which a person is called.
        """
        return round(mood * 100) >= self.limits.upset

    def reasons(self, signs: Signs) -> list[Reason]:
        """
        Give the reasons that hold, the weightiest first. What has been settled is none.
        """
        holds = self._holds(signs)
        return [
            each
            for each in Reason
            if holds.get(each, False)
            and self.rules[each].is_on
            and each not in signs.settled
        ]

    def decide(self, signs: Signs) -> tuple[Reason, Rule] | None:
        """
        Give the reason to hand over for and its rule, or None if the bot goes on.

        What goes at once comes first, then what is offered; the skill and the haste are
        those of the reason given.
        """
        found = self.reasons(signs)
        if not found:
            return None
        best = min(found, key=lambda each: (self.rules[each].is_offered,))
        return best, self.rules[best]

    def _holds(self, signs: Signs) -> Mapping[Reason, bool]:
        """
        Whether each reason holds, but that they asked: that is no sign, but their word.
        """
        limits = self.limits
        is_dear = (
            limits.high_value is not None
            and signs.order_value is not None
            and signs.order_value >= limits.high_value
        )
        return {
            Reason.NOT_UNDERSTOOD_TWICE: signs.not_understood >= limits.not_understood,
            Reason.LOW_CONFIDENCE: signs.guessed >= limits.guessed,
            Reason.SOURCE_DOWN: signs.source_failures >= limits.source_failures,
            Reason.UPSET: signs.is_upset,
            Reason.POLICY: signs.intent in limits.intents,
            Reason.IDENTITY_FAILED: signs.wrong_codes >= limits.wrong_codes,
            # A dear order is a person's business when something is to be done to it.
            Reason.HIGH_VALUE: is_dear and signs.touches_order,
            Reason.CAPABILITY_MISSING: signs.needs_missing_capability,
        }
