"""
Where the shop's Chatwoot is.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.settings import Secret, Settings, SettingsError
from crm_connector.sources.http import HttpSettings

_NAMES = ("url", "account", "inbox", "token", "webhook_secret")


@dataclass(frozen=True)
class ChatwootSettings:
    """
    One inbox of one account; `token` is a user's there, `secret` signs its webhooks.
    """

    url: str
    account: int
    inbox: int
    token: Secret
    secret: Secret
    http: HttpSettings = field(default_factory=lambda: HttpSettings(timeout=8.0))

    @property
    def house(self) -> str:
        """
        The inbox among all there are: numbers of one mean nothing in another.
        """
        return f"{self.url}/{self.account}/{self.inbox}"


def read_chatwoot(settings: Settings) -> ChatwootSettings | None:
    """
    Give what the settings say of it; None for a shop without Chatwoot.

    Raises `SettingsError` where only a part is given.
    """
    given = {name: getattr(settings, f"chatwoot_{name}") for name in _NAMES}
    if not any(given.values()):
        return None
    missing = [f"HAMYAR_CHATWOOT_{name.upper()}" for name in _NAMES if not given[name]]
    if missing:
        raise SettingsError(f"Cannot reach Chatwoot without: {', '.join(missing)}.")
    return ChatwootSettings(
        given["url"],
        given["account"],
        given["inbox"],
        given["token"],
        given["webhook_secret"],
    )
