"""
Files of Chatwoot's people, brought here for the customer.

They come the same way as everybody's: streamed to the disk, no larger than any other,
looked through, kept as long. What stands elsewhere than in our Chatwoot is not fetched.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

import structlog

from bot.conversations.files import MOST
from bot.desk.chatwoot.client import Chatwoot, Elsewhere
from bot.desk.chatwoot.mapping import Attached
from bot.files.errors import NotTaken, TooLarge
from bot.files.keeping import MOST_BYTES, Files
from crm_connector.errors import BadSourceData, CrmError, SourceRejected

_TRIES = 3
"""A file that cannot be had so often is not waited for: more may stand behind it."""
_MOST_KNOWN = 1_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Brought:
    """
    What has become of the files of a message.

    `files` are kept here under these ids; `named` are to be told of by name and address
    instead, and the names in `refused` do not get to the customer.
    """

    files: tuple[str, ...] = ()
    named: tuple[Attached, ...] = ()
    refused: tuple[str, ...] = ()


class Bringing:
    """
    Brings files from one Chatwoot.
    """

    def __init__(self, client: Chatwoot, files: Files) -> None:
        self._client = client
        self._files = files
        self._failed: Counter[str] = Counter()

    async def bring(
        self, conversation: str, agent: str, attached: Sequence[Attached]
    ) -> Brought:
        """
        Keep the files of a message for a conversation, as uploads of this agent.

        Raises `CrmError` where it is worth trying again.
        """
        kept: list[str] = []
        named: list[Attached] = []
        refused: list[str] = []
        for each in attached:
            if not each.address:
                named.append(each)
                continue
            if len(kept) == MOST:
                refused.append(each.name)
                continue
            try:
                kept.append(await self._one(conversation, agent, each))
            except Elsewhere:
                named.append(each)
            except (NotTaken, SourceRejected, BadSourceData) as error:
                log.info("chatwoot_file_refused", why=type(error).__name__)
                refused.append(each.name)
            except CrmError:
                if not self._gives_up(each):
                    raise
                refused.append(each.name)
        return Brought(tuple(kept), tuple(named), tuple(refused))

    async def _one(self, conversation: str, agent: str, attached: Attached) -> str:
        with self._files.coming() as came:
            await self._client.fetch(attached.address, _Into(came).take)
            kept = await self._files.take(
                conversation, attached.name, came, agent=agent
            )
        return kept.id

    def _gives_up(self, attached: Attached) -> bool:
        """
        Count that a file could not be had; tell whether that was once too often.
        """
        if len(self._failed) >= _MOST_KNOWN:
            self._failed.clear()
        self._failed[attached.address] += 1
        return self._failed[attached.address] >= _TRIES


class _Into:
    """
    Writes parts into a file, as many bytes as a file may have.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._size = 0

    async def take(self, part: bytes) -> None:
        """
        Write a part. Raises `TooLarge`.
        """
        self._size += len(part)
        if self._size > MOST_BYTES:
            raise TooLarge
        await asyncio.to_thread(self._file.write, part)
