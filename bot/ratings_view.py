"""
`./hamyar ratings`: how customers rated the people who served them.
"""

from __future__ import annotations

import json

from bot.accounts_view import in_database, moment_named, printable
from bot.conversations.clock import utc_now
from bot.conversations.handoffs import ratings
from bot.conversations.handoffs.ratings import HIGHEST, Rated
from bot.settings import Settings


def show(settings: Settings, *, since: str | None, as_json: bool) -> int:
    """
    Print the ratings, the oldest first; gives the exit code. Raises `Unusable`.
    """
    start = None if since is None else moment_named(since, utc_now())
    found = in_database(settings, lambda c: list(ratings.listed(c, start)))
    for each in found:
        print(_as_json(each) if as_json else _as_line(each))
    return 0


def _as_line(rated: Rated) -> str:
    rating = rated.rating
    parts = [
        rating.changed_at.strftime("%Y-%m-%d %H:%M:%SZ"),
        f"{rating.stars} of {HIGHEST}",
        f"handoff {rated.handoff}",
        f"agent {rated.agent}",
        rating.words or "",
    ]
    return printable("  ".join(part for part in parts if part))


def _as_json(rated: Rated) -> str:
    rating = rated.rating
    content = {
        "handoff": rated.handoff,
        "agent": rated.agent,
        "stars": rating.stars,
        "words": rating.words,
        "rated_at": rating.rated_at.isoformat(),
        "changed_at": rating.changed_at.isoformat(),
    }
    return json.dumps(content, ensure_ascii=False)
