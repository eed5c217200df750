"""
How a shop's system rings when something of a customer's has changed there.

A ring is no news: it only says whose orders to look at now. So a repeat changes
nothing, and those that come in another order than they were sent tell no old thing.
What has changed is read from the system itself.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

from crm_connector.errors import BadSourceData
from crm_connector.secret import Secret

SIGNATURE, TIMESTAMP = "X-Hamyar-Signature", "X-Hamyar-Timestamp"
WINDOW = timedelta(minutes=5)
"""An older ring, or one from so far ahead, may be somebody's who has recorded it."""
LEAST_SECRET = 16
"""Characters of a secret that nobody guesses."""
_LONGEST_ID = 200
_LONGEST_TIMESTAMP = 12


class WebhookRefused(Exception):
    """
    It cannot be seen to come from that system; its message says why, for the log.
    """


class Webhook(Protocol):
    """
    Reads the rings of one system.
    """

    def customer(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> str | None:
        """
        The system's own number of the customer whose orders have changed.

        None where it is about nobody: a guest, a ring to try the bell. `headers` are
        looked up in any case of letters. Raises `WebhookRefused`, and `BadSourceData`
        for what cannot be read.
        """


class SignedWebhook:
    """
    For any system: `{"customer": "12"}`, signed with a secret that both know.

    The signature is `sha256=` and the hexadecimal HMAC-SHA256 of `timestamp.body`; the
    timestamp is in seconds since 1970.
    """

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def customer(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> str | None:
        """
        See `Webhook.customer`.
        """
        timestamp = headers.get(TIMESTAMP, "")
        expected = signature(self._secret, timestamp, body)
        # Compared as bytes: a header may hold anything.
        given = headers.get(SIGNATURE, "")
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise WebhookRefused("signature")
        if not _is_of_now(timestamp, now):
            raise WebhookRefused("timestamp")
        return customer_in(read(body).get("customer"))


def signature(secret: Secret, timestamp: str, body: bytes) -> str:
    """
    What such a system sends beside the body.
    """
    signed = timestamp.encode() + b"." + body
    key = secret.reveal().encode()
    return f"sha256={hmac.new(key, signed, hashlib.sha256).hexdigest()}"


def read(body: bytes) -> Mapping[str, Any]:
    """
    The object in a body of JSON. Raises `BadSourceData`.
    """
    try:
        said = json.loads(body)
    # Bytes that are not UTF-8 are a ValueError too; deep nesting runs out of stack.
    except (ValueError, RecursionError):
        raise BadSourceData("The webhook's body is no JSON.") from None
    if not isinstance(said, dict):
        raise BadSourceData("The webhook's body is no object.")
    return said


def customer_in(said: object) -> str | None:
    """
    A customer's number in a body; None for a guest. Raises `BadSourceData`.
    """
    if said is None or said in (0, "0", ""):
        return None
    is_number = isinstance(said, int) and not isinstance(said, bool)
    if is_number or (isinstance(said, str) and len(said) <= _LONGEST_ID):
        return str(said)
    raise BadSourceData("The webhook names no customer.")


def _is_of_now(timestamp: str, now: datetime) -> bool:
    is_number = timestamp.isascii() and timestamp.isdecimal()
    if not is_number or len(timestamp) > _LONGEST_TIMESTAMP:
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()
