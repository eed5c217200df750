"""
Photos and documents of customers, brought from Telegram to the shop's own machine.
"""

from __future__ import annotations

import structlog
from telegram.error import BadRequest

from bot.channels.telegram.came import Uploaded
from bot.channels.telegram.client import Client
from bot.conversations.files import File
from bot.files.errors import NotTaken, TooLarge
from bot.files.keeping import MOST_BYTES, Files

log = structlog.get_logger(__name__)


class NotGiven(NotTaken):
    """
    Telegram does not give a file out that it has told us of.
    """


class Uploads:
    """
    Fetches what was uploaded, as far as the shop takes it.
    """

    def __init__(self, client: Client, files: Files) -> None:
        self._client = client
        self._files = files

    async def fetch(
        self, conversation: str, *album: Uploaded
    ) -> tuple[list[File], NotTaken | None]:
        """
        Keep what was sent together for one message; and why the last was not taken.

        Raises `TelegramError` where Telegram does not give it now.
        """
        came = [await self._attempt(conversation, each) for each in album]
        refused = [each for each in came if isinstance(each, NotTaken)]
        kept = [each for each in came if not isinstance(each, NotTaken)]
        return kept, refused[-1] if refused else None

    async def _attempt(self, conversation: str, came: Uploaded) -> File | NotTaken:
        try:
            return await self._fetch(conversation, came)
        except NotTaken as error:
            return error

    async def _fetch(self, conversation: str, came: Uploaded) -> File:
        """
        Keep a photo or document for a message of a conversation.

        Raises `NotTaken`, and `TelegramError` where Telegram does not give it now.
        """
        if came.size is not None and came.size > MOST_BYTES:
            raise TooLarge
        try:
            found = await self._client.get_file(came.file)
        except BadRequest as error:
            # Whatever its size was said to be.
            if "too big" in str(error).lower():
                raise TooLarge from None
            # The same again would be refused again, and what came with it is good.
            log.warning("file_not_given", why=str(error))
            raise NotGiven from None
        if found.file_size is not None and found.file_size > MOST_BYTES:
            raise TooLarge
        with self._files.coming() as file:
            await found.download_to_memory(file)
            return await self._files.take(conversation, came.name, file)
