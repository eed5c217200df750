"""
Asking over HTTP: whatever goes wrong becomes the error that says whose turn it is.
"""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from datetime import datetime, timezone

import httpx
import pytest

from crm_connector.errors import (
    BadSourceData,
    OutcomeUnknown,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.sources.http import Http, HttpSettings

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
URL = "http://shop.example/orders"


class Told:
    """
    A system that says one thing after the other, the last for ever.
    """

    def __init__(self, *said) -> None:
        self.said = list(said)
        self.asked = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        """
        The next thing it says.
        """
        self.asked += 1
        said = self.said.pop(0) if len(self.said) > 1 else self.said[0]
        if isinstance(said, BaseException):
            raise said
        if said is None:
            await asyncio.sleep(30)
        return said


def http(told: Told, waits: list[float] | None = None, **settings) -> Http:
    """
    What asks this system; how long it waited is noted and not waited.
    """

    async def sleep(seconds: float) -> None:
        if waits is not None:
            waits.append(seconds)

    limits = HttpSettings(**settings)
    client = limits.client(transport=httpx.MockTransport(told))
    return Http(client, "shop", limits, sleep=sleep, clock=lambda: NOW)


def said(status: int = 200, content: object = "{}", **headers) -> httpx.Response:
    """
    An answer.
    """
    return httpx.Response(status, content=content, headers=headers)


async def test_a_good_answer_is_its_json_and_headers() -> None:
    told = Told(said(content=json.dumps({"orders": [1]}), total="1"))

    answer = await http(told).ask("GET", URL)

    assert answer.content == {"orders": [1]}
    assert answer.headers["total"] == "1"


@pytest.mark.parametrize("status", [301, 302, 400, 401, 403, 404, 422])
@pytest.mark.parametrize("changes", [False, True])
async def test_what_the_operator_must_mend_is_rejected(
    status: int, changes: bool
) -> None:
    told = Told(said(status, location="http://elsewhere.example/"))

    with pytest.raises(SourceRejected) as caught:
        await http(told).ask("POST", URL, changes=changes)

    assert caught.value.source == "shop"
    assert told.asked == 1


@pytest.mark.parametrize("status", [500, 502, 504])
async def test_a_servers_own_error_leaves_a_change_unknown(status: int) -> None:
    told = Told(said(status))

    with pytest.raises(SourceUnavailable):
        await http(told).ask("GET", URL)
    with pytest.raises(OutcomeUnknown):
        await http(told).ask("POST", URL, changes=True)


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout(""), httpx.ReadError(""), httpx.WriteError("")]
)
async def test_a_broken_connection_leaves_a_change_unknown(failure) -> None:
    with pytest.raises(SourceUnavailable):
        await http(Told(failure)).ask("GET", URL)
    with pytest.raises(OutcomeUnknown):
        await http(Told(failure)).ask("POST", URL, changes=True)


@pytest.mark.parametrize(
    "failure", [httpx.ConnectError(""), httpx.ConnectTimeout(""), httpx.PoolTimeout("")]
)
async def test_what_was_never_sent_changed_nothing(failure) -> None:
    with pytest.raises(SourceUnavailable):
        await http(Told(failure)).ask("POST", URL, changes=True)


async def test_a_slow_system_is_left_after_the_whole_time() -> None:
    with pytest.raises(SourceUnavailable):
        await http(Told(None), timeout=0.05).ask("GET", URL)
    with pytest.raises(OutcomeUnknown):
        await http(Told(None), timeout=0.05).ask("POST", URL, changes=True)


async def test_a_kept_connection_that_was_closed_is_tried_once_more() -> None:
    closed = httpx.RemoteProtocolError("Server disconnected")

    told = Told(closed, said())
    await http(told).ask("GET", URL)
    assert told.asked == 2

    told = Told(closed)
    with pytest.raises(SourceUnavailable):
        await http(told).ask("GET", URL)
    assert told.asked == 2


async def test_a_change_is_never_sent_twice_after_it_may_have_arrived() -> None:
    told = Told(httpx.RemoteProtocolError("Server disconnected"), said())

    with pytest.raises(OutcomeUnknown):
        await http(told).ask("POST", URL, changes=True)

    assert told.asked == 1


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("written", "seconds"), [("1", 1), ("Sun, 10 May 2026 06:30:02 GMT", 2)]
)
@pytest.mark.parametrize("changes", [False, True])
async def test_who_asks_us_to_wait_a_little_is_asked_again(
    status: int, written: str, seconds: float, changes: bool
) -> None:
    waits: list[float] = []
    told = Told(said(status, **{"Retry-After": written}), said())

    await http(told, waits).ask("POST", URL, changes=changes)

    assert waits == [seconds]
    assert told.asked == 2


@pytest.mark.parametrize(
    ("written", "seconds"), [("120", 120.0), ("", None), ("soon", None)]
)
async def test_who_asks_us_to_wait_for_long_is_unavailable(
    written: str, seconds: float | None
) -> None:
    told = Told(said(429, **{"Retry-After": written}))

    with pytest.raises(SourceUnavailable) as caught:
        await http(told).ask("GET", URL)

    assert caught.value.retry_after == seconds
    assert told.asked == 1


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b'{"orders": [', id="cut off"),
        pytest.param(b"", id="empty"),
        pytest.param(b"<html>", id="a page"),
        pytest.param(b"\xff\xfe", id="no text"),
        pytest.param(b"[" * 100_000, id="too deep"),
    ],
)
async def test_what_is_no_json_makes_no_sense(content: bytes) -> None:
    with pytest.raises(BadSourceData) as caught:
        await http(Told(said(content=content))).ask("GET", URL)

    assert caught.value.__cause__ is None


async def test_a_change_with_an_unreadable_answer_is_unknown() -> None:
    with pytest.raises(OutcomeUnknown):
        await http(Told(said(content="<html>"))).ask("POST", URL, changes=True)


async def test_an_endless_answer_is_cut_off() -> None:
    told = Told(said(content=b" " * 2_000))

    with pytest.raises(BadSourceData):
        await http(told, most_bytes=1_000).ask("GET", URL)


@pytest.mark.parametrize("url", ["ftp://shop.example/", "orders", "http://[::1"])
async def test_an_address_that_is_none_is_rejected(url: str) -> None:
    limits = HttpSettings()

    async with limits.client() as client:
        with pytest.raises(SourceRejected):
            await Http(client, "shop", limits).ask("GET", url)


async def test_a_certificate_that_nobody_vouches_for_is_rejected() -> None:
    error = httpx.ConnectError("")
    error.__cause__ = ssl.SSLCertVerificationError("self-signed")

    with pytest.raises(SourceRejected):
        await http(Told(error)).ask("GET", URL)


@pytest.mark.parametrize(
    "wrong", [{"timeout": 0}, {"longest_wait": float("inf")}, {"connections": 0}]
)
def test_settings_that_make_no_sense_are_refused(wrong: dict) -> None:
    with pytest.raises(ValueError, match="must be"):
        HttpSettings(**wrong)


async def test_a_record_that_is_not_there_may_be_no_error() -> None:
    assert await http(Told(said(404))).ask("GET", URL, absent=[404]) is None


async def test_a_system_may_have_its_own_word_for_busy() -> None:
    told = Told(said(409))

    with pytest.raises(SourceUnavailable):
        await http(told).ask("POST", URL, changes=True, busy=[409])
    with pytest.raises(SourceRejected):
        await http(told).ask("POST", URL, changes=True)


class Stopped(Exception):
    """
    Whoever takes the parts has had enough.
    """


async def received(told: Told, seconds: float = 5) -> tuple[str | None, bytes]:
    """
    Where it leads, and what was handed on.
    """
    parts = bytearray()

    async def take(part: bytes) -> None:
        parts.extend(part)

    where = await http(told).receive(URL, take, seconds=seconds)
    return where, bytes(parts)


async def test_what_stands_at_an_address_is_handed_on_as_it_is() -> None:
    content = bytes(range(256)) * 1000
    assert await received(Told(said(content=content))) == (None, content)


async def test_it_is_handed_on_as_it_comes_until_there_is_enough() -> None:
    """
    The rest of it, which has no end, is not waited for.
    """
    taken = []

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 1000

    async def take(part: bytes) -> None:
        taken.append(part)
        if len(taken) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        await http(Told(said(content=endless()))).receive(URL, take, seconds=5)
    assert taken == [b"x" * 1000] * 3


async def test_a_redirect_is_told_and_not_followed() -> None:
    told = Told(said(302, b"moved", Location="http://other.example/x"))
    assert await received(told) == ("http://other.example/x", b"")
    assert told.asked == 1


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (said(404), SourceRejected),
        (said(500), SourceUnavailable),
        (said(429), SourceUnavailable),
        (httpx.ReadError("reset"), SourceUnavailable),
        (said(**{"Content-Encoding": "br"}), BadSourceData),
    ],
)
async def test_what_is_not_there_is_handed_on_by_nobody(answer, error) -> None:
    with pytest.raises(error):
        await received(Told(answer))


async def test_what_comes_too_slowly_is_left() -> None:
    with pytest.raises(SourceUnavailable):
        await received(Told(None), seconds=0.05)


async def test_a_question_may_be_given_more_time_than_usual() -> None:
    """
    Of a system that is left after a tenth of a second.
    """

    class Slow(Told):
        async def __call__(self, request: httpx.Request) -> httpx.Response:
            await asyncio.sleep(0.3)
            return said()

    slow = http(Slow(), timeout=0.1, connect_timeout=0.1)
    with pytest.raises(SourceUnavailable):
        await slow.ask("GET", URL)
    answer = await slow.ask("GET", URL, seconds=5)
    assert answer.content == {}
