"""
The one writer of an SQLite database: a thread that commits in groups.

SQLite lets one transaction write at a time, and a commit that survives a power cut
waits for the disk. So whatever is waiting is written as one transaction, each piece
of work behind a savepoint of its own, and the disk is waited for once. Nobody is told
"done" before that commit has returned.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, NamedTuple, TypeVar

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

T = TypeVar("T")

GROUP = 64
"""Most pieces of work in one commit, so that the first need not wait for long."""


class _Job(NamedTuple):
    work: Callable[[Connection], Any]
    loop: asyncio.AbstractEventLoop
    done: asyncio.Future[Any]


class _Outcome(NamedTuple):
    job: _Job
    result: Any
    error: BaseException | None


class GroupWriter:
    """
    Runs pieces of work one after the other on a connection of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._closed = False
        self._thread = threading.Thread(
            target=self._run, name="hamyar-writer", daemon=True
        )
        self._thread.start()

    async def write(self, work: Callable[[Connection], T]) -> T:
        """
        Give what `work` returned once it is safely on disk, or raise what it raised.
        """
        if self._closed:
            raise RuntimeError("the database is closed")
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._jobs.put(_Job(work, loop, done))
        return await done

    def close(self) -> None:
        """
        Finish what is waiting and end the thread.
        """
        self._closed = True
        self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        connection: Connection | None = None
        ended = False
        while not ended:
            group, ended = self._gather()
            if not group:
                continue
            try:
                connection = connection or self._engine.connect()
                outcomes = _commit(connection, group)
            except Exception as error:  # noqa: BLE001 - handed to all who wait
                outcomes = [_Outcome(job, None, error) for job in group]
                # Whatever state it is in, the next group begins with a new one.
                _discard(connection)
                connection = None
            _report(outcomes)
        _discard(connection)

    def _gather(self) -> tuple[list[_Job], bool]:
        job = self._jobs.get()
        group: list[_Job] = []
        while job is not None:
            group.append(job)
            if len(group) == GROUP:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True


def _commit(connection: Connection, group: list[_Job]) -> list[_Outcome]:
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    if len(group) == 1:
        outcomes = [_alone(connection, *group)]
    else:
        outcomes = [_attempt(connection, job) for job in group]
    connection.commit()
    return outcomes


def _alone(connection: Connection, job: _Job) -> _Outcome:
    """
    Run the one piece of work of a transaction; its failure undoes that.
    """
    try:
        return _Outcome(job, job.work(connection), None)
    except Exception as error:  # noqa: BLE001 - handed to the one who waits for it
        connection.rollback()
        return _Outcome(job, None, error)


def _discard(connection: Connection | None) -> None:
    """
    Close a connection for good; an open transaction is undone with it.
    """
    if connection is not None:
        with suppress(SQLAlchemyError):
            connection.invalidate()
            connection.close()


def _attempt(connection: Connection, job: _Job) -> _Outcome:
    """
    Run one piece of work; its failure undoes its own writes and nobody else's.
    """
    raw = connection.connection
    raw.execute("SAVEPOINT job")
    try:
        result = job.work(connection)
    except Exception as error:  # noqa: BLE001 - handed to the one who waits for it
        # The long way, whose errors are SQLAlchemy's: a full disk may have undone all.
        connection.exec_driver_sql("ROLLBACK TO job")
        connection.exec_driver_sql("RELEASE job")
        return _Outcome(job, None, error)
    raw.execute("RELEASE job")
    return _Outcome(job, result, None)


def _report(outcomes: list[_Outcome]) -> None:
    loops: dict[asyncio.AbstractEventLoop, list[_Outcome]] = {}
    for outcome in outcomes:
        loops.setdefault(outcome.job.loop, []).append(outcome)
    for loop, mine in loops.items():
        # A loop that was closed in between has nobody left to be told.
        if not loop.is_closed():
            loop.call_soon_threadsafe(_resolve, mine)


def _resolve(outcomes: list[_Outcome]) -> None:
    for job, result, error in outcomes:
        if job.done.done():  # the one who waited was cancelled
            continue
        if error is None:
            job.done.set_result(result)
        else:
            job.done.set_exception(error)
