"""
What can go wrong between a source and its system, for `tests/fakes/proxy.py`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from crm_connector.errors import (
    BadSourceData,
    CrmError,
    SourceRejected,
    SourceUnavailable,
)
from tests.fakes.proxy import Fault, Said, Talk

Spoil = Callable[[Any], Any]


@dataclass(frozen=True)
class Named:
    """
    A fault, and the errors that may come of it where a question was asked.

    `reaches` says whether the system gets to see the request at all.
    """

    fault: Fault
    errors: tuple[type[CrmError], ...]
    reaches: bool = True


def instead(status: int, body: bytes = b"", **headers: str) -> Fault:
    """
    Another answer in place of the system's, which has seen the request.
    """
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())

    async def fault(talk: Talk) -> None:
        await talk.system()
        await talk.say(Said(status, body, told))

    return fault


def refusing(status: int, **headers: str) -> Fault:
    """
    Another answer; the system sees nothing of it.
    """
    told = tuple((name.replace("_", "-"), value) for name, value in headers.items())

    async def fault(talk: Talk) -> None:
        await talk.say(Said(status, b"", told))

    return fault


def spoiling(spoil: Spoil) -> Fault:
    """
    The system's answer with another content.
    """

    async def fault(talk: Talk) -> None:
        said = await talk.system()
        body = json.dumps(spoil(json.loads(said.body))).encode()
        await talk.say(replace(said, body=body))

    return fault


async def _half(talk: Talk) -> None:
    said = await talk.system()
    await talk.say(replace(said, body=said.body[: len(said.body) // 2]))


async def _silent(talk: Talk) -> None:
    await talk.system()
    await talk.silence()


async def _silent_within(talk: Talk) -> None:
    said = await talk.system()
    await talk.say(said, most=len(said.body) // 2)
    await talk.silence()


async def _by_drops(talk: Talk) -> None:
    # Something comes all the time, so that no wait for the next byte is long.
    said = await talk.system()
    await talk.say(replace(said, body=b" " * 1000 + said.body), most=0)
    for _ in range(1000):
        talk.drop(b" ")
        await asyncio.sleep(0.02)


async def _reset(talk: Talk) -> None:
    await talk.system()
    talk.reset()


async def _reset_unseen(talk: Talk) -> None:
    talk.reset()


async def _reset_within(talk: Talk) -> None:
    said = await talk.system()
    await talk.say(said, most=len(said.body) // 2)
    talk.reset()


async def _hung_up(talk: Talk) -> None:
    await talk.system()
    talk.hang_up()


async def _hung_up_within(talk: Talk) -> None:
    said = await talk.system()
    await talk.say(said, most=len(said.body) // 2)
    talk.hang_up()


def everywhere(kind: type, other: object) -> Spoil:
    """
    Something else wherever a value of this kind stands.
    """

    def spoil(content: Any) -> Any:
        if isinstance(content, dict):
            return {key: spoil(value) for key, value in content.items()}
        if isinstance(content, list):
            return [spoil(each) for each in content]
        return other if type(content) is kind else content

    return spoil


def without_objects(content: Any) -> Any:
    """
    Null for each object of a list; where there is no such list, for what is in it.
    """
    spoilt = _nulls(content)
    if spoilt != content or not isinstance(content, dict):
        return spoilt
    inner = {key: None for key, value in content.items() if isinstance(value, dict)}
    return {**content, **inner} if inner else None


def _nulls(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _nulls(value) for key, value in content.items()}
    if isinstance(content, list):
        return [None if isinstance(each, dict) else each for each in content]
    return content


def _later() -> str:
    return format_datetime(datetime.now(timezone.utc) + timedelta(hours=1), usegmt=True)


HTML = b"<html><body>Bad Gateway</body></html>"
_GONE, _SENSELESS = (SourceUnavailable,), (BadSourceData,)
FAULTS = {
    "reset before the answer": Named(_reset, _GONE),
    "reset before the question": Named(_reset_unseen, _GONE, reaches=False),
    "reset within the answer": Named(_reset_within, _GONE),
    "ended before the answer": Named(_hung_up, _GONE),
    "ended within the answer": Named(_hung_up_within, _GONE),
    "500": Named(instead(500, b'{"message": "x"}'), _GONE),
    "502 with a page": Named(instead(502, HTML, content_type="text/html"), _GONE),
    "429 in seconds": Named(refusing(429, retry_after="60"), _GONE, reaches=False),
    "429 until a date": Named(
        refusing(429, retry_after=_later()), _GONE, reaches=False
    ),
    "half of it": Named(_half, _SENSELESS),
    "nothing": Named(instead(200), _SENSELESS),
    "a page": Named(instead(200, HTML, content_type="text/html"), _SENSELESS),
    "numbers for texts": Named(spoiling(everywhere(str, 7)), _SENSELESS),
    "texts for numbers": Named(spoiling(everywhere(int, "seven")), _SENSELESS),
    "lists for texts": Named(spoiling(everywhere(str, [])), _SENSELESS),
    "null for objects": Named(spoiling(without_objects), _SENSELESS),
}
SLOW = {
    "silent before the answer": _silent,
    "silent within the answer": _silent_within,
    "by drops": _by_drops,
}
BUSY = {
    "in seconds": refusing(429, retry_after="0"),
    "until a date": refusing(503, retry_after="Sat, 01 Jan 2000 00:00:00 GMT"),
}


def moved(to: str, status: int) -> Fault:
    """
    Sent elsewhere, where credentials must not go.
    """
    return refusing(status, location=to)


REJECTED = (SourceRejected,)
