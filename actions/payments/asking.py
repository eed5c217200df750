"""
What a question about invoices asks for: by words.

One intent holds them all: the paper, what was paid, and what is left to pay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from rasa_sdk import Tracker

from actions import services
from actions.payments.periods import Span, period_of, years_in
from actions.shared.edge import language_of
from actions.shared.likeness import fold
from actions.shared.pending import meant
from actions.shared.sayings import listed

WORDS = Path(__file__).with_name("asking.yml")
_SIGNS = re.compile(r"[^\w\s]")


class Sums(Enum):
    """
    What of all invoices is asked for: what they come to, or each of them.
    """

    TOTAL = "total"
    EACH = "each"


@dataclass(frozen=True)
class About:
    """
    Whether it is about what is left to pay, and about the paper rather than amounts.

    `anything` is whether it is about all there is, whatever order was spoken of. `sums`
    is what of all invoices is wanted, None for one of them; `period` are the days of
    which that is asked, None for all, and `years` the numbers in their name.
    """

    left: bool
    paper: bool
    anything: bool = False
    sums: Sums | None = None
    period: Span | None = None
    years: frozenset[str] = frozenset()


def about(text: str, today: date = date.min, lang: str = "en") -> About:
    """
    What these words ask for; where they say nothing of it, it is the paper.

    `today` and `lang` tell which days "last month" and "this year" are.
    """
    said = " ".join(_SIGNS.sub(" ", fold(text)).split())
    if listed(WORDS, "left").search(said) is not None:
        return About(True, False, listed(WORDS, "anything").search(said) is not None)
    period = None if today == date.min else period_of(text, today, lang)
    years = years_in(text) if period is not None else frozenset()
    has_amounts = listed(WORDS, "amounts").search(said) is not None
    if listed(WORDS, "of_one").search(said) is not None:
        return About(False, not has_amounts)
    if not has_amounts and listed(WORDS, "all").search(said) is not None:
        return About(False, True, True, Sums.EACH, period, years)
    if listed(WORDS, "sum").search(said) is not None or (
        period is not None and listed(WORDS, "spent").search(said) is not None
    ):
        return About(False, False, True, Sums.TOTAL, period, years)
    return About(False, not has_amounts)


def asked_of(tracker: Tracker) -> About:
    """
    What is asked now, before signing in, or in the words before a pressed button.
    """
    _, text = meant(tracker)
    if _was_pressed(tracker):
        text = _said_before(tracker)
    house = services.services()
    return about(text, house.now().date(), language_of(tracker))


def _was_pressed(tracker: Tracker) -> bool:
    """
    Whether one of the orders offered was chosen: its title says nothing of the wish.
    """
    entities = tracker.latest_message.get("entities") or ()
    return bool(entities) and all("start" not in each for each in entities)


def _said_before(tracker: Tracker) -> str:
    said = [e.get("text") for e in tracker.events if e.get("event") == "user"]
    return str(said[-2] or "") if len(said) > 1 else ""
