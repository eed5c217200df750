"""
What may be set about reading a Vendure shop.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_connector.model import OrderStatus
from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings


@dataclass(frozen=True)
class VendureSettings:
    """
    Where the shop is, who we are there, and what its words mean.
    """

    url: str
    """The address of the Admin API, such as https://shop.example/admin-api."""
    username: str
    password: Secret = field(repr=False)
    name: str = "vendure"
    """What facts from this shop are known under."""
    channel: str | None = None
    """The token of the channel to read; None is the default channel, which has all."""
    may_change: bool = True
    """Whether orders may be cancelled and money given back from here."""
    country: str = "IR"
    """Two letters: where telephone numbers are from that do not say it."""
    rials_as_toman: bool = False
    """Tell what the shop keeps in rials (IRR) in toman (IRT), of ten rials each."""
    statuses: Mapping[str, OrderStatus] = field(default_factory=dict)
    """What states of orders mean that the shop has added to Vendure's own."""
    brands: tuple[str, ...] = ("brand",)
    """Codes of the facets whose values are brands."""
    colors: tuple[str, ...] = ("color", "colour")
    """Words in the codes of facets and option groups that hold colours."""
    sizes: tuple[str, ...] = ("size",)
    """Words in the codes of facets and option groups that hold sizes."""
    page: int = 100
    """Records in one answer; a shop may allow fewer than Vendure's own 1000."""
    max_orders: int = 200
    """The most orders one question may ask for."""
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("url must begin with http:// or https://")
        if not self.username or not self.password:
            raise ValueError("username and password must be given")
        if not self.name:
            raise ValueError("name must be given")
        if self.page < 1 or self.max_orders < 1:
            raise ValueError("page and max_orders must be at least 1")
