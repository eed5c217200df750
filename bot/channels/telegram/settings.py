"""
What an operator sets for Telegram.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass

from bot.settings import Secret, Settings, SettingsError

OFFICIAL = "https://api.telegram.org"
PATH = "/telegram/webhook"

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")


@dataclass(frozen=True)
class TelegramSettings:
    """
    The bot's token, where the Bot API is, and where the shop is reached from outside.

    Without a `public_url` updates are asked for; with one Telegram brings them. `rate`
    is how many messages a second go out in all.
    """

    token: Secret
    base_url: str = OFFICIAL
    base_file_url: str = f"{OFFICIAL}/file"
    public_url: str = ""
    rate: int = 30

    @property
    def webhook(self) -> str:
        """
        The address to which Telegram brings updates; empty without one.
        """
        return f"{self.public_url}{PATH}" if self.public_url else ""

    @property
    def secret(self) -> str:
        """
        What Telegram says with each update so that we know that it is Telegram.

        Made from the token, so that every replica knows it and nobody has to set it.
        """
        token = self.token.reveal().encode()
        return hmac.new(token, b"hamyar webhook", hashlib.sha256).hexdigest()


def read_telegram(settings: Settings) -> TelegramSettings | None:
    """
    What the settings say of Telegram; None where the shop is not there.

    Raises `SettingsError`.
    """
    if not settings.telegram_token:
        return None
    if not _TOKEN.fullmatch(settings.telegram_token.reveal()):
        raise SettingsError(
            "HAMYAR_TELEGRAM_TOKEN: expected what BotFather gives, "
            "such as 123456789:AAE..., with nothing around it."
        )
    base = settings.telegram_url or OFFICIAL
    return TelegramSettings(
        settings.telegram_token,
        base_url=base,
        base_file_url=settings.telegram_file_url or f"{base}/file",
        public_url=settings.public_url,
        rate=settings.telegram_rate,
    )
