"""
The keys that customer tokens are checked with, old and new ones at the same time.

They come from the settings or from a JWKS file. A token's header may say which key of
the file it was signed with, and nothing else: the algorithm is the settings' own.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import jwt
import structlog

from bot.channels.webchat.errors import token_invalid
from bot.settings import Settings, SettingsError

MOST_BYTES = 1_000_000
SECRET, FILE = "HAMYAR_CHAT_JWT_SECRET", "HAMYAR_CHAT_JWKS"
_SYMMETRIC = "HS"

log = structlog.get_logger(__name__)


class TokenKeys(Protocol):
    """
    Keys of one algorithm, ready for checking.
    """

    def for_token(self, kid: str | None) -> Sequence[Any]:
        """
        Give those that a token may have been signed with, or raise a `ChatError`.
        """


def open_keys(settings: Settings) -> TokenKeys | None:
    """
    Give the keys that the settings name; None if they name none.

    Raises `SettingsError` for what does not suit the algorithm, never with a key in it.
    """
    algorithm = _algorithm(settings.chat_jwt_algorithm)
    if settings.chat_jwks.name:
        if settings.chat_jwt_secret:
            raise SettingsError(f"Set {FILE} or {SECRET}, not both.")
        if settings.chat_jwt_algorithm.startswith(_SYMMETRIC):
            raise SettingsError(
                f"{FILE} holds public keys, which do not go with "
                f"HAMYAR_CHAT_JWT_ALGORITHM={settings.chat_jwt_algorithm}: "
                "expected RS256 or another one of key pairs"
            )
        return FileKeys(settings.chat_jwt_algorithm, algorithm, settings.chat_jwks)
    if not settings.chat_jwt_secret:
        return None
    secrets = (settings.chat_jwt_secret, *settings.chat_jwt_former_secrets)
    try:
        return GivenKeys([algorithm.prepare_key(each.reveal()) for each in secrets])
    except (jwt.PyJWTError, ValueError, TypeError):
        # Not the library's own words: they could hold part of the key.
        raise SettingsError(
            f"{SECRET} is not a key for {settings.chat_jwt_algorithm}, or one of "
            "HAMYAR_CHAT_JWT_FORMER_SECRETS is not"
        ) from None


class GivenKeys:
    """
    The keys of the settings: any of them may have signed any token.
    """

    def __init__(self, keys: Sequence[Any]) -> None:
        self._keys = tuple(keys)

    def for_token(self, _kid: str | None) -> Sequence[Any]:
        """
        Give them all.
        """
        return self._keys


class FileKeys:
    """
    The public keys of a JWKS file (RFC 7517), read again whenever it changes.

    A file that is broken while the program runs changes nothing and is told to the
    operator.
    """

    def __init__(self, name: str, algorithm: Any, path: Path) -> None:
        self._name = name
        self._algorithm = algorithm
        self._path = path
        self._stamp = _stamp(path)
        try:
            self._keys = self._read()
        except (OSError, ValueError) as error:
            raise SettingsError(f"{FILE}={path}: {_said(error)}") from None

    def for_token(self, kid: str | None) -> Sequence[Any]:
        """
        Give the one that the token names; a single one need not be named.
        """
        self._follow()
        if kid is None:
            if len(self._keys) > 1:
                raise token_invalid("it has no kid")
            return [each.key for each in self._keys]
        named = [each.key for each in self._keys if each.kid == kid]
        if not named:
            raise token_invalid("its kid is none of the shop's")
        return named

    def _follow(self) -> None:
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._keys = self._read()
        except (OSError, ValueError) as error:
            log.error("jwks_not_read", path=str(self._path), error=_said(error))
        else:
            log.info("jwks_read", path=str(self._path), keys=len(self._keys))

    def _read(self) -> Sequence[_Key]:
        with self._path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ValueError("it is too large")
        try:
            listed = json.loads(content)["keys"]
            entries = [dict(each) for each in listed]
        except (ValueError, TypeError, KeyError, RecursionError):
            raise ValueError("it is not a JWKS: expected {'keys': [...]}") from None
        # Also one that is not for us.
        if any("d" in each for each in entries):
            raise ValueError("it has a private key, which your site alone should have")
        found = [self._key(n, each) for n, each in enumerate(entries) if self._is(each)]
        if not found:
            raise ValueError(f"it has no key for {self._name}")
        return found

    def _is(self, entry: dict[str, Any]) -> bool:
        """
        Tell whether an entry is meant for checking signatures of our algorithm.
        """
        types = {"RS": "RSA", "PS": "RSA", "ES": "EC", "Ed": "OKP"}
        operations = entry.get("key_ops")
        return (
            entry.get("kty") == types.get(self._name[:2])
            and entry.get("use", "sig") == "sig"
            and entry.get("alg", self._name) == self._name
            and (not isinstance(operations, list) or "verify" in operations)
        )

    def _key(self, number: int, entry: dict[str, Any]) -> _Key:
        kid = entry.get("kid")
        where = f"its key number {number + 1}"
        if kid is not None and not isinstance(kid, str):
            raise ValueError(f"{where} has a kid that is no text")
        if "d" in entry:
            raise ValueError(
                f"{where} is a private key, which your site alone should have"
            )
        try:
            # The second looks at the kind and the curve.
            key = self._algorithm.prepare_key(self._algorithm.from_jwk(entry))
        except (jwt.PyJWTError, ValueError, TypeError, KeyError):
            raise ValueError(f"{where} makes no sense") from None
        if self._algorithm.check_key_length(key) is not None:
            raise ValueError(f"{where} is too short")
        return _Key(kid, key)


@dataclass(frozen=True)
class _Key:
    kid: str | None
    key: Any


def _algorithm(name: str) -> Any:
    known = jwt.algorithms.get_default_algorithms()
    known.pop("none", None)
    if name not in known:
        raise SettingsError(
            f"HAMYAR_CHAT_JWT_ALGORITHM is {name!r}: expected one of "
            + ", ".join(sorted(known))
        )
    return known[name]


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _said(error: Exception) -> str:
    return error.strerror or "?" if isinstance(error, OSError) else str(error)
