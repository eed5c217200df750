"""
Browsers from which somebody has signed in before.

Such a browser has tries of its own (`throttle.PER_LOGIN`), so that strangers who guess
cannot keep the owner of an account from signing in. It opens nothing by itself.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta

from bot.accounts import throttle

KEPT = timedelta(days=180)


def make(key: bytes, account: int) -> str:
    """
    Make what the browser keeps: its own random name, sealed for this account.
    """
    name = secrets.token_urlsafe(16)
    return f"{name}.{_seal(key, account, name)}"


def name_of(key: bytes, account: int, kept: str) -> str | None:
    """
    The browser's name if what it keeps was made for this account.
    """
    name, dot, seal = kept.partition(".")
    if not dot or not seal.isascii():
        return None
    if not hmac.compare_digest(_seal(key, account, name), seal):
        return None
    return name


def counted(key: bytes, account: int, kind: str, value: str, kept: str) -> str:
    """
    The name under which tries are counted: the browser's own, or that of `value`.
    """
    device = name_of(key, account, kept)
    if device is not None:
        return throttle.named(key, f"{kind} by device", device)
    return throttle.named(key, kind, value)


def _seal(key: bytes, account: int, name: str) -> str:
    said = f"device\0{account}\0{name}".encode("utf-8", "surrogatepass")
    return hmac.new(key, said, hashlib.sha256).hexdigest()
