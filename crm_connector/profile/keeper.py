"""
What was answered is kept for a while, and renewed behind the back of who asks.

Stale-while-revalidate (RFC 5861): fresh answers are given at once; older ones too,
while a new one is fetched; what is too old is waited for. One question about one thing
is under way at a time, whoever asks.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from crm_connector.errors import CrmError, NotFound, SourceUnavailable

T = TypeVar("T")


@dataclass(frozen=True)
class Budget:
    """
    How old an answer may be, in seconds.

    Up to `fresh` it is as good as new. Up to `stale` it is given while a new one is
    fetched. Up to `last_resort` it is given only where the system cannot be asked; its
    age has to be told then.
    """

    fresh: float
    stale: float
    last_resort: float

    def __post_init__(self) -> None:
        if not 0 <= self.fresh <= self.stale <= self.last_resort:
            raise ValueError("a budget grows: fresh, stale, last_resort")


@dataclass(frozen=True)
class Kept(Generic[T]):
    """
    An answer and how old it is. `failure` says why there is no newer one.
    """

    value: T
    age: float
    failure: CrmError | None = None


class Keeper:
    """
    Keeps answers by key; the least used go first when there are more than `most`.

    `clock` gives seconds that only grow.
    """

    def __init__(self, clock: Callable[[], float], *, most: int = 10_000) -> None:
        self._clock = clock
        self._most = most
        self._kept: OrderedDict[Hashable, tuple[float, Any]] = OrderedDict()
        self._under_way: dict[Hashable, asyncio.Task[Any]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._kept)

    async def get(
        self, key: Hashable, ask: Callable[[], Awaitable[T]], budget: Budget
    ) -> Kept[T]:
        """
        The answer to `ask`, kept under `key`, or the error of asking.

        Whoever stops waiting does not stop the question: its answer is kept for the
        next one.
        """
        ready = self.ready(key, ask, budget)
        if ready is not None:
            return ready
        try:
            value: T = await asyncio.shield(self._ask(key, ask))
        except SourceUnavailable as error:
            last = self.last(key, budget)
            if last is None:
                raise
            return replace(last, failure=error)
        return Kept(value, 0.0)

    def ready(
        self, key: Hashable, ask: Callable[[], Awaitable[T]], budget: Budget
    ) -> Kept[T] | None:
        """
        What need not be waited for; a new answer is fetched behind it where it is old.
        """
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        age = self._clock() - kept[0]
        if age > budget.stale:
            return None
        if age > budget.fresh:
            self._ask(key, ask)
        return Kept(kept[1], age)

    def begin(
        self, key: Hashable, ask: Callable[[], Awaitable[T]], budget: Budget
    ) -> None:
        """
        Have it fetched without waiting for it, if it is not there.
        """
        if self.ready(key, ask, budget) is None:
            self._ask(key, ask)

    def last(self, key: Hashable, budget: Budget) -> Kept[Any] | None:
        """
        What is kept, for one who cannot wait any longer; None where it is too old.
        """
        kept = self._kept.get(key)
        if kept is None:
            return None
        age = self._clock() - kept[0]
        return Kept(kept[1], age) if age <= budget.last_resort else None

    def forget(self, is_about: Callable[[Hashable], bool]) -> None:
        """
        What was kept under such keys is not true any more: we changed it ourselves.

        An answer that is under way may be older than the change and is not kept.
        """
        for answers in (self._kept, self._under_way):
            for key in [each for each in answers if is_about(each)]:
                del answers[key]

    async def close(self) -> None:
        """
        Stop all questions.
        """
        tasks = list(self._tasks)
        self._under_way.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _ask(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> asyncio.Task[T]:
        task = self._under_way.get(key)
        if task is None:
            task = asyncio.ensure_future(self._asked(key, ask))
            self._under_way[key] = task
            # Also what is not kept any more has to be stopped in the end.
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
            # Nobody may be waiting for it; then its error is nobody's.
            task.add_done_callback(_seen)
        return task

    async def _asked(self, key: Hashable, ask: Callable[[], Awaitable[T]]) -> T:
        this = asyncio.current_task()
        try:
            value = await ask()
            if self._under_way.get(key) is this:
                self._keep(key, value)
            return value
        except NotFound:
            # Nor is what was there before an answer any more.
            self._kept.pop(key, None)
            raise
        finally:
            if self._under_way.get(key) is this:
                del self._under_way[key]

    def _keep(self, key: Hashable, value: object) -> None:
        self._kept[key] = (self._clock(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)


def _seen(task: asyncio.Task[Any]) -> None:
    with suppress(asyncio.CancelledError):
        task.exception()
