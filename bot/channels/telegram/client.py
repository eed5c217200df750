"""
The Bot API by python-telegram-bot's low-level side, with settings for a server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram.settings import TelegramSettings
from bot.unusable import Unusable

CONNECTIONS = 64
"""At once, for all chats: what is more waits."""
TIMEOUT_SECONDS = 10.0
"""For each step of a call; a picture that goes up has twice as long."""
POLL_SECONDS = 25
"""So long Telegram holds an empty answer back: shorter than proxies do."""


class Client(ExtBot[int]):
    """
    A bot of Telegram's that gives updates as they come, one bad one among them or not.
    """

    async def raw_updates(
        self, offset: int | None, allowed: Sequence[str]
    ) -> list[dict[str, Any]]:
        """
        Wait for updates from `offset` on; what is ahead of it is confirmed by that.

        Raises a `TelegramError`.
        """
        parameters = {
            "timeout": POLL_SECONDS,
            "offset": offset,
            "allowed_updates": list(allowed),
        }
        found = await self._post(
            "getUpdates", parameters, read_timeout=TIMEOUT_SECONDS + POLL_SECONDS
        )
        return cast(list[dict[str, Any]], found)


def opened_client(settings: TelegramSettings) -> Client:
    """
    Make the client; it speaks to nobody before it is initialized.

    Raises `Unusable` for a proxy of a kind that it cannot speak to.
    """
    return Client(
        settings.token.reveal(),
        base_url=f"{settings.base_url}/bot",
        base_file_url=f"{settings.base_file_url}/bot",
        request=_request(CONNECTIONS),
        get_updates_request=_request(1),
        # What a chat may have is kept ahead of it (`pace`); this keeps all of them
        # together within what Telegram takes, and never tries by itself again.
        rate_limiter=AIORateLimiter(
            overall_max_rate=settings.rate,
            # A second wait, behind the note that a part is being sent, would count what
            # was never sent as what may have arrived.
            group_max_rate=0,
            group_time_period=0,
            max_retries=0,
        ),
    )


def _request(connections: int) -> HTTPXRequest:
    """
    Raises `Unusable` for a proxy of a kind that it cannot speak to.
    """
    try:
        return HTTPXRequest(
            connection_pool_size=connections,
            connect_timeout=TIMEOUT_SECONDS,
            read_timeout=TIMEOUT_SECONDS,
            write_timeout=TIMEOUT_SECONDS,
            media_write_timeout=2 * TIMEOUT_SECONDS,
            pool_timeout=TIMEOUT_SECONDS,
        )
    except RuntimeError as error:
        # The library's own words ask for a package that is not of this house.
        raise Unusable(
            "HTTPS_PROXY (or ALL_PROXY) names a SOCKS proxy, by which Telegram is not "
            "reached from here: give the address of an HTTP proxy (http://host:port)."
        ) from error
