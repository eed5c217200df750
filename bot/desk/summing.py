"""
The summary of a handoff: from what was recorded at the request, and the thread since.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timezone, tzinfo
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.conversations.core import Conversations
from bot.conversations.handoffs import standing, whose
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.tables import messages
from bot.desk.earlier import earlier
from bot.handoff import packet as packets
from bot.handoff.account import Account, Names, Thing, ThingKind
from bot.handoff.named import MOST as MOST_NAMED
from bot.handoff.named import numbers_in
from bot.handoff.packet import Packet, UnreadablePacket, Wish
from bot.handoff.said import Said
from bot.handoff.sentiment import Mood, Reason
from bot.handoff.summary import AgentLanguage, Summariser, Summary
from bot.nlu.language import LANGUAGES, Language
from crm_connector.access import is_sure_at_desk

MOST_SAID = 40
MOST_KEPT = 1_000

_Key = tuple[int, int, tuple[str, ...], AgentLanguage]


class Summing:
    """
    Sums handoffs up by `summariser`; each once, until the customer says more.
    """

    def __init__(
        self,
        core: Conversations,
        summariser: Summariser,
        names: Names,
        zone: tzinfo = timezone.utc,
    ) -> None:
        self._core = core
        self._summariser = summariser
        self._names = names
        self._zone = zone
        self._kept: OrderedDict[_Key, Summary] = OrderedDict()

    async def of(self, found: Handoff, language: AgentLanguage) -> Summary:
        """
        The summary in the language of whoever reads it.
        """
        now = self._core.clock()
        account, newest = await self._core.read(
            lambda c: account_of(c, found, self._names, now, self._zone)
        )
        states = tuple(each.state for each in account.earlier)
        key = (found.number, newest, states, language)
        kept = self._kept.get(key)
        if kept is None:
            kept = await self._summariser.summarise(account, language)
            self._kept[key] = kept
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return kept


def shown(summary: Summary) -> Mapping[str, Any]:
    """
    A summary as the desk's page reads it: whoever sees it sees who wrote it.
    """
    return {
        "lines": list(summary.lines),
        "language": summary.language,
        "by": summary.by,
    }


def account_of(
    connection: Connection,
    found: Handoff,
    names: Names,
    now: datetime,
    zone: tzinfo = timezone.utc,
) -> tuple[Account, int]:
    """
    All that is known of a handoff's talk, and the seq of the customer's last message.
    """
    said, newest = _said(connection, found)
    is_proven = is_sure_at_desk(whose.last_proven(connection, found), now)
    before = earlier(connection, found, now, zone)
    try:
        packet = packets.read(standing.packet(connection, found.number) or {})
    except UnreadablePacket:
        bare = Account(said, is_proven=is_proven, names=names, earlier=before)
        return bare, newest
    account = Account(
        _with_wish(said, packet.wanted),
        customer=packet.who.name if packet.who else "",
        is_proven=is_proven,
        wishes=(packet.wanted,) if packet.wanted.intent else (),
        things=_things(packet, is_proven=is_proven),
        deeds=packet.deeds,
        mood=_mood(packet),
        names=names,
        earlier=before,
        named=() if is_proven else _named(packet, said),
        asked=packet.to_do,
    )
    return account, newest


def _said(connection: Connection, found: Handoff) -> tuple[tuple[Said, ...], int]:
    rows: Sequence[Any] = connection.execute(
        sa.select(messages.c.seq, messages.c.text, messages.c.lang, messages.c.at)
        .where(
            messages.c.conversation == found.thread,
            messages.c.author == "customer",
        )
        .order_by(messages.c.seq.desc())
        .limit(MOST_SAID)
    ).all()
    said = tuple(Said(row.text, row.at, _way(row.lang)) for row in reversed(rows))
    return said, rows[0].seq if rows else 0


def _way(language: str | None) -> Language | None:
    return next((known for known in LANGUAGES if known == language), None)


def _with_wish(said: Sequence[Said], wish: Wish) -> tuple[Said, ...]:
    """
    The messages with the wish at the one that it was said in.
    """
    return tuple(
        replace(each, wish=wish.intent)
        if wish.words and each.text.startswith(wish.words)
        else each
        for each in said
    )


def _named(packet: Packet, said: Sequence[Said]) -> tuple[str, ...]:
    """
    The numbers of orders that they named, up to now.
    """
    later = numbers_in(each.text for each in said)
    return tuple(dict.fromkeys((*packet.named, *later)))[-MOST_NAMED:]


def _things(packet: Packet, *, is_proven: bool) -> tuple[Thing, ...]:
    things = []
    if packet.order and (is_proven or packet.order not in packet.named):
        things.append(Thing(ThingKind.ORDER, packet.order))
    if is_proven:
        # Of each order of which something was wanted.
        numbers = dict.fromkeys(each.order for each in packet.asked if each.order)
        things += [
            Thing(ThingKind.ORDER, number)
            for number in numbers
            if number != packet.order
        ]
    if packet.product_name:
        things.append(Thing(ThingKind.PRODUCT, packet.product_name))
    return tuple(things)


def _mood(packet: Packet) -> Mood:
    if packet.mood is None:
        return Mood(0.0)
    # The signs are kinds; the words that showed them stay in the thread.
    reasons = tuple(Reason(sign, "", -1) for sign in packet.mood.signs)
    return Mood(packet.mood.upset, reasons)
