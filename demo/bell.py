"""
How the demo shop rings Hamyar when something of a customer's has changed there.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import httpx

from crm_connector.secret import Secret
from crm_connector.webhooks import SIGNATURE, TIMESTAMP, signature

SOURCE = "demo-shop"


class Bell:
    """
    Sends what a real shop's system would send over the network, signed with `secret`.
    """

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    async def ring(self, app: Any, customer: str, now: datetime) -> None:
        """
        Ring at this application, as of now: something of this customer's has changed.
        """
        body = json.dumps({"customer": customer}).encode()
        timestamp = str(int(now.timestamp()))
        signed = signature(self._secret, timestamp, body)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://localhost"
        ) as client:
            await client.post(
                f"/news/webhook/{SOURCE}",
                content=body,
                headers={TIMESTAMP: timestamp, SIGNATURE: signed},
            )
