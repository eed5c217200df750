"""
Finding handoffs by number, order, name, or words of the conversation.

Letters and digits that people write in several ways count as one: the database looks
for any of them, and what it finds is compared in one spelling.
"""

from __future__ import annotations

import re
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.tables import handoff_events, handoffs, messages
from bot.desk import seeing
from bot.nlu.text import normalize

MOST_FOUND = 50
SHORTEST, LONGEST = 2, 100
LOOKED_THROUGH = 2_000
"""So many handoffs, the newest, are looked through for words."""

LONGEST_SHOWN, BEFORE = 140, 30
"""Letters of what was said that fits, and of them those ahead of the word."""

_DIGITS = ("0123456789", "۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩")
# One letter in several shapes, of Persian, Arabic and their keyboards.
_SHAPES = frozenset("یيىئکكأإآاةهۀؤو")
_UNSEEN = re.compile(r"[\u200b-\u200f\u0640\u064b-\u0652]+")
_GAPS = re.compile(r"\s+")
_JOINER = "\u200c"
_NUMBER = re.compile(r"[0-9]{1,18}")


def find(
    connection: Connection, asked: str, *, account: int, sees_all: bool
) -> dict[int, str]:
    """
    Give the handoffs that fit, by number, the newest first, at most `MOST_FOUND`.

    With each goes what was said that fits, around the words; empty where it was found
    by its number, order or name.

    Only those that this agent may look back at: what they hold or once held, and what
    waits, of which the caller leaves out what is not for them; with `sees_all` any.
    """
    asked = asked.strip()[:LONGEST]
    plain = normalize(asked)
    if len(plain) < SHORTEST and not _NUMBER.fullmatch(plain):
        return {}
    number = asked.lstrip("#").translate(_IN_ASCII)
    candidates = (
        sa.select(handoffs.c.id)
        .where(_theirs(account, sees_all=sees_all))
        .order_by(handoffs.c.id.desc())
        .limit(LOOKED_THROUGH)
    ).subquery()
    known = handoffs.c.id.in_(sa.select(candidates.c.id))
    found: dict[int, str] = {}
    if _NUMBER.fullmatch(number):
        exact = sa.select(handoffs.c.id).where(
            handoffs.c.id == int(number), _theirs(account, sees_all=sees_all)
        )
        found |= dict.fromkeys(connection.execute(exact).scalars(), "")
    found |= dict.fromkeys(_by_packet(connection, plain, number, known), "")
    left = seeing.left_at(connection, sa.select(candidates.c.id), account)
    said = _by_words(connection, asked, plain, known)
    for fits, texts in said.items():
        until = None if sees_all else left.get(fits)
        # Of what they have let go they find what was said until then.
        text = next((t for at, t in texts if until is None or at <= until), None)
        if text is not None and not found.get(fits):
            found[fits] = _around(text, plain)
    newest = sorted(found, reverse=True)[:MOST_FOUND]
    return {number: found[number] for number in newest}


def _theirs(account: int, *, sees_all: bool) -> sa.sql.ColumnElement:
    if sees_all:
        return sa.true()
    of, who = handoff_events.c, str(account)
    held = sa.select(of.handoff).where(
        sa.or_(
            sa.and_(of.kind == "claimed", of.by == who),
            sa.and_(of.kind == "transferred", of.to == who),
        )
    )
    return sa.or_(
        handoffs.c.agent == who,
        handoffs.c.state == "waiting",
        handoffs.c.id.in_(held),
    )


def _by_packet(
    connection: Connection, plain: str, number: str, known: sa.sql.ColumnElement
) -> list[int]:
    """
    By the order that it is about, and the customer's name.
    """
    order = handoffs.c.packet["order"].as_string()
    name = handoffs.c.packet[("who", "name")].as_string()
    rows = connection.execute(
        sa.select(handoffs.c.id, order.label("order_number"), name.label("name")).where(
            known, handoffs.c.packet.is_not(None)
        )
    )
    return [
        row.id
        for row in rows
        if (row.order_number and row.order_number.casefold() == number.casefold())
        or (row.name and plain in normalize(row.name))
    ]


def _by_words(
    connection: Connection, asked: str, plain: str, known: sa.sql.ColumnElement
) -> dict[int, list[tuple[datetime, str]]]:
    """
    By what was said in the threads of these handoffs: when, and what, the newest first.
    """
    threads = sa.select(handoffs.c.conversation).where(known)
    patterns = {_pattern(asked.translate(way)) for way in _WRITTEN}
    # A half-space is written or not.
    text = sa.func.replace(messages.c.text, _JOINER, "")
    rows = connection.execute(
        sa.select(messages.c.conversation, messages.c.text, messages.c.at)
        .where(
            messages.c.conversation.in_(threads),
            sa.or_(*(text.ilike(each, escape="\\") for each in patterns)),
        )
        .order_by(messages.c.id.desc())
        .limit(LOOKED_THROUGH)
    )
    wanted = _close(plain)
    fitting: dict[str, list[tuple[datetime, str]]] = {}
    for row in rows:
        if wanted in _close(normalize(row.text)):
            fitting.setdefault(row.conversation, []).append((row.at, row.text))
    if not fitting:
        return {}
    found = connection.execute(
        sa.select(handoffs.c.id, handoffs.c.conversation).where(
            known, handoffs.c.conversation.in_(fitting)
        )
    )
    return {row.id: fitting[row.conversation] for row in found}


def _around(text: str, plain: str) -> str:
    """
    What was said in one line, from a little before the first of the words looked for.
    """
    words = _GAPS.sub(" ", text).strip().split(" ")
    first = _close(plain.split(" ", maxsplit=1)[0])
    close = [_close(normalize(each)) for each in words]
    at = next((n for n, each in enumerate(close) if first in each), 0)
    start = at
    while start > 0 and len(" ".join(words[start - 1 : at])) <= BEFORE:
        start -= 1
    shown = " ".join(words[start:])
    if len(shown) > LONGEST_SHOWN:
        shown = f"{shown[: LONGEST_SHOWN - 1].rstrip()}…"
    return f"…{shown}" if start else shown


def _close(plain: str) -> str:
    """
    Without the gaps, which people set as they like.
    """
    return _GAPS.sub("", plain)


def _pattern(asked: str) -> str:
    """
    What the database is to look for: any shape of a letter, any gap between words.
    """
    signs = []
    for sign in _GAPS.sub(" ", _UNSEEN.sub("", asked.casefold())):
        if sign == " ":
            signs.append("%")
        elif sign in _SHAPES:
            signs.append("_")
        elif sign in "%_\\":
            signs.append(f"\\{sign}")
        else:
            signs.append(sign)
    return f"%{''.join(signs)}%"


_IN_ASCII = {
    ord(sign): str(place) for digits in _DIGITS for place, sign in enumerate(digits)
}
_WRITTEN = tuple(
    {ord(sign): other[place] for digits in _DIGITS for place, sign in enumerate(digits)}
    for other in _DIGITS
)
