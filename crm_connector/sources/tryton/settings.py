"""
What may be set about asking a Tryton.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings

_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True)
class TrytonSettings:
    """
    Where the shop's Tryton is, who we are there, and what its shop does its own way.
    """

    url: str
    """The address of the server, without the database: "https://erp.example"."""
    database: str
    user: str
    password: Secret
    name: str = "tryton"
    """What facts from it are known under."""
    country: str = "IR"
    """The country of telephone numbers that name none."""
    zone: str = "UTC"
    """The zone of its days, where the company in Tryton has none."""
    is_toman: bool = False
    """Rials are told as tomans, rounded."""
    done_is_delivered: bool = False
    """Shipments become "done" when they have arrived, and not when they leave."""
    days_on_the_way: int | None = None
    """
    Days from the planned day of a shipment until it arrives; None: nobody promises.
    """
    warehouses: tuple[str, ...] = ()
    """Codes of the warehouses that customers are served from; none: all."""
    may_cancel: bool = False
    """Customers may cancel what is not confirmed yet."""
    max_orders: int = 200
    """The most orders or invoices that one question may ask for."""
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        for name in ("url", "database", "user", "name"):
            if not getattr(self, name).strip():
                raise ValueError(f"{name} is missing")
        if "/" in self.database:
            raise ValueError("database must be a name, without slashes")
        if not _COUNTRY.fullmatch(self.country):
            raise ValueError("country must be two capital letters")
        if self.days_on_the_way is not None and self.days_on_the_way < 0:
            raise ValueError("days_on_the_way must not be negative")
        if self.max_orders < 1:
            raise ValueError("max_orders must be at least 1")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError("zone must be one like Asia/Tehran") from None
