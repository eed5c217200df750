"""
Who waits and who has whom, as the desk's page reads it: the lists that change all day.

When they change, every page asks for them. A row looks the same to most readers, so
that is written once, until it is another one. Who may see it is found out for each
reader each time.
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from bot.accounts.rights import Right
from bot.desk import facts, seeing
from bot.desk.moments import moment
from bot.desk.rows import Row
from bot.desk.seeing import Takes
from bot.desk.web import shown
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading, names_in
from bot.desk.web.shown import Names
from bot.handoff.routing import Able


@dataclass(frozen=True)
class Wanted:
    """
    How much of the lists: at most `limit` of each, from a place in turn.
    """

    limit: int
    waiting_from: int = 0
    others_from: int = 0


class OpenLists:
    """
    Shows the rows that are kept of what is open.
    """

    def __init__(self, house: DeskHouse, reading: Reading) -> None:
        self._house = house
        self._core = house.core
        self._reading = reading

    async def read(self, reader: Reader, wanted: Wanted) -> str:
        """
        Give who waits, what is theirs, and what is others' where they see all, as JSON.
        """
        kept = self._house.open_rows
        await kept.look()
        now, limit = self._core.clock(), wanted.limit
        takes = _takes(reader, kept.there, now)
        kinds = [each for each in kept.kinds() if takes(*each)]
        waiting = kept.waiting(kinds, limit + 1, wanted.waiting_from)
        own, others = str(reader.account), list[Row]()
        if reader.sees_all:
            others = kept.held_by_others(own, limit + 1, wanted.others_from)
        mine = kept.held(own)
        counts = asdict(kept.counts(kinds, now))
        beside = {
            "now": moment(now),
            "more": {"waiting": len(waiting) > limit, "others": len(others) > limit},
            "counts": counts | {"missed_today": kept.missed_today},
        }
        # All that is kept has been asked for: behind this, it may be another moment.
        names: Names = {own: reader.who.account.names}
        if others:
            names = await self._core.read(lambda c: names_in(c, [*mine, *others]))
        lists = {"waiting": waiting[:limit], "mine": mine, "others": others[:limit]}
        parts = [_json(beside)[1:-1]]
        for name, found in lists.items():
            texts = [self._text(each, reader, names, takes, now) for each in found]
            parts.append(f'"{name}":[{",".join(texts)}]')
        return f"{{{','.join(parts)}}}"

    def _text(
        self, row: Row, reader: Reader, names: Names, takes: Takes, now: datetime
    ) -> str:
        found, customers = row.handoff, self._house.customers
        differs = (
            reader.language,
            reader.who.may(Right.CLAIM) and takes(found.language, found.skill),
            found.agent == str(reader.account),
            row.promised_by == str(reader.account),
            reader.sees_all,
            found.agent and shown.named(names.get(found.agent), reader.language),
            customers.of(row.writer, now),
            *facts.proof(row.writer, now).values(),
        )
        text = row.texts.get(differs)
        if text is None:
            text = _json(self._reading.told(row, reader, names, takes, now))
            row.texts[differs] = text
        return text


def _takes(reader: Reader, there: Collection[Able], now: datetime) -> Takes:
    if reader.sees_all:
        return lambda _language, _skill: True
    account = reader.who.account
    me = Able(frozenset(account.languages), frozenset(account.skills))
    return seeing.taking_beside(me, there, now)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
