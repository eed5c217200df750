"""
Writes handoffs and messages as the desk's page reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Any

from bot.conversations.handoffs.ratings import Rating
from bot.conversations.handoffs.standing import WAITING, Handoff
from bot.conversations.history import StoredMessage
from bot.desk import facts, presence
from bot.desk.moments import moment
from bot.desk.rows import LONGEST_LAST, Last, Row
from bot.files.serving import described

Names = Mapping[str, Mapping[str, str]]
"""What accounts are called, by their number and by language."""


def named(names: Mapping[str, str] | None, language: str) -> str:
    """
    A name in this language, or in another one that there is; empty where there is none.
    """
    if not names:
        return ""
    return names.get(language) or next(iter(names.values()))


def somebody(account: str | None, names: Names, language: str) -> Any:
    """
    An account by number and name; None for nobody.

    Who answers at another desk goes by the name of that desk.
    """
    if account is None:
        return None
    name = named(names.get(account), language) or _desk_of(account)
    return {"id": _number(account), "name": name}


def handoff(
    found: Handoff, *, account: int, names: Names, language: str, may_claim: bool
) -> dict[str, Any]:
    """
    What may be told of a handoff to whoever saw it once: no word of the customer's.
    """
    return {
        "number": found.number,
        "conversation": found.conversation,
        "epoch": found.epoch,
        "reason": found.reason,
        "state": found.state,
        "language": found.language,
        "skill": found.skill,
        "priority": found.priority,
        "agent": somebody(found.agent, names, language),
        "mine": found.agent == str(account),
        "requested_at": moment(found.requested_at),
        "promised_at": moment(found.promised_at),
        "claimed_at": moment(found.claimed_at),
        "answered_at": moment(found.answered_at),
        "ended_at": moment(found.ended_at),
        "missed": 0,
        "promised_by_me": False,
        "outcome": None,
        "was_needed": None,
        "promise": None,
        "rating": None,
        "customer": None,
        "wish": None,
        "last": None,
        "may_claim": may_claim and found.state == WAITING,
    }


def details(
    row: Row,
    *,
    account: int,
    name: str | None,
    sees_rating: bool,
    now: datetime,
    zone: tzinfo,
) -> dict[str, Any]:
    """
    The rest of a handoff, for whoever may see it, as of `now` in the shop's `zone`.

    What the customer thought of it is for whom they thought it of, and for leads.
    """
    rating = row.rating if sees_rating else None
    return {
        "outcome": None if row.outcome is None else dict(row.outcome),
        "was_needed": row.was_needed,
        "missed": row.missed,
        "promised_by_me": row.promised_by == str(account),
        "promise": _promise(row, now.astimezone(zone).date()),
        "rating": None if rating is None else _rating(rating),
        "customer": {"name": name, **facts.proof(row.writer, now)},
        "wish": None if row.wish is None else _wish(row.wish),
        "last": None if row.last is None else _last(row.last),
    }


def message(stored: StoredMessage) -> dict[str, Any]:
    """
    A message of the thread. What a button does is the customer's alone to use.
    """
    shown: dict[str, Any] = {
        "seq": stored.seq,
        "author": stored.author,
        "speaker": stored.speaker or None,
        "text": stored.text,
        "lang": stored.lang,
        "desk": stored.desk,
        "buttons": [{"title": each.title} for each in stored.buttons],
        "cards": list(stored.cards),
        "at": moment(stored.at),
    }
    if stored.client_id is not None:
        shown["id"] = stored.client_id
    if stored.files:
        shown["files"] = [described(each) for each in stored.files]
    return shown


def event(
    found: Mapping[str, Any], names: Names, language: str, at: datetime
) -> dict[str, Any]:
    """
    Something that happened to a handoff. `to` is an agent, or the word of a skill.
    """
    to = found["to"]
    is_agent = to is not None and (to in names or bool(_desk_of(to)))
    return {
        "kind": found["kind"],
        "by": somebody(found["by"], names, language),
        "to": somebody(to, names, language) if is_agent else to,
        "at": moment(at),
    }


def _number(account: str) -> int | str:
    return int(account) if presence.is_ours(account) else account


def _desk_of(account: str) -> str:
    """
    The other desk at which somebody answers: "chatwoot:5" does at Chatwoot.
    """
    desk, _, _ = account.rpartition(":")
    return desk.capitalize()


def _promise(row: Row, today: date) -> dict[str, Any] | None:
    due = (row.outcome or {}).get("due")
    if due is None:
        return None
    day = date.fromisoformat(due)
    state = "late" if day < today else "today" if day == today else "coming"
    return {"due": due, "state": "kept" if row.is_kept else state}


def _rating(rating: Rating) -> dict[str, Any]:
    at = moment(rating.changed_at)
    return {"stars": rating.stars, "words": rating.words, "at": at}


def _wish(wish: Mapping[str, Any]) -> dict[str, Any]:
    return {each: wish.get(each) for each in ("intent", "words", "language")}


def _last(last: Last) -> dict[str, Any]:
    text = last.text
    if len(text) > LONGEST_LAST:
        text = text[: LONGEST_LAST - 1] + "…"
    return {
        "seq": last.seq,
        "author": last.author,
        "text": text,
        "at": moment(last.at),
        "lang": last.lang,
        "desk": last.desk,
    }
