"""
Codes by e-mail, handed to a mail server on loopback.
"""

import socket
import ssl
import traceback
from datetime import datetime, timezone

import pytest

from crm_connector.errors import (
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.identity.senders.port import CodeMessage
from crm_connector.identity.senders.smtp import Security, SmtpSender, SmtpSettings
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import Contact, ContactKind
from tests.fakes.mail_server import HANG_UP, MailServer, certificate
from tests.ports import free_port

NOW = datetime(2026, 5, 10, 6, 30, tzinfo=timezone.utc)
TEXTS = CodeTexts({"fa": "نیک‌سرا", "en": "Niksara"})
FROM = "Niksara <codes@niksara.example>"
MAIL = Contact(ContactKind.EMAIL, "sara@example.com")
WRONG = "hunter2"
MESSAGE = CodeMessage(MAIL, "012345", "fa")


@pytest.fixture(scope="module")
def certified(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """
    A certificate of loopback: as it is shown, and as it is trusted.
    """
    return certificate(tmp_path_factory.mktemp("certificate"))


def sender(
    server: MailServer,
    security: Security = Security.NONE,
    *,
    trust: ssl.SSLContext | None = None,
    **more,
) -> SmtpSender:
    """
    What sends by this server.
    """
    settings = SmtpSettings("127.0.0.1", server.port, security, FROM, **more)
    return SmtpSender(settings, TEXTS, trust=trust, clock=lambda: NOW)


async def test_a_letter_arrives_as_it_was_written() -> None:
    with MailServer() as server:
        await sender(server).send(MESSAGE)

    (letter,) = server.letters
    assert server.receivers == [MAIL.value]
    assert letter["To"] == MAIL.value
    assert letter["From"] == FROM
    assert letter["Subject"] == TEXTS.subject(MESSAGE)
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["Message-ID"].endswith("@niksara.example>")
    assert letter["Date"].datetime == NOW
    body = letter.get_content().replace("\r\n", "\n")
    assert body == TEXTS.long(MESSAGE)
    assert server.in_clear[1].lower().startswith("mail from:<codes@niksara.example>")


async def test_a_server_of_seven_bits_can_carry_it() -> None:
    named = "نیک‌سرا <codes@niksara.example>"
    with MailServer(knows=()) as server:
        settings = SmtpSettings("127.0.0.1", server.port, Security.NONE, named)
        await SmtpSender(settings, TEXTS).send(MESSAGE)

    assert all(each.isascii() for each in server.raw)
    assert server.letters[0]["From"] == named
    assert "012345" in server.letters[0].get_content()


async def test_an_address_of_other_letters_is_written_as_it_is() -> None:
    mail = Contact(ContactKind.EMAIL, "سارا@example.com")
    with MailServer() as server:
        await sender(server).send(CodeMessage(mail, "012345", "fa"))
    with MailServer(knows=("8BITMIME",)) as old, pytest.raises(Refused):
        await sender(old).send(CodeMessage(mail, "012345", "fa"))

    assert server.receivers == [mail.value]
    assert server.letters[0]["To"] == mail.value
    assert old.letters == []


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_name_password_and_code_are_sent_in_secret(certified, security) -> None:
    shown, trusted = certified
    how = "tls" if security is Security.TLS else "starttls"
    with MailServer(password="s3cret", **{how: shown}) as server:
        await sender(
            server, security, trust=trusted, user="shop", password="s3cret"
        ).send(MESSAGE)

    assert server.signed_in == ["shop"]
    assert len(server.letters) == 1
    assert all(line.split()[0] in ("ehlo", "STARTTLS") for line in server.in_clear)


async def test_nothing_goes_in_the_clear_to_a_server_without_starttls() -> None:
    with MailServer(password="s3cret") as server, pytest.raises(SourceRejected):
        await sender(server, Security.STARTTLS, user="shop", password="s3cret").send(
            MESSAGE
        )

    assert all(line.split()[0] in ("ehlo", "QUIT") for line in server.in_clear)


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
async def test_a_certificate_that_nobody_vouches_for_is_rejected(
    certified, security
) -> None:
    shown, _ = certified
    how = "tls" if security is Security.TLS else "starttls"
    with MailServer(**{how: shown}) as server, pytest.raises(SourceRejected):
        await sender(server, security).send(MESSAGE)

    assert server.letters == []


async def test_a_wrong_password_is_for_the_operator_and_not_repeated() -> None:
    with (
        MailServer(password="s3cret") as server,
        pytest.raises(SourceRejected) as caught,
    ):
        await sender(server, user="shop", password=WRONG).send(MESSAGE)

    assert WRONG not in "".join(
        traceback.format_exception(None, caught.value, caught.value.__traceback__)
    )


@pytest.mark.parametrize(
    ("command", "answer", "error"),
    [
        ("CONNECT", "554 not you", SourceRejected),
        ("CONNECT", "421 too busy", SourceUnavailable),
        ("CONNECT", HANG_UP, SourceUnavailable),
        ("EHLO", HANG_UP, SourceUnavailable),
        ("MAIL", "550 not from there", SourceRejected),
        ("MAIL", "451 later", SourceUnavailable),
        ("RCPT", "550 no such user", Refused),
        ("RCPT", "450 greylisted", SourceUnavailable),
        ("RCPT", HANG_UP, SourceUnavailable),
        ("DATA", "554 no", SourceRejected),
        ("DATA", "451 later", SourceUnavailable),
        ("END", "554 spam", SourceRejected),
        ("END", "452 full", SourceUnavailable),
        ("END", HANG_UP, OutcomeUnknown),
    ],
)
async def test_what_the_server_says_becomes_the_error_of_whose_turn_it_is(
    command: str, answer: str, error: type[CrmError]
) -> None:
    with MailServer({command: answer}) as server, pytest.raises(CrmError) as caught:
        await sender(server).send(MESSAGE)

    assert type(caught.value) is error
    assert caught.value.source == "smtp"
    assert "sara@" not in str(caught.value)
    assert server.letters == []


@pytest.mark.parametrize("answer", ["500 what?", HANG_UP])
async def test_a_letter_that_was_taken_is_sent_whatever_comes_after(
    answer: str,
) -> None:
    with MailServer({"QUIT": answer}) as server:
        await sender(server).send(MESSAGE)

    assert len(server.letters) == 1


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    settings = SmtpSettings("127.0.0.1", free_port(), Security.NONE, FROM)

    with pytest.raises(SourceUnavailable):
        await SmtpSender(settings, TEXTS).send(MESSAGE)


async def test_a_server_that_says_nothing_is_left() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        settings = SmtpSettings("127.0.0.1", port, Security.NONE, FROM, timeout=0.1)

        with pytest.raises(SourceUnavailable):
            await SmtpSender(settings, TEXTS).send(MESSAGE)


class TestAddress:
    """
    The mail server's address in the settings.
    """

    @pytest.mark.parametrize(
        ("url", "expected"),
        [
            ("smtps://mail.example", ("mail.example", 465, Security.TLS)),
            ("smtp://mail.example", ("mail.example", 587, Security.STARTTLS)),
            ("smtp://mail.example:25/", ("mail.example", 25, Security.STARTTLS)),
            ("smtp://localhost:25", ("localhost", 25, Security.NONE)),
            ("smtp://127.0.0.1:25", ("127.0.0.1", 25, Security.NONE)),
            ("smtp://[::1]:25", ("::1", 25, Security.NONE)),
            ("smtp://127.0.0.1.example", ("127.0.0.1.example", 587, Security.STARTTLS)),
        ],
    )
    def test_what_it_says(self, url: str, expected: tuple) -> None:
        read = SmtpSettings.from_url(url, FROM)

        assert (read.host, read.port, read.security) == expected

    def test_name_and_password_may_hold_any_letter(self) -> None:
        read = SmtpSettings.from_url("smtps://me%40shop:p%2Fw%40@mail.example", FROM)

        assert (read.user, read.password) == ("me@shop", "p/w@")
        assert "p/w@" not in repr(read)

    @pytest.mark.parametrize(
        "url",
        [
            "",
            "mail.example",
            "http://mail.example",
            "smtp://",
            "smtp://u:hunter2@",
            "smtps://u:hunter2@mail.example:port",
            "smtps://u:hunter2@mail.example/inbox",
            "smtps://u:hunter2@mail.example?tls=no",
        ],
    )
    def test_what_is_none_is_refused_without_being_shown(self, url: str) -> None:
        with pytest.raises(ValueError, match="expected an address") as caught:
            SmtpSettings.from_url(url, FROM)
        assert "hunter2" not in str(caught.value)
        assert caught.value.__suppress_context__ or caught.value.__context__ is None

    def test_name_and_password_are_such_as_servers_take(self) -> None:
        with pytest.raises(ValueError, match="ASCII") as caught:
            SmtpSettings.from_url("smtps://shop:hunter2%D8%B3@mail.example", FROM)
        assert "hunter2" not in str(caught.value)

    @pytest.mark.parametrize("mail_from", ["", "Niksara", "@niksara.example"])
    def test_mails_come_from_somewhere(self, mail_from: str) -> None:
        with pytest.raises(ValueError, match="come from"):
            SmtpSettings.from_url("smtps://mail.example", mail_from)
