"""
Asking sources for a person: in parallel, within a time, and each thing once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import structlog

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    NotFound,
    SourceUnavailable,
)
from crm_connector.profile.breaker import Breaker
from crm_connector.profile.facts import Lack
from crm_connector.profile.keeper import Budget, Keeper, Kept
from crm_connector.source import Capability

log = structlog.get_logger(__name__)

Q = TypeVar("Q")
Key = tuple[str, str, tuple[Hashable, ...], tuple[tuple[str, Any], ...]]


@dataclass(frozen=True)
class Question(Generic[Q]):
    """
    One thing to ask of one source, by a method of its ports.

    `about` is for whoever asks.
    """

    source: str
    method: str
    arguments: tuple[Hashable, ...]
    budget: Budget
    about: Q
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        """
        Under which its answer is kept.
        """
        return self.source, self.method, self.arguments, tuple(self.options.items())


@dataclass(frozen=True)
class Answer(Generic[Q]):
    """
    What became of a question.

    An answer, a reason why there is none now, or neither where the source knows of
    nothing. An answer with such a reason is one of before. `error` is what the source
    raised.
    """

    question: Question[Q]
    kept: Kept[Any] | None = None
    lack: Lack | None = None
    error: CrmError | None = None


class Asking:
    """
    All sources of a shop behind their breakers, and what they answered lately.

    Sources and keeper stay their owner's. `clock` gives seconds that only grow.
    """

    def __init__(
        self, sources: Sequence[Any], keeper: Keeper, *, clock: Callable[[], float]
    ) -> None:
        self.sources: Mapping[str, Any] = {source.name: source for source in sources}
        self._breakers = {name: Breaker(name, clock) for name in self.sources}
        self._keeper = keeper

    def can(self, source: str, capability: Capability) -> bool:
        """
        Whether the shop has this source, and it this capability.
        """
        found = self.sources.get(source)
        return found is not None and capability in found.capabilities

    async def all(
        self, questions: Sequence[Question[Q]], seconds: float
    ) -> list[Answer[Q]]:
        """
        What becomes of each within the time, in no order.

        An answer that comes later is kept for the next one who asks.
        """
        answers = []
        waiting: dict[asyncio.Task[Kept[Any]], Question[Q]] = {}
        for each in questions:
            ask = self._through(each)
            ready = self._keeper.ready(each.key, ask, each.budget)
            if ready is not None:
                answers.append(Answer(each, ready))
                continue
            asked = self._keeper.get(each.key, ask, each.budget)
            waiting[asyncio.ensure_future(asked)] = each
        if waiting:
            try:
                await asyncio.wait(waiting, timeout=seconds)
            finally:
                # The keeper's own question goes on; only the waiting ends.
                for task in waiting:
                    task.cancel()
        answers += [self._outcome(task, each) for task, each in waiting.items()]
        return answers

    def begin(self, questions: Iterable[Question[Q]]) -> None:
        """
        Have them answered while something else is waited for.
        """
        for each in questions:
            self._keeper.begin(each.key, self._through(each), each.budget)

    def forget(self, source: str, argument: Hashable) -> None:
        """
        Something of what is asked for by this was changed through us: ask anew.
        """

        def is_about_it(key: Any) -> bool:
            of, _, arguments, _ = key
            return bool(of == source and argument in arguments)

        self._keeper.forget(is_about_it)

    def _through(self, question: Question[Q]) -> Callable[[], Awaitable[Any]]:
        breaker = self._breakers[question.source]
        method = getattr(self.sources[question.source], question.method)

        async def asked() -> Any:
            try:
                return await method(*question.arguments, **question.options)
            except NotFound:
                raise
            except CrmError as error:
                log.warning(
                    "source_not_heard",
                    source=question.source,
                    asked=question.method,
                    kind=type(error).__name__,
                    error=str(error),
                )
                raise

        return lambda: breaker.through(asked)

    def _outcome(
        self, task: asyncio.Task[Kept[Any]], question: Question[Q]
    ) -> Answer[Q]:
        if not task.done() or task.cancelled():
            last = self._keeper.last(question.key, question.budget)
            return Answer(question, last, Lack.LATE)
        error = task.exception()
        if error is None:
            kept = task.result()
            failure = kept.failure
            return Answer(question, kept, _lack(failure) if failure else None, failure)
        if not isinstance(error, CrmError):
            raise error
        return Answer(question, lack=_lack(error), error=error)


def _lack(error: CrmError) -> Lack | None:
    if isinstance(error, NotFound):
        return None
    if isinstance(error, SourceUnavailable):
        return Lack.DOWN
    return Lack.NONSENSE if isinstance(error, BadSourceData) else Lack.REFUSED
