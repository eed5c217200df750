"""
Papers that are really drawn, and files that are kept in memory.
"""

from __future__ import annotations

from bot.conversations.files import File
from bot.files.errors import NotTaken
from bot.files.kinds import Kind


class FakeFiles:
    """
    Keeps what is made, by its id; with `trouble` it keeps nothing and raises that.
    """

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}
        self.threads: list[str] = []
        self.trouble: type[NotTaken] | None = None

    async def make(self, thread: str, name: str, kind: Kind, data: bytes) -> File:
        """
        Keep it.
        """
        if self.trouble is not None:
            raise self.trouble
        number = f"{len(self.kept):032x}"
        self.kept[number] = data
        self.threads.append(thread)
        return File(number, name, kind.type, len(data))
