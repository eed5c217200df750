"""
What a question about invoices asks for: by words.

One intent holds them all: the paper, what was paid, and what is left to pay.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from rasa_sdk import Tracker

from actions.shared.likeness import fold
from actions.shared.pending import meant
from actions.shared.sayings import listed

WORDS = Path(__file__).with_name("asking.yml")
_SIGNS = re.compile(r"[^\w\s]")


@dataclass(frozen=True)
class About:
    """
    Whether it is about what is left to pay, and about the paper rather than amounts.

    `anything` is whether it is about all there is, whatever order was spoken of.
    """

    left: bool
    paper: bool
    anything: bool = False


def about(text: str) -> About:
    """
    What these words ask for; where they say nothing of it, it is the paper.
    """
    said = _SIGNS.sub(" ", fold(text))
    if listed(WORDS, "left").search(said) is not None:
        return About(True, False, listed(WORDS, "anything").search(said) is not None)
    return About(False, listed(WORDS, "amounts").search(said) is None)


def asked_of(tracker: Tracker) -> About:
    """
    What is asked now, before signing in, or in the words before a pressed button.
    """
    _, text = meant(tracker)
    if _was_pressed(tracker):
        text = _said_before(tracker)
    return about(text)


def _was_pressed(tracker: Tracker) -> bool:
    """
    Whether one of the orders offered was chosen: its title says nothing of the wish.
    """
    entities = tracker.latest_message.get("entities") or ()
    return bool(entities) and all("start" not in each for each in entities)


def _said_before(tracker: Tracker) -> str:
    said = [e.get("text") for e in tracker.events if e.get("event") == "user"]
    return str(said[-2] or "") if len(said) > 1 else ""
