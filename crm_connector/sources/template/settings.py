"""
What may be set about reading the system. What makes no sense is refused here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from crm_connector.secret import Secret
from crm_connector.sources.http import HttpSettings


@dataclass(frozen=True)
class TemplateSettings:
    """
    Where the system is, and who we are there.
    """

    url: str
    """The address of its API, such as https://shop.example/api."""
    token: Secret
    """A `Secret` shows itself in no repr, error or log."""
    name: str = "template"
    """What facts from this system are known under."""
    country: str = "IR"
    """Two letters: where telephone numbers are from that do not say it."""
    max_orders: int = 200
    """The most orders one question may ask for."""
    http: HttpSettings = field(default_factory=HttpSettings)

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://127.0.0.1")):
            raise ValueError("url must begin with https://")
        if not self.token:
            raise ValueError("token must be given")
        if self.max_orders < 1:
            raise ValueError("max_orders must be at least 1")
