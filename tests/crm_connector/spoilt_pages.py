"""
Spoiling the pages of a list: one that comes again, is missing, or lost some of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any, Protocol

from tests.crm_connector import faults
from tests.fakes.proxy import Asked, Fault, Talk


class Lists(Protocol):
    """
    How a system's lists are told: see `Spoilt`.
    """

    records: Callable[[Any], list[Any] | None]
    list_of: Callable[[Asked], object]


def _body(asked: Asked) -> Any:
    """
    What is asked, without the number that a request has of its own.
    """
    if not asked.body:
        return None
    content = json.loads(asked.body)
    return {key: value for key, value in content.items() if key != "id"}


def like(step: Asked) -> Callable[[Asked], bool]:
    """
    Whether a request asks the same.
    """
    wanted = (step.method, step.target, _body(step))
    return lambda asked: (asked.method, asked.target, _body(asked)) == wanted


def pages(spoilt: Lists, how: str, steps: list[Asked]) -> Iterator[tuple[Asked, Fault]]:
    """
    Each request that asks for records, with the fault that spoils its page.
    """
    for before, step in zip([None, *steps], steps, strict=False):
        if how == "repeated":
            which = spoilt.list_of(step)
            if before and which is not None and which == spoilt.list_of(before):
                yield step, _repeating(before)
            continue
        yield step, faults.spoiling(_dropping(spoilt, how))


def _repeating(before: Asked) -> Fault:
    """
    The answer to the request before, once more.
    """

    async def fault(talk: Talk) -> None:
        await talk.say(await talk.system(before))

    return fault


def _dropping(spoilt: Lists, how: str) -> Callable[[Any], Any]:
    def spoil(content: Any) -> Any:
        records = spoilt.records(content)
        if records:
            del records[0 if how == "missing" else -1 :]
        return content

    return spoil
