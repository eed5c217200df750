"""
WooCommerce rings by its own webhooks.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone

import pytest

from crm_connector.errors import BadSourceData
from crm_connector.secret import Secret
from crm_connector.sources.woocommerce.webhook import (
    SIGNATURE,
    TOPIC,
    WooWebhook,
    signature,
)
from crm_connector.webhooks import WebhookRefused

NOW = datetime(2026, 11, 22, tzinfo=timezone.utc)
SECRET = Secret("as it stands in the shop")
WEBHOOK = WooWebhook(SECRET)
ORDER = json.dumps({"id": 727, "status": "completed", "customer_id": 12}).encode()


def rung(body: bytes, topic: str = "order.updated", **headers: str) -> str | None:
    """
    What comes of a body that the shop has signed.
    """
    sent = {SIGNATURE: signature(SECRET, body), TOPIC: topic} | headers
    return WEBHOOK.customer(sent, body, NOW)


def test_the_signature_is_the_one_that_the_shop_makes() -> None:
    """
    base64_encode(hash_hmac('sha256', $body, $secret, true)), worked out by OpenSSL.
    """
    made = signature(Secret("whsec"), b'{"id":1}')

    assert made == "zC8fc2J1qFdixyP4o8Kfvsu3wUJ60d2+FFia1JA2pik="


@pytest.mark.parametrize("topic", ["order.created", "order.updated", "order.deleted"])
def test_it_names_the_orders_customer(topic: str) -> None:
    assert rung(ORDER, topic) == "12"


def test_a_guest_is_nobody() -> None:
    assert rung(json.dumps({"id": 727, "customer_id": 0}).encode()) is None
    assert rung(b'{"id": 727}') is None


def test_what_is_about_no_order_is_about_nobody() -> None:
    assert rung(json.dumps({"id": 12, "customer_id": 12}).encode(), "product.x") is None


def test_the_trial_when_a_webhook_is_saved_needs_no_signature() -> None:
    assert WEBHOOK.customer({}, b"webhook_id=33", NOW) is None


@pytest.mark.parametrize(
    "body", ["webhook_id=", "webhook_id=3&customer_id=12", ORDER.decode()], ids=len
)
def test_nothing_else_goes_without_one(body: str) -> None:
    sent = body.encode()
    for headers in ({}, {SIGNATURE: ""}, {SIGNATURE: signature(Secret("x"), sent)}):
        with pytest.raises(WebhookRefused):
            WEBHOOK.customer({TOPIC: "order.updated", **headers}, sent, NOW)


def test_a_body_that_was_changed_is_refused() -> None:
    headers = {SIGNATURE: signature(SECRET, ORDER), TOPIC: "order.updated"}
    with pytest.raises(WebhookRefused):
        WEBHOOK.customer(headers, ORDER.replace(b"12", b"13"), NOW)


def test_what_cannot_be_read_says_so() -> None:
    with pytest.raises(BadSourceData):
        rung(b"{")
