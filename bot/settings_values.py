"""
What settings consist of, and how each kind is read from its text.

A reader raises `ValueError` with what is expected; it never quotes what may be secret.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from bot.accounts.rights import Role

MOST_PORT = 65535
MOST_A_SECOND = 1000


class Secret:
    """
    A string that does not show itself in logs, reprs or error messages.
    """

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "Secret('**********')"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def reveal(self) -> str:
        """
        The secret itself, for the one place that needs it.
        """
        return self._value


@dataclass(frozen=True)
class Rate:
    """
    At most `count` in any `seconds`.
    """

    count: int
    seconds: float


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 <= int(text) <= MOST_PORT:
        raise ValueError(f"expected a number from 0 to {MOST_PORT}")
    return int(text)


def _seconds(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ValueError("expected a number of seconds, at least 1")
    return int(text)


def _a_second(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_A_SECOND:
        raise ValueError(f"expected a number from 1 to {MOST_A_SECOND}")
    return int(text)


def _whole(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise ValueError("expected a number, as it stands in the address there")
    return int(text)


def _server(text: str) -> str:
    try:
        parts = urlsplit(text)
        has_port = parts.port is not None
    except ValueError:
        raise ValueError("expected an address with a number for its port") from None
    plain = not (parts.query or parts.fragment or parts.username or parts.password)
    named = parts.scheme in _USUAL_PORTS and bool(parts.hostname)
    if not (plain and named) or (has_port and parts.port == 0):
        raise ValueError(
            "expected a server's address, such as https://name.shop.example "
            "or http://localhost:8080/v1"
        )
    return text.rstrip("/")


def _rate(text: str) -> Rate:
    count, slash, seconds = text.partition("/")
    if not slash or not count.strip().isdecimal() or not seconds.strip().isdecimal():
        raise ValueError("expected <messages>/<seconds>, such as 20/30")
    if not int(count) or not int(seconds):
        raise ValueError("expected numbers above zero")
    return Rate(int(count), float(seconds))


def _list(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _origins(text: str) -> tuple[str, ...]:
    origins = _list(text)
    for origin in origins:
        if not _is_origin(origin):
            raise ValueError(
                f"{origin!r} is not an origin as browsers send it, "
                "such as https://shop.example or http://localhost:3000"
            )
    return origins


def _is_origin(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _USUAL_PORTS or port == _USUAL_PORTS[parts.scheme]:
        return False
    host = parts.netloc.rpartition(":")[0] if port else parts.netloc
    # Browsers send other alphabets in their ASCII form (xn--...).
    plain = host.isascii() and not set(host) & set("*@ \\%")
    return (
        bool(parts.hostname)
        and plain
        and text.lower().rstrip("/") == (f"{parts.scheme}://{parts.netloc.lower()}")
    )


def _proxies(text: str) -> tuple[str, ...]:
    proxies = _list(text)
    for proxy in proxies:
        try:
            network = ipaddress.ip_network(proxy)
        except ValueError:
            raise ValueError(
                f"{proxy!r} is neither an IP address nor a network such as 10.0.0.0/8"
            ) from None
        if not network.prefixlen:
            raise ValueError(
                f"{proxy!r} is everybody, who could then claim any address"
            )
    return proxies


def _database(text: str) -> str:
    try:
        url = make_url(text)
        url.get_dialect()
    except (ArgumentError, ValueError):
        raise ValueError(
            "expected a SQLAlchemy address of SQLite or PostgreSQL, "
            "such as postgresql://user:password@host/name"
        ) from None
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise ValueError("expected a database file, not one in memory")
    return text


def _secrets(text: str) -> tuple[Secret, ...]:
    return tuple(Secret(part) for part in text.split())


def _roles(text: str) -> tuple[str, ...]:
    known = [role.value for role in Role]
    for role in _list(text):
        if role not in known:
            raise ValueError(f"{role!r} is not one of: {', '.join(known)}")
    return _list(text)


_USUAL_PORTS = {"http": 80, "https": 443}
SECRET_READERS: dict[str, Callable[[str], Any]] = {
    "chatwoot_url": _server,
    "database_url": _database,
}
READERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "Path": Path,
    "int": _port,
    "Secret": Secret,
    "tuple[Secret, ...]": _secrets,
    "Rate": _rate,
    "tuple[str, ...]": _list,
    "catalogue_seconds": _seconds,
    "chatwoot_account": _whole,
    "chatwoot_inbox": _whole,
    "chat_origins": _origins,
    "desk_second_factor": _roles,
    "llm_url": _server,
    "public_url": _server,
    "telegram_file_url": _server,
    "telegram_rate": _a_second,
    "telegram_url": _server,
    "trusted_proxies": _proxies,
}
