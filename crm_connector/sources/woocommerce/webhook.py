"""
WooCommerce's own webhooks about orders.

It signs the body by HMAC-SHA256 with the webhook's secret and sends that in base64.
When a webhook is saved it tries the address, unsigned, and wants 200 for an answer.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime

from crm_connector.secret import Secret
from crm_connector.webhooks import WebhookRefused, customer_in, read

SIGNATURE, TOPIC = "X-WC-Webhook-Signature", "X-WC-Webhook-Topic"
_ORDERS = "order."
_PING = re.compile(rb"webhook_id=\d{1,20}", re.ASCII)


class WooWebhook:
    """
    Reads `order.created`, `order.updated` and the like; see `Webhook`.
    """

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def customer(
        self, headers: Mapping[str, str], body: bytes, now: datetime
    ) -> str | None:
        """
        See `Webhook.customer`. There is no time in it: a repeat is only looked at.
        """
        if _PING.fullmatch(body):
            return None
        given = headers.get(SIGNATURE, "")
        expected = signature(self._secret, body)
        if not hmac.compare_digest(expected.encode(), given.encode()):
            raise WebhookRefused("signature")
        if not headers.get(TOPIC, "").startswith(_ORDERS):
            return None
        return customer_in(read(body).get("customer_id"))


def signature(secret: Secret, body: bytes) -> str:
    """
    What WooCommerce sends beside the body.
    """
    digest = hmac.new(secret.reveal().encode(), body, hashlib.sha256).digest()
    return base64.b64encode(digest).decode()
