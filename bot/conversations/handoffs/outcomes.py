"""
How handoffs come out, and what the bot hears of it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from enum import Enum
from typing import Any

from bot.conversations.handoffs.standing import Handoff


class Settled(str, Enum):
    """
    How a handoff came out, in the agent's one click.
    """

    SOLVED = "solved"
    PROMISED = "promised"
    REFUSED = "refused"
    OTHER = "other"


@dataclass(frozen=True)
class Outcome:
    """
    What the agent leaves to the bot: how it came out, in their words, until when.

    `by` is the name that the customer knows the agent by; `due` goes with a promise. Of
    a `quiet` one the bot says nothing by itself.
    """

    settled: Settled
    by: str
    words: str = ""
    due: date | None = None
    quiet: bool = False


def record(outcome: Outcome | None) -> dict[str, Any] | None:
    """
    Give an outcome as JSON values.
    """
    if outcome is None:
        return None
    kept = asdict(outcome)
    kept["settled"] = outcome.settled.value
    kept["due"] = outcome.due.isoformat() if outcome.due else None
    return kept


def told(
    found: Handoff, outcome: Outcome, *, customer: str = "", order: str = ""
) -> dict[str, str]:
    """
    What the engine hears of an outcome, and for what a person had been wanted.

    `customer` is who had proven who they are, `order` the number of the order at hand
    at the request; empty where there is none.
    """
    fields = {
        "reason": found.reason,
        "handoff": str(found.number),
        "settled": outcome.settled.value,
        "by": outcome.by,
        "words": outcome.words,
    }
    if outcome.due is not None:
        fields["due"] = outcome.due.isoformat()
    if outcome.quiet:
        fields["quiet"] = "yes"
    if customer:
        fields["customer"] = customer
    if order:
        fields["order"] = order
    return fields
