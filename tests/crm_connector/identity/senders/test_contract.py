"""
Every way of sending keeps the same promises.
"""

from collections.abc import AsyncIterator, Callable

import httpx
import pytest

from crm_connector.errors import SourceUnavailable
from crm_connector.identity.senders.demo import DemoSender
from crm_connector.identity.senders.kavenegar import (
    KavenegarSender,
    KavenegarSettings,
)
from crm_connector.identity.senders.port import CodeMessage, CodeSender
from crm_connector.identity.senders.smtp import Security, SmtpSender, SmtpSettings
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import Contact, ContactKind
from crm_connector.sources.http import HttpSettings
from tests.fakes.mail_server import MailServer
from tests.fakes.sender import FakeSender

TEXTS = CodeTexts({"fa": "نیک‌سرا"})
ADDRESSES = {
    ContactKind.PHONE: "+989121234567",
    ContactKind.EMAIL: "sara@example.com",
}

Tried = tuple[CodeSender, Callable[[], str]]


@pytest.fixture(params=["demo", "smtp", "kavenegar", "fake"])
async def tried(request: pytest.FixtureRequest) -> AsyncIterator[Tried]:
    """
    Each way in turn, and what has gone out by it so far.
    """
    if request.param == "demo":
        demo = DemoSender(TEXTS)
        yield demo, lambda: demo.last.text if demo.last else ""
    elif request.param == "fake":
        fake = FakeSender()
        yield fake, lambda: " ".join(each.code for each in fake.sent)
    elif request.param == "smtp":
        with MailServer() as server:
            settings = SmtpSettings(
                "127.0.0.1", server.port, Security.NONE, "codes@niksara.example"
            )
            yield (
                SmtpSender(settings, TEXTS),
                lambda: "".join(each.get_content() for each in server.letters),
            )
    else:
        asked: list[str] = []

        async def theirs(request: httpx.Request) -> httpx.Response:
            asked.append(request.content.decode())
            return httpx.Response(200, content='{"return": {"status": 200}}')

        limits = HttpSettings()
        client = limits.client(transport=httpx.MockTransport(theirs))
        yield (
            KavenegarSender(KavenegarSettings("key", "t"), TEXTS, client, limits),
            lambda: "".join(asked),
        )


async def test_a_code_goes_out_to_every_kind_it_declares(tried: Tried) -> None:
    sender, out = tried
    assert sender.kinds
    assert sender.name

    for number, kind in enumerate(sorted(sender.kinds)):
        code = f"01234{number}"
        assert code not in out()
        await sender.send(CodeMessage(Contact(kind, ADDRESSES[kind]), code, "fa"))
        assert code in out()


async def test_it_may_be_closed_twice(tried: Tried) -> None:
    sender, _ = tried
    await sender.close()
    await sender.close()


async def test_the_demo_shows_the_last_one_alone() -> None:
    sender = DemoSender(TEXTS)
    phone = Contact(ContactKind.PHONE, ADDRESSES[ContactKind.PHONE])
    for code in ("111111", "222222"):
        await sender.send(CodeMessage(phone, code, "fa"))

    assert sender.last is not None
    assert (sender.last.contact, sender.last.code) == (phone.value, "222222")
    assert "222222" in sender.last.text
    assert "222222" not in repr(sender.last)
    await sender.close()
    assert sender.last is None


async def test_the_fake_breaks_when_it_is_told_to() -> None:
    sender = FakeSender()
    sender.go_down()
    phone = Contact(ContactKind.PHONE, ADDRESSES[ContactKind.PHONE])

    with pytest.raises(SourceUnavailable):
        await sender.send(CodeMessage(phone, "111111", "fa"))
    assert sender.sent == []
