"""
The live feed: wakes whoever watches a conversation.

It carries no messages. A watcher learns that there is something to read and reads it
from the database after its own cursor, so a slow watcher costs no memory, and nothing
is lost between looking and waiting as long as one watches before the first look.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

WRITING_SECONDS = 10.0
"""So long somebody is taken to write who has said so; who goes on says it again."""

QUEUE = "queue"
"""What to watch to hear that who waits, or who has whom, is not as before."""


def at_desk(conversation: str) -> str:
    """
    Name what the desk watches of a conversation: all of it, its own notes too.
    """
    return f"desk:{conversation}"


class Watch(Protocol):
    """
    One watcher's view of a conversation.
    """

    @property
    def newest(self) -> int:
        """
        Highest seq heard of since the watch began (0 if none).
        """

    @property
    def typing(self) -> bool:
        """
        Whether an answer is being written right now.
        """

    @property
    def writing(self) -> str | None:
        """
        Who writes at the other end: an agent's name for customers, "" for the desk.

        None for nobody.
        """

    @property
    def steps(self) -> int:
        """
        How often, since the watch began, the conversation may have got another owner.
        """

    @property
    def links(self) -> int:
        """
        How often, since the watch began, what is asked about a link may have changed.
        """

    @property
    def signed_out(self) -> bool:
        """
        Whether the watching session has ended.
        """

    @property
    def moved(self) -> bool:
        """
        Whether the thread was joined to others or parted: it is another one now.
        """

    @property
    def closed(self) -> bool:
        """
        Whether the server is going down.
        """

    async def wait(self, timeout: float) -> bool:
        """
        Wait until something changed since the last wait; False when time ran out.
        """


class Feed(Protocol):
    """
    Port of the live feed. What other processes have changed, `others` tells it.
    """

    def message(self, conversation: str, seq: int) -> None:
        """
        Tell that the message `seq` can be read.
        """

    def note(self, conversation: str, seq: int) -> None:
        """
        Tell the desk, and nobody else, that the message `seq` can be read.
        """

    def queue(self, conversation: str | None = None) -> None:
        """
        Tell the desk that who waits, or who has whom, is not as before.

        Whoever watches that `conversation` at the desk hears it as well.
        """

    def typing(self, conversation: str, on: bool) -> None:
        """
        Tell that an answer is being written, or no longer.
        """

    def customer_writes(self, conversation: str, on: bool) -> None:
        """
        Tell the desk that the customer writes something, or no longer.
        """

    def agent_writes(self, conversation: str, name: str | None) -> None:
        """
        Tell the customer that somebody of this name writes; None: nobody any more.
        """

    def linking(self, conversation: str) -> None:
        """
        Tell that what the customer is asked about linking a messenger has changed.
        """

    def moved(self, conversation: str) -> None:
        """
        Tell that what stood in this thread stands in another one now.
        """

    def signed_out(self, session: str) -> None:
        """
        Tell that this session has ended.
        """

    def watch(
        self, conversation: str, session: str = ""
    ) -> AbstractContextManager[Watch]:
        """
        Watch a conversation on behalf of a session, as a context manager.

        The desk watches `at_desk` of it, or the `QUEUE`.
        """

    def close(self) -> None:
        """
        Tell every watcher that the server is going down.
        """


class LocalWatch:
    """
    A watcher inside this process. One at a time may wait on it.
    """

    def __init__(self, typing: bool, writing: str | None = None) -> None:
        self.newest = 0
        self.typing = typing
        self.writing = writing
        self.steps = 0
        self.links = 0
        self.signed_out = False
        self.moved = False
        self.closed = False
        self._changed = False
        self._waiting: asyncio.Future[None] | None = None

    def wake(self) -> None:
        """
        Let the waiting one go on.
        """
        self._changed = True
        if self._waiting is not None:
            _release(self._waiting)

    async def wait(self, timeout: float) -> bool:
        """
        Wait until something changed since the last wait; False when time ran out.
        """
        # Not asyncio.wait_for: before Python 3.12 it can swallow a cancellation.
        if not self._changed:
            loop = asyncio.get_running_loop()
            self._waiting = loop.create_future()
            timer = loop.call_later(timeout, _release, self._waiting)
            try:
                await self._waiting
            finally:
                timer.cancel()
                self._waiting = None
        changed, self._changed = self._changed, False
        return changed


def _release(waiting: asyncio.Future[None]) -> None:
    if not waiting.done():
        waiting.set_result(None)


class LocalFeed:
    """
    The live feed of one process.
    """

    def __init__(self) -> None:
        self._watches: dict[str, set[LocalWatch]] = {}
        self._sessions: dict[str, set[LocalWatch]] = {}
        self._typing: set[str] = set()
        # Who writes to those who watch a topic, and when that is to be forgotten.
        self._writing: dict[str, tuple[str, asyncio.TimerHandle]] = {}
        self._closed = False

    def message(self, conversation: str, seq: int) -> None:
        """
        Tell that the message `seq` can be read.
        """
        for topic in (conversation, at_desk(conversation)):
            self._news(topic, seq)

    def note(self, conversation: str, seq: int) -> None:
        """
        Tell the desk, and nobody else, that the message `seq` can be read.
        """
        self._news(at_desk(conversation), seq)

    def queue(self, conversation: str | None = None) -> None:
        """
        Tell the desk that who waits, or who has whom, is not as before.

        Whoever watches that `conversation` at the desk hears it as well.
        """
        topics = [QUEUE] if conversation is None else [QUEUE, at_desk(conversation)]
        for topic in topics:
            for watch in self._watches.get(topic, ()):
                watch.steps += 1
                watch.wake()

    def typing(self, conversation: str, on: bool) -> None:
        """
        Tell that an answer is being written, or no longer.
        """
        (self._typing.add if on else self._typing.discard)(conversation)
        for watch in self._watching(conversation):
            watch.typing = on
            watch.wake()

    def customer_writes(self, conversation: str, on: bool) -> None:
        """
        Tell the desk that the customer writes something, or no longer.
        """
        self._writes(at_desk(conversation), "" if on else None)

    def agent_writes(self, conversation: str, name: str | None) -> None:
        """
        Tell the customer that somebody of this name writes; None: nobody any more.
        """
        self._writes(conversation, name)

    def _writes(self, topic: str, name: str | None) -> None:
        before, timer = self._writing.pop(topic, (None, None))
        if timer is not None:
            timer.cancel()
        if name is not None:
            # Whoever goes away in the middle of a word never says that they have.
            loop = asyncio.get_running_loop()
            later = loop.call_later(WRITING_SECONDS, self._writes, topic, None)
            self._writing[topic] = (name, later)
        if name == before:
            return
        for watch in self._watches.get(topic, ()):
            watch.writing = name
            watch.wake()

    def linking(self, conversation: str) -> None:
        """
        Tell that what the customer is asked about linking a messenger has changed.
        """
        for watch in self._watches.get(conversation, ()):
            watch.links += 1
            watch.wake()

    def moved(self, conversation: str) -> None:
        """
        Tell that what stood in this thread stands in another one now.
        """
        for watch in self._watching(conversation):
            watch.moved = True
            watch.wake()

    def _news(self, topic: str, seq: int) -> None:
        for watch in self._watches.get(topic, ()):
            watch.newest = max(watch.newest, seq)
            watch.wake()

    def _watching(self, conversation: str) -> list[LocalWatch]:
        topics = (conversation, at_desk(conversation))
        return [watch for topic in topics for watch in self._watches.get(topic, ())]

    def signed_out(self, session: str) -> None:
        """
        Tell that this session has ended.
        """
        for watch in self._sessions.get(session, ()):
            watch.signed_out = True
            watch.wake()

    @contextmanager
    def watch(self, conversation: str, session: str = "") -> Iterator[LocalWatch]:
        """
        Watch a conversation on behalf of a session.
        """
        writing, _ = self._writing.get(conversation, (None, None))
        typing = conversation.removeprefix(at_desk("")) in self._typing
        watch = LocalWatch(typing, writing)
        watch.closed = self._closed
        self._watches.setdefault(conversation, set()).add(watch)
        self._sessions.setdefault(session, set()).add(watch)
        try:
            yield watch
        finally:
            _forget(self._watches, conversation, watch)
            _forget(self._sessions, session, watch)

    def close(self) -> None:
        """
        Tell every watcher that the server is going down.
        """
        self._closed = True
        for _, timer in self._writing.values():
            timer.cancel()
        self._writing.clear()
        for watches in self._watches.values():
            for watch in watches:
                watch.closed = True
                watch.wake()


def _forget(places: dict[str, set[LocalWatch]], key: str, watch: LocalWatch) -> None:
    places[key].discard(watch)
    if not places[key]:
        del places[key]
