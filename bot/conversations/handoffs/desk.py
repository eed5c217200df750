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
from bot.conversations.handoffs import steps, writing
from bot.conversations.handoffs.standing import Handoff
from bot.conversations.handoffs.steps import Outcome
from bot.conversations.handoffs.writing import Words, Written
from bot.conversations.history import Page

Told = Callable[[Handoff], "Words | None"]
"""Makes what the customer hears of a step, from the handoff after it."""


def nothing(_: Handoff) -> Words | None:
    """
    The customer hears nothing of it.
    """
    return None


class Desk:
    """
    What agents do with conversations. Whether they may is the caller's to know.

    Every step is one transaction; `told` is said in the same one. All of it raises
    `HandoffUnknown`, `HandoffOver` where it has ended, and `OwnerChanged` where the
    conversation is not as the agent saw it: then nothing is done and nothing said.
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

    async def claim(self, number: int, agent: str, told: Told = nothing) -> Handoff:
        """
        Give a waiting handoff to this agent.
        """
        now = self._clock()
        return await self._step(lambda c: steps.claim(c, number, agent, now), told)

    async def transfer(
        self,
        number: int,
        epoch: int,
        *,
        by: str,
        agent: str | None = None,
        skill: str | None = None,
        told: Told = nothing,
    ) -> Handoff:
        """
        Give a held handoff to a colleague or to those with a skill.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.transfer(
                c, number, epoch, now, by=by, agent=agent, skill=skill
            ),
            told,
        )

    async def release(
        self, number: int, agent: str, *, by: str | None, told: Told = nothing
    ) -> Handoff:
        """
        Put what `agent` holds back into the queue; `by` is None if they have vanished.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.release(c, number, now, by=by, expected_agent=agent),
            told,
        )

    async def give_back(
        self,
        number: int,
        epoch: int,
        outcome: Outcome,
        *,
        by: str,
        told: Told = nothing,
    ) -> Handoff:
        """
        End a held handoff; the bot goes on from the outcome.
        """
        now = self._clock()
        return await self._step(
            lambda c: steps.give_back(c, number, epoch, outcome, now, by=by), told
        )

    async def withdraw(self, number: int, told: Told = nothing) -> Handoff:
        """
        End a handoff that waits.
        """
        now = self._clock()
        return await self._step(lambda c: steps.withdraw(c, number, now), told)

    async def miss(
        self,
        number: int,
        promise: Callable[[Handoff], datetime | None],
        told: Told = nothing,
    ) -> Handoff:
        """
        Note that a promise has passed, and make another one.
        """
        now = self._clock()
        return await self._step(lambda c: steps.miss(c, number, promise, now), told)

    async def reply(self, number: int, epoch: int, agent: str, words: Words) -> Written:
        """
        Say something to the customer of a handoff that this agent holds.
        """
        now = self._clock()
        written = await self._database.write(
            lambda c: writing.reply(
                c, number, epoch, agent, words, pushed=self._pushed, now=now
            )
        )
        if not written.repeated:
            self._feed.message(written.thread, written.seq)
        if written.outgoing:
            self._sent()
        return written

    async def note(self, conversation: str, words: Words) -> Written:
        """
        Keep a note for the desk. Raises `ConversationUnknown`.
        """
        now = self._clock()
        written = await self._database.write(
            lambda c: writing.note(c, conversation, words, now)
        )
        if not written.repeated:
            self._feed.note(written.thread, written.seq)
        return written

    async def after(self, conversation: str, seq: int, limit: int) -> Page:
        """
        Give the oldest messages behind `seq` of the thread, with the desk's own.
        """
        now = self._clock()
        return await self._database.read(
            lambda c: history.after(
                c,
                self._key,
                threads.place(c, conversation),
                seq,
                limit,
                now,
                at_desk=True,
            )
        )

    async def before(self, conversation: str, seq: int, limit: int) -> Page:
        """
        Give the newest messages ahead of `seq` of the thread, with the desk's own.
        """
        now = self._clock()
        return await self._database.read(
            lambda c: history.before(
                c,
                self._key,
                threads.place(c, conversation),
                seq,
                limit,
                now,
                at_desk=True,
            )
        )

    async def _step(self, step: Callable[[Connection], Handoff], told: Told) -> Handoff:
        now = self._clock()

        def transaction(connection: Connection) -> tuple[Handoff, Written | None]:
            done = step(connection)
            words = told(done)
            if words is None:
                return done, None
            return done, writing.tell(
                connection, done, words, pushed=self._pushed, now=now
            )

        done, said = await self._database.write(transaction)
        if said is not None:
            self._feed.message(done.thread, said.seq)
            if said.outgoing:
                self._sent()
        self._feed.queue()
        # The bot may have something to answer again: what came back with the outcome.
        self._poke(done.thread)
        return done
