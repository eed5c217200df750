"""
A mail server on loopback that does what a test tells it to.
"""

from __future__ import annotations

import base64
import email
import io
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta, timezone
from email.message import EmailMessage
from email.policy import SMTPUTF8
from pathlib import Path
from typing import IO, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HANG_UP = "hang up"


class MailServer:
    """
    Takes mails one connection after the other; `says` changes its answer to a command.

    An answer `HANG_UP` closes the connection. `tls` is spoken from the beginning, and
    with `starttls` once it is asked for.
    """

    def __init__(
        self,
        says: Mapping[str, str] | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        starttls: ssl.SSLContext | None = None,
        password: str = "",
        knows: tuple[str, ...] = ("8BITMIME", "SMTPUTF8"),
    ) -> None:
        self.says = dict(says or {})
        self.letters: list[EmailMessage] = []
        self.raw: list[bytes] = []
        self.receivers: list[str] = []
        self.signed_in: list[str] = []
        self.in_clear: list[str] = []
        self._tls = tls
        self._starttls = starttls
        self._password = password
        self._knows = knows
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> MailServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        # Wakes the thread that waits for another connection.
        with socket.socket() as last, suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
            last.connect_ex(("127.0.0.1", self.port))
        self._listener.close()
        self._thread.join(5)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with suppress(OSError), connection:
                connection.settimeout(5)
                _Talk(self, connection).run()


class _Talk:
    def __init__(self, server: MailServer, connection: socket.socket) -> None:
        self._server = server
        self._connection = connection
        self._is_secret = False
        self._lines: IO[bytes] = io.BytesIO()

    def run(self) -> None:
        try:
            self._talk()
        finally:
            # Where TLS began, it is another one than at first.
            self._lines.close()
            self._connection.close()

    def _talk(self) -> None:
        server = self._server
        if server._tls is not None:
            self._secure(server._tls)
        self._lines = self._connection.makefile("rb")
        if not self._answer("CONNECT", "220 mail.example ESMTP"):
            return
        while line := self._lines.readline():
            text = line.decode("utf-8").strip()
            if not self._is_secret:
                server.in_clear.append(text)
            command = _command(text).lower()
            if not getattr(self, f"_do_{command}", self._do_other)(text):
                return

    def _answer(self, command: str, usual: str) -> bool:
        said = self._server.says.get(command, usual)
        if said == HANG_UP:
            return False
        self._connection.sendall(f"{said}\r\n".encode())
        return not said.startswith("221")

    def _do_ehlo(self, _: str) -> bool:
        words = ["mail.example", *self._server._knows]
        if self._server._starttls is not None and not self._is_secret:
            words.append("STARTTLS")
        if self._server._password:
            words.append("AUTH PLAIN")
        lines = [f"250-{word}" for word in words[:-1]] + [f"250 {words[-1]}"]
        return self._answer("EHLO", "\r\n".join(lines))

    def _do_starttls(self, _: str) -> bool:
        if self._server._starttls is None:
            return self._answer("STARTTLS", "502 no such thing")
        self._answer("STARTTLS", "220 go on")
        self._secure(self._server._starttls)
        self._lines = self._connection.makefile("rb")
        return True

    def _do_auth(self, text: str) -> bool:
        said = base64.b64decode(text.rpartition(" ")[2]).decode()
        _, user, password = said.split("\0")
        if password != self._server._password:
            return self._answer("AUTH", f"535 wrong password {password}")
        self._server.signed_in.append(user)
        return self._answer("AUTH", "235 welcome")

    def _do_rcpt(self, text: str) -> bool:
        self._server.receivers.append(text.partition("<")[2].partition(">")[0])
        return self._answer("RCPT", "250 ok")

    def _do_data(self, _: str) -> bool:
        if not self._answer("DATA", "354 go on"):
            return False
        if not self._server.says.get("DATA", "354").startswith("354"):
            return True
        body = b""
        while (line := self._lines.readline()) not in (b".\r\n", b""):
            body += line
        letter: Any = email.message_from_bytes(body, policy=SMTPUTF8)
        if self._answer("END", "250 taken"):
            if self._server.says.get("END", "250").startswith("250"):
                self._server.raw.append(body)
                self._server.letters.append(letter)
            return True
        return False

    def _do_quit(self, _: str) -> bool:
        return self._answer("QUIT", "221 bye")

    def _do_other(self, text: str) -> bool:
        return self._answer(_command(text), "250 ok")

    def _secure(self, context: ssl.SSLContext) -> None:
        self._connection = context.wrap_socket(self._connection, server_side=True)
        self._is_secret = True


def _command(text: str) -> str:
    return text.replace(":", " ").partition(" ")[0].upper()


def certificate(folder: Path) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """
    Make a certificate for loopback: what a server shows, and what a client trusts.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(timezone.utc)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName(
                [x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
            ),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    chain, secret = folder / "certificate.pem", folder / "key.pem"
    chain.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    shown = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    shown.load_cert_chain(chain, secret)
    return shown, ssl.create_default_context(cafile=str(chain))
