"""
Follows one conversation for one page at the desk.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Connection

from bot.conversations import history, threads
from bot.conversations.errors import HandoffUnknown
from bot.conversations.feed import Watch, at_desk
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.history import Page
from bot.conversations.threads import Place
from bot.desk.seeing import View
from bot.desk.web import shown
from bot.desk.web.house import DeskHouse
from bot.desk.web.reading import Reader, Reading

PAGE = 100
"""Messages at a time."""
FIRST_PAGE = 50
"""Messages for a page that has none yet."""
LOOK_SECONDS = 60.0
"""How often a silent conversation is looked at again."""

Send = Callable[[Mapping[str, Any]], Awaitable[None]]


class Moved(Exception):
    """
    The conversation stands in another thread than when the watching began.
    """


class Gone(Exception):
    """
    It is not the reader's to see any more; `row` says who has it, if they may know.
    """

    def __init__(self, row: Mapping[str, Any] | None) -> None:
        super().__init__("not theirs to see")
        self.row = row


@dataclass(frozen=True)
class _Seen:
    """
    One look: the handoff, where it stands, what is new of what they may read.
    """

    given: View
    place: Place
    page: Page


class Following:
    """
    Sends what happens in a conversation, in order, from a cursor on.
    """

    def __init__(self, house: DeskHouse, reader: Reader, send: Send) -> None:
        self._core = house.core
        self._reader = reader
        self._reading = Reading(house)
        self._send = send

    async def follow(self, number: int, after: int | None) -> None:
        """
        Go on until cancelled. Raises `Gone` and `Moved`.
        """
        place = (await self._look(number, history.END)).place
        with self._core.feed.watch(at_desk(place.thread)) as watch:
            await self._follow(watch, number, place, after)

    async def _follow(
        self, watch: Watch, number: int, place: Place, cursor: int | None
    ) -> None:
        told: tuple[object, ...] | None = None
        typing: dict[str, bool] = {"bot": False, "customer": False}
        while not watch.closed:
            steps = watch.steps
            seen = await self._look(number, cursor)
            if seen.place != place:
                raise Moved
            # Who they are may be another thing, though the handoff stands as before.
            state = (*_state(seen.given.handoff), steps)
            if state != told:
                await self._tell_state(number)
                told = state
            has_more = seen.page.more and cursor is not None
            for stored in seen.page.messages:
                message = shown.message(stored)
                await self._send(
                    {"type": "message", "number": number, "message": message}
                )
                cursor = stored.seq
            if cursor is None:
                cursor = history.START
            if not has_more:
                if seen.given.until is None:
                    await self._wait(watch, number, place, cursor, steps, typing)
                else:
                    await self._wait_for_step(watch, steps)

    async def _tell_state(self, number: int) -> None:
        try:
            row = await self._reading.row(self._reader, number)
        except HandoffUnknown:
            return  # the next look sees that it is gone
        await self._send({"type": "changed", "number": number, "handoff": row})

    async def _wait(
        self,
        watch: Watch,
        number: int,
        place: Place,
        cursor: int,
        steps: int,
        typing: dict[str, bool],
    ) -> None:
        """
        Wait for what has to be read; who writes is told without reading.
        """
        news = True
        while news and not (watch.closed or watch.moved):
            now = {"bot": watch.typing, "customer": watch.writing is not None}
            for who, on in now.items():
                if typing[who] != on:
                    typing[who] = on
                    await self._send(
                        {"type": "typing", "number": number, "who": who, "on": on}
                    )
            if watch.newest - place.shift > cursor or watch.steps != steps:
                return
            news = await watch.wait(LOOK_SECONDS)
        if watch.moved:
            raise Moved

    async def _wait_for_step(self, watch: Watch, steps: int) -> None:
        """
        Wait until it may be theirs again; what is said meanwhile is others' to read.
        """
        news = True
        while news and watch.steps == steps and not (watch.closed or watch.moved):
            news = await watch.wait(LOOK_SECONDS)
        if watch.moved:
            raise Moved

    async def _look(self, number: int, cursor: int | None) -> _Seen:
        now = self._core.clock()

        def work(connection: Connection) -> _Seen:
            given = self._reading.seen(connection, self._reader, number, now)
            place = threads.place(connection, given.handoff.conversation)
            desk, until = self._core.desk, given.until
            if cursor is None:
                page = desk.page_before(
                    connection, place, history.END, FIRST_PAGE, until
                )
            else:
                # 0 is everything: what others said before may stand below it.
                after = cursor or history.START
                page = desk.page_after(connection, place, after, PAGE, until)
            return _Seen(given, place, page)

        try:
            return await self._core.read(work)
        except HandoffUnknown:
            raise Gone(await self._reading.rest(self._reader, number)) from None


def _state(found: Handoff) -> tuple[object, ...]:
    """
    What of a handoff is told anew where it has changed.
    """
    return (
        found.epoch,
        found.state,
        found.agent,
        found.skill,
        found.promised_at,
        found.answered_at,
    )
