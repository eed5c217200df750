"""
The conversation core as the desk sees it: each step with whoever must hear of it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.conversations import history, threads
from bot.conversations.clock import Clock
from bot.conversations.database import Database
from bot.conversations.feed import Feed
from bot.conversations.handoffs import owed, steps, writing
from bot.conversations.handoffs.outcomes import Outcome
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.writing import Words, Written
from bot.conversations.history import Page
from bot.conversations.threads import Place

Told = Callable[[Handoff], "Words | None"]
"""Makes what the customer hears of a step, from the handoff after it."""


First = Callable[[Connection], None]
"""Runs first in the same transaction: looks whether it may be, writes it into a log.

What it raises undoes everything and is raised to the caller."""

Promise = Callable[[Handoff], "datetime | None"]
"""Tells by when somebody will have answered."""


def freely(_: Connection) -> None:
    """
    Nothing is to be looked at first.
    """


def nothing(_: Handoff) -> Words | None:
    """
    The customer hears nothing of it.
    """
    return None


class Desk:
    """
    What agents do with conversations. Whether they may is the caller's to know.

    Every step is one transaction; `first` runs in it before the step, and `told` is
    said in it afterwards. All of it raises `HandoffUnknown`, `HandoffOver` where it has
    ended, and `OwnerChanged` where the conversation is not as the agent saw it: then
    nothing is done and nothing said.
    """

    def __init__(
        self,
        database: Database,
        feed: Feed,
        *,
        key: bytes,
        clock: Clock,
        pushed: Collection[str],
        sent: Callable[[], None],
        poke: Callable[[str], None],
    ) -> None:
        self._database = database
        self._feed = feed
        self._key = key
        self._clock = clock
        self._pushed = pushed
        self._sent = sent
        self._poke = poke

    async def claim(
        self, number: int, agent: str, told: Told = nothing, *, first: First = freely
    ) -> Handoff:
        """
        Give a waiting handoff to this agent.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.claim(c, number, agent, now), now, told, first
        )

    async def transfer(
        self,
        number: int,
        epoch: int,
        *,
        by: str,
        agent: str | None = None,
        skill: str | None = None,
        promise: Promise = steps.as_promised,
        told: Told = nothing,
        first: First = freely,
    ) -> Handoff:
        """
        Give a held handoff to a colleague or to those with a skill.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.transfer(
                c,
                number,
                epoch,
                now,
                by=by,
                agent=agent,
                skill=skill,
                promise=promise,
            ),
            now,
            told,
            first,
        )

    async def release(
        self,
        number: int,
        agent: str,
        *,
        by: str | None,
        promise: Promise = steps.as_promised,
        told: Told = nothing,
        first: First = freely,
    ) -> Handoff:
        """
        Put what `agent` holds back into the queue; `by` is None if they have vanished.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.release(
                c, number, now, by=by, expected_agent=agent, promise=promise
            ),
            now,
            told,
            first,
        )

    async def give_back(
        self,
        number: int,
        epoch: int,
        outcome: Outcome,
        *,
        by: str,
        told: Told = nothing,
        first: First = freely,
    ) -> Handoff:
        """
        End a held handoff; the bot goes on from the outcome.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.give_back(c, number, epoch, outcome, now, by=by),
            now,
            told,
            first,
        )

    async def come_back(
        self, number: int, agent: str, told: Told = nothing, *, first: First = freely
    ) -> Handoff:
        """
        Let an agent write again to whom a promise is owed; raises `NothingOwed`.
        """
        now = self._clock()
        return await self._step(
            lambda c: owed.come_back(c, number, agent, now), now, told, first
        )

    async def withdraw(self, number: int, told: Told = nothing) -> Handoff:
        """
        End a handoff that waits.
        """
        now = self._clock()
        return await self._step(lambda c: steps.withdraw(c, number, now), now, told)

    async def miss(
        self,
        number: int,
        promise: Promise,
        told: Told = nothing,
    ) -> Handoff:
        """
        Note that a promise has passed, and make another one.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.miss(c, number, promise, now), now, told
        )

    async def reply(
        self,
        number: int,
        epoch: int,
        agent: str,
        words: Words,
        *,
        first: First = freely,
    ) -> Written:
        """
        Say something to the customer of a handoff that this agent holds.
        """
        now = self._clock()

        def transaction(connection: Connection) -> Written:
            first(connection)
            return writing.reply(
                connection, number, epoch, agent, words, pushed=self._pushed, now=now
            )

        written = await self._database.write(transaction)
        if not written.repeated:
            self._feed.agent_writes(written.thread, None)
            self._feed.message(written.thread, written.seq)
        if written.answers:
            # Its promise is kept, which the lists of colleagues show.
            self._feed.queue(written.thread)
        if written.outgoing:
            self._sent()
        return written

    async def note(
        self,
        conversation: str,
        words: Words,
        *,
        agent: str = "",
        first: First = freely,
    ) -> Written:
        """
        Keep a note for the desk. Raises `ConversationUnknown`.

        Files that go with it are this agent's, or it is `FileUnknown`.
        """
        now = self._clock()

        def transaction(connection: Connection) -> Written:
            first(connection)
            return writing.note(connection, conversation, words, now, agent=agent)

        written = await self._database.write(transaction)
        if not written.repeated:
            self._feed.note(written.thread, written.seq)
        return written

    async def after(
        self, conversation: str, seq: int, limit: int, until: datetime | None = None
    ) -> Page:
        """
        Give the oldest messages behind `seq` of the thread, with the desk's own.

        With `until` nothing of what was said after that moment.
        """
        return await self._database.read(
            lambda c: self.page_after(
                c, threads.place(c, conversation), seq, limit, until
            )
        )

    async def before(
        self, conversation: str, seq: int, limit: int, until: datetime | None = None
    ) -> Page:
        """
        Give the newest messages ahead of `seq` of the thread, with the desk's own.

        With `until` nothing of what was said after that moment.
        """
        return await self._database.read(
            lambda c: self.page_before(
                c, threads.place(c, conversation), seq, limit, until
            )
        )

    def page_after(
        self,
        connection: Connection,
        place: Place,
        seq: int,
        limit: int,
        until: datetime | None = None,
    ) -> Page:
        """
        As `after`, in a transaction of the caller's.
        """
        now = self._clock()
        page = history.after(
            connection, self._key, place, seq, limit, now, at_desk=True
        )
        if until is None:
            return page
        return page.ahead_of(history.end_by(connection, place, until))

    def page_before(
        self,
        connection: Connection,
        place: Place,
        seq: int,
        limit: int,
        until: datetime | None = None,
    ) -> Page:
        """
        As `before`, in a transaction of the caller's.
        """
        now = self._clock()
        if until is not None:
            seq = min(seq, history.end_by(connection, place, until))
        return history.before(
            connection, self._key, place, seq, limit, now, at_desk=True
        )

    def tell(
        self, connection: Connection, found: Handoff, told: Told, now: datetime
    ) -> Written | None:
        """
        Say something of a handoff in a transaction of the caller's.

        When it is done, the caller gives what this gave to `was_told`.
        """
        words = told(found)
        if words is None:
            return None
        return writing.tell(connection, found, words, pushed=self._pushed, now=now)

    def was_told(self, said: Written | None) -> None:
        """
        Let whoever watches hear of what `tell` has said.
        """
        if said is None:
            return
        self._feed.message(said.thread, said.seq)
        if said.outgoing:
            self._sent()

    async def _step(
        self,
        step: Callable[[Connection], Handoff],
        now: datetime,
        told: Told,
        first: First = freely,
    ) -> Handoff:
        def transaction(connection: Connection) -> tuple[Handoff, Written | None]:
            first(connection)
            done = step(connection)
            return done, self.tell(connection, done, told, now)

        done, said = await self._database.write(transaction)
        # Whoever was writing has no say any more, or says it under another epoch.
        self._feed.agent_writes(done.thread, None)
        self.was_told(said)
        self._feed.queue(done.thread)
        # The bot may have something to answer again: what came back with the outcome.
        self._poke(done.thread)
        return done
