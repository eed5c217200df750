"""
Stock Rasa's own Telegram connector, which knows no address but Telegram's.

Two things are changed: where its Bot API is, and that it can be used at all. As it is
released (3.6.21) it fails with each update.
"""

from __future__ import annotations

import asyncio
from typing import Any

from aiogram.bot.api import TelegramAPIServer
from rasa.core.channels.channel import InputChannel
from rasa.core.channels.telegram import TelegramInput, TelegramOutput


class Telegram(TelegramInput):
    """
    The connector, with one setting more: `api`.
    """

    def __init__(self, api: str, token: str, verify: str, webhook: str) -> None:
        super().__init__(token, verify, webhook)
        self._api = api

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> InputChannel:
        """
        As Rasa reads its credentials file.
        """
        given = credentials or {}
        return cls(
            given["api"],
            given["access_token"],
            given["verify"],
            given["webhook_url"],
        )

    def get_output_channel(self) -> TelegramOutput:
        """
        As Rasa makes it; the webhook is set before the server starts.
        """
        channel = TelegramOutput(self.access_token)
        channel.server = TelegramAPIServer.from_base(self._api)
        asyncio.run(self._told(channel))
        return channel

    async def _told(self, channel: TelegramOutput) -> None:
        await channel.set_webhook(url=self.webhook_url)
        # Rasa keeps this session, whose loop ends here: every update is then answered
        # with 500 ("Event loop is closed"). Once closed, the next call makes another.
        await channel.session.close()
