"""
What may be set about reading a WooCommerce shop.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import phonenumbers

from crm_connector.model import OrderStatus
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings


@dataclass(frozen=True)
class WooSettings:
    """
    Where the shop is, who we are there, and what its words mean.
    """

    url: str
    """The address of the shop's site, such as https://shop.example; HTTPS only."""
    key: Secret
    """The consumer key (ck_...)."""
    secret: Secret
    """The consumer secret (cs_...)."""
    currency: str
    """The currency of the prices, as the shop's settings say it."""
    name: str = "woocommerce"
    """What facts from this shop are known under."""
    language: str = "fa"
    """The language in which the shop keeps the names of its things."""
    country: str = "IR"
    """Two letters: where telephone numbers are from that do not say it."""
    rials_as_toman: bool = False
    """Tell what the shop keeps in rials (IRR) in toman (IRT), of ten rials each."""
    statuses: Mapping[str, OrderStatus] = field(default_factory=dict)
    """What statuses mean that plugins added, or that mean another thing here."""
    tracking: tuple[str, ...] = ("_wc_shipment_tracking_items",)
    """Keys of an order's meta data that may hold tracking codes."""
    may_change: bool = False
    """Whether orders are cancelled, say; the key needs to be read/write."""
    cancel_from: tuple[str, ...] = ("pending", "on-hold")
    """Statuses in which an order may be cancelled; paid ones are not among them."""
    api_refund: bool = False
    """Have the payment gateways give money back; else people of the shop do it."""
    max_orders: int = 200
    """The most orders one question may ask for."""
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme != "https" and not (
            parts.scheme == "http" and _is_this_machine(parts.hostname or "")
        ):
            raise ValueError("url must begin with https://")
        if not parts.hostname or parts.username or parts.query or parts.fragment:
            raise ValueError("url must be the address of a site, and no more")
        if not self.key or not self.secret:
            raise ValueError("key and secret must be given")
        if not self.name or not self.currency or not self.language:
            raise ValueError("name, currency and language must be given")
        if self.country not in phonenumbers.SUPPORTED_REGIONS:
            raise ValueError("country must be two capital letters")
        if self.max_orders < 1:
            raise ValueError("max_orders must be at least 1")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
