"""
`./hamyar reviews`: what customers think, for whoever runs the shop.
"""

from __future__ import annotations

import dataclasses
import json

from bot import reviews
from bot.accounts_view import in_database, moment_named, printable
from bot.conversations.clock import utc_now
from bot.reviews import Kept
from bot.settings import Settings


def show(settings: Settings, *, since: str | None, as_json: bool) -> int:
    """
    Print the reviews, the oldest first; gives the exit code. Raises `Unusable`.
    """
    start = None if since is None else moment_named(since, utc_now())
    found = in_database(settings, lambda c: list(reviews.listed(c, start)))
    for each in found:
        print(_as_json(each) if as_json else _as_line(each))
    return 0


def _as_line(kept: Kept) -> str:
    review = kept.review
    parts = [
        kept.at.strftime("%Y-%m-%d %H:%M:%SZ"),
        "bad" if review.is_bad else "good",
        f"customer {review.customer}" if review.customer else "a stranger",
        f"order {review.order}" if review.order else "",
        review.product,
        review.words,
    ]
    return printable("  ".join(part for part in parts if part))


def _as_json(kept: Kept) -> str:
    content = {"at": kept.at.isoformat(), **dataclasses.asdict(kept.review)}
    return json.dumps(content, ensure_ascii=False)
