"""
Codes of an authenticator app: RFC 6238 (TOTP) over RFC 4226 (HOTP).

Six digits, steps of thirty seconds and SHA-1, which is what every app understands. Ours
and not a library's, because a code that was used is known by its step.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from datetime import datetime
from urllib.parse import quote, urlencode

STEP_SECONDS = 30
DIGITS = 6
DRIFT = 1
"""Steps that the clock of a telephone may be ahead or behind."""
SECRET_BYTES = 20
"""As long as the hash, as RFC 4226 (section 4, R6) recommends."""


def new_secret() -> str:
    """
    Make a secret, in the letters in which apps take it.
    """
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def code(secret: bytes, counter: int, digits: int = DIGITS) -> str:
    """
    The code of a step (RFC 4226, section 5.3).
    """
    mac = hmac.new(secret, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    (number,) = struct.unpack(">I", mac[offset : offset + 4])
    return str((number & 0x7FFFFFFF) % 10**digits).zfill(digits)


def step_of(
    secret: str, typed: str, now: datetime, after: int | None = None
) -> int | None:
    """
    The step whose code was typed, if that is near now and later than step `after`.

    None for a wrong code and for one that was used.
    """
    key = base64.b32decode(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    # All of them are compared, so that every answer takes as long.
    for step in range(present - DRIFT, present + DRIFT + 1):
        is_it = hmac.compare_digest(code(key, step).encode(), typed.encode())
        if is_it and (after is None or step > after):
            found = step
    return found


def address(secret: str, login: str, issuer: str) -> str:
    """
    The `otpauth:` address that an app reads from a QR code.
    """
    label = f"{quote(issuer, safe='')}:{quote(login, safe='')}"
    query = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
    return f"otpauth://totp/{label}?{query}"
