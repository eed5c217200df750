"""
Codes by e-mail, through the shop's own mail server.
"""

from __future__ import annotations

import asyncio
import ipaddress
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timezone
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid, parseaddr
from enum import Enum
from urllib.parse import unquote, urlsplit

from crm_connector.errors import (
    CrmError,
    OutcomeUnknown,
    Refused,
    SourceRejected,
    SourceUnavailable,
)
from crm_connector.identity.senders.port import CodeMessage
from crm_connector.identity.senders.texts import CodeTexts
from crm_connector.model import ContactKind

NAME = "smtp"
# Bodies of seven bits, which every server takes.
_PLAIN = SMTP.clone(cte_type="7bit")
_INTERNATIONAL = SMTPUTF8.clone(cte_type="7bit")
_GOOD, _BROKEN = range(200, 300), range(500, 600)


class Security(str, Enum):
    """
    How what is sent is kept from those in between.
    """

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True)
class SmtpSettings:
    """
    The mail server, and the address that mails come from.
    """

    host: str
    port: int
    security: Security
    mail_from: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout: float = 10.0

    @classmethod
    def from_url(cls, url: str, mail_from: str) -> SmtpSettings:
        """
        From `smtps://user:password@host:465`, or `smtp://...:587` with STARTTLS.

        Only a server on this same machine may be spoken to in the clear. Raises
        `ValueError`, without the address, which holds a password.
        """
        wrong = "expected an address such as smtps://user:password@mail.example:465"
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise ValueError(wrong) from None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError(wrong)
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError(wrong)
        if not parseaddr(mail_from)[1].rpartition("@")[0]:
            raise ValueError("the address that mails come from is missing or none")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        if not (user + password).isascii():
            raise ValueError("name and password must be of ASCII letters")
        security = Security.TLS if parts.scheme == "smtps" else Security.STARTTLS
        if security is Security.STARTTLS and _is_this_machine(parts.hostname):
            security = Security.NONE
        return cls(
            host=parts.hostname,
            port=port or (465 if security is Security.TLS else 587),
            security=security,
            mail_from=mail_from,
            user=user,
            password=password,
        )


class SmtpSender:
    """
    Sends codes to e-mail addresses, each over a connection of its own.
    """

    name = NAME
    kinds = frozenset({ContactKind.EMAIL})

    def __init__(
        self,
        settings: SmtpSettings,
        texts: CodeTexts,
        *,
        trust: ssl.SSLContext | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(timezone.utc),
    ) -> None:
        self._settings = settings
        self._texts = texts
        self._trust = trust or ssl.create_default_context()
        self._clock = clock

    async def send(self, message: CodeMessage) -> None:
        """
        Hand it to the mail server.
        """
        # The library blocks; its own timeout ends it.
        await asyncio.to_thread(self._send, message)

    async def close(self) -> None:
        """
        There is nothing to let go of.
        """

    def _send(self, message: CodeMessage) -> None:
        try:
            server = self._connected()
            try:
                self._hand_over(server, message)
            finally:
                _leave(server)
        except CrmError:
            raise
        except ssl.SSLError as error:
            raise SourceRejected(
                "Its certificate is not trusted, or it does not speak TLS.", source=NAME
            ) from error
        except smtplib.SMTPNotSupportedError:
            raise SourceRejected(
                "It has no STARTTLS, or no way to sign in that we know.", source=NAME
            ) from None
        except smtplib.SMTPResponseException as error:
            # Without its words: some servers repeat what was sent to them.
            raise _refused(error.smtp_code) from None
        # What else the library raises is an OSError, too.
        except OSError as error:
            raise SourceUnavailable(
                "The mail server does not answer now.", source=NAME
            ) from error

    def _connected(self) -> smtplib.SMTP:
        set_up = self._settings
        where = (set_up.host, set_up.port)
        if set_up.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                *where, timeout=set_up.timeout, context=self._trust
            )
        else:
            server = smtplib.SMTP(*where, timeout=set_up.timeout)
        try:
            if set_up.security is Security.STARTTLS:
                server.starttls(context=self._trust)
            if set_up.user:
                server.login(set_up.user, set_up.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _hand_over(self, server: smtplib.SMTP, message: CodeMessage) -> None:
        receiver = message.contact.value
        is_plain = receiver.isascii()
        if not is_plain and not server.has_extn("smtputf8"):
            raise Refused("The mail server knows no such addresses.", source=NAME)
        letter = self._letter(message).as_bytes(
            policy=_PLAIN if is_plain else _INTERNATIONAL
        )
        sender = parseaddr(self._settings.mail_from)[1]
        options = () if is_plain else ("SMTPUTF8", "BODY=8BITMIME")
        code, _ = server.mail(sender, options)
        if code not in _GOOD:
            raise _refused(code)
        code, _ = server.rcpt(receiver)
        if code in _BROKEN:
            raise Refused("There is no such address.", source=NAME)
        if code not in _GOOD:
            raise _refused(code)
        try:
            code, _ = server.data(letter)
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:
            raise OutcomeUnknown(
                "The mail server did not say whether it took the mail.", source=NAME
            ) from error
        if code not in _GOOD:
            raise _refused(code)

    def _letter(self, message: CodeMessage) -> EmailMessage:
        letter = EmailMessage(policy=_PLAIN)
        letter["From"] = self._settings.mail_from
        letter["To"] = message.contact.value
        letter["Subject"] = self._texts.subject(message)
        letter["Date"] = format_datetime(self._clock())
        domain = parseaddr(self._settings.mail_from)[1].rpartition("@")[2]
        letter["Message-ID"] = make_msgid(domain=domain)
        # No out-of-office answers, please (RFC 3834).
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(self._texts.long(message))
        return letter


def _leave(server: smtplib.SMTP) -> None:
    # What it says to our leaving changes nothing of what it has taken.
    with suppress(OSError):
        server.quit()
    server.close()


def _refused(code: int) -> CrmError:
    if code in _BROKEN:
        return SourceRejected(f"It refuses the mail ({code}).", source=NAME)
    return SourceUnavailable(f"It does not take mail now ({code}).", source=NAME)


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
