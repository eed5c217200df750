"""
Codes by SMS, asked of Kavenegar in its own words.
"""

import json
import logging
from urllib.parse import parse_qsl

import httpx
import pytest
import structlog

from bot.logs import configure_logs
from crm_connector.errors import (
    BadSourceData,
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.identity.senders.kavenegar import (
    KavenegarSender,
    KavenegarSettings,
)
from crm_connector.identity.senders.port import CodeMessage, Purpose
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import Contact, ContactKind
from crm_connector.sources.http import HttpSettings

KEY = "6B2F/key="
TEXTS = CodeTexts({"fa": "نیک‌سرا"})
PHONE = Contact(ContactKind.PHONE, "+989121234567")
MESSAGE = CodeMessage(PHONE, "012345", "fa")


def answer(status: int = 200, entry: int | None = 5, http: int | None = None):
    """
    An answer in the form of their documentation.
    """
    entries = None
    if entry is not None:
        entries = [
            {
                "messageid": 8792343,
                "message": "...",
                "status": entry,
                "statustext": "ارسال به مخابرات",
                "sender": "10004346",
                "receptor": "09121234567",
                "date": 1356619709,
                "cost": 120,
            }
        ]
    body = {"return": {"status": status, "message": "..."}, "entries": entries}
    return httpx.Response(http or status, content=json.dumps(body))


class Kavenegar:
    """
    Their side: says one thing, and notes what it was asked.
    """

    def __init__(self, said: httpx.Response | Exception) -> None:
        self.said = said
        self.asked: list[httpx.Request] = []

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said

    @property
    def form(self) -> dict[str, str]:
        """
        The fields of the one request.
        """
        (request,) = self.asked
        return dict(parse_qsl(request.content.decode(), strict_parsing=True))


def sender(theirs: Kavenegar, **settings: str) -> KavenegarSender:
    """
    What asks them.
    """
    limits = HttpSettings()
    client = limits.client(transport=httpx.MockTransport(theirs))
    return KavenegarSender(KavenegarSettings(KEY, **settings), TEXTS, client, limits)


async def test_a_template_gets_the_code_alone() -> None:
    theirs = Kavenegar(answer())
    await sender(theirs, template="niksara-code", sender="10004346").send(MESSAGE)

    assert theirs.form == {
        "receptor": "09121234567",
        "token": "012345",
        "template": "niksara-code",
        "type": "sms",
    }
    (request,) = theirs.asked
    assert request.method == "POST"
    assert request.url.host == "api.kavenegar.com"
    assert request.url.raw_path == b"/v1/6B2F%2Fkey%3D/verify/lookup.json"


async def test_a_code_to_tell_never_goes_by_the_template_that_forbids_it() -> None:
    told = CodeMessage(PHONE, "012345", "fa", Purpose.TOLD)
    theirs = Kavenegar(answer())
    await sender(theirs, template="niksara-code").send(told)
    assert theirs.form == {"receptor": "09121234567", "message": TEXTS.short(told)}

    theirs = Kavenegar(answer())
    await sender(theirs, template="niksara-code", told_template="counter").send(told)
    assert theirs.form["template"] == "counter"


@pytest.mark.parametrize("line", ["", "10004346"])
async def test_without_one_our_text_is_sent_from_the_shops_line(line: str) -> None:
    theirs = Kavenegar(answer(entry=1))
    await sender(theirs, sender=line).send(MESSAGE)

    expected = {"receptor": "09121234567", "message": TEXTS.short(MESSAGE)}
    assert theirs.form == expected | ({"sender": line} if line else {})
    assert theirs.asked[0].url.path.endswith("/sms/send.json")


async def test_numbers_of_elsewhere_are_written_with_their_country() -> None:
    theirs = Kavenegar(answer())
    abroad = Contact(ContactKind.PHONE, "+971501234567")
    await sender(theirs, template="t").send(CodeMessage(abroad, "012345", "ar"))

    assert theirs.form["receptor"] == "00971501234567"


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (answer(400, None), SourceRejected),
        (answer(401, None), SourceRejected),
        (answer(403, None), SourceRejected),
        (answer(409, None), SourceUnavailable),
        (answer(411, None), Refused),
        (answer(418, None), SourceRejected),
        (answer(424, None), SourceRejected),
        (answer(429, None), SourceUnavailable),
        (answer(451, None), SourceUnavailable),
        (answer(418, None, http=200), SourceRejected),
        (answer(entry=6), Refused),
        (answer(entry=11), Refused),
        (answer(entry=14), Refused),
        (httpx.Response(500), OutcomeUnknown),
        (httpx.Response(200, content="<html>"), OutcomeUnknown),
        (httpx.Response(200, content="{}"), BadSourceData),
        (httpx.ConnectError(""), SourceUnavailable),
        (httpx.ReadTimeout(""), OutcomeUnknown),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value)[:30],
)
async def test_what_they_say_becomes_the_error_of_whose_turn_it_is(
    said: httpx.Response | Exception, error: type[CrmError]
) -> None:
    theirs = Kavenegar(said)
    with pytest.raises(CrmError) as caught:
        await sender(theirs, template="t").send(MESSAGE)

    assert type(caught.value) is error
    assert caught.value.source == "kavenegar"
    assert KEY not in str(caught.value)
    assert len(theirs.asked) == 1


async def test_the_key_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    before = structlog.get_config()
    configure_logs(pretty=False)
    structlog.configure(**before)
    caplog.set_level(logging.INFO)
    await sender(Kavenegar(answer()), template="t").send(MESSAGE)

    assert "6B2F" not in caplog.text
    assert "6B2F" not in repr(KavenegarSettings(KEY))


async def test_its_client_is_closed_with_it() -> None:
    made = KavenegarSender.open(KavenegarSettings(KEY), TEXTS)
    await made.close()
    await made.close()

    assert made._client.is_closed
