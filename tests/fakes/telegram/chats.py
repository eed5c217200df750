"""
Chats, the people in them, what was said, and the files.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from PIL import Image, UnidentifiedImageError

from tests.fakes.telegram.refusals import (
    BLOCKED,
    DEACTIVATED,
    KICKED,
    KICKED_FROM_SUPERGROUP,
    NEVER_STARTED,
    Refusal,
    bad,
    migrated,
)

Message = dict[str, Any]
Kind = Literal["private", "group", "supergroup", "channel"]

LARGEST_PHOTO = 10 * 2**20
LARGEST_FILE = 50 * 2**20
LARGEST_DOWNLOAD = 20 * 2**20
_SIDES = (90, 320, 800, 1280)


@dataclass(frozen=True)
class Person:
    """
    Somebody with a Telegram account. `phone` is the account's own.
    """

    id: int
    first_name: str = "Sara"
    last_name: str = ""
    username: str = ""
    language: str = ""
    phone: str = ""

    @property
    def user(self) -> dict[str, Any]:
        """
        As updates tell of them.
        """
        user = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        more = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language,
        }
        return {**user, **{name: value for name, value in more.items() if value}}


@dataclass
class Chat:
    """
    A chat, with its messages by their ids.

    `began` is whether somebody has spoken to the bot; `gone` why it may not write
    there.
    """

    id: int
    type: Kind
    about: dict[str, Any]
    began: bool = False
    gone: Refusal | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: dict[str, Any] | None = None
    """What people have below the chat, until it is removed."""

    @property
    def is_private(self) -> bool:
        """
        Whether it is of one person and the bot.
        """
        return self.type == "private"

    @property
    def topics(self) -> set[int]:
        """
        The topics in which something has been said.
        """
        said = self.messages.values()
        return {e["message_thread_id"] for e in said if e.get("is_topic_message")}

    @property
    def shape(self) -> dict[str, Any]:
        """
        As messages tell of it.
        """
        return {"id": self.id, "type": self.type, **self.about}

    def check_writable(self) -> None:
        """
        Raises `Refusal` if the bot may not write here.
        """
        if self.gone is not None:
            raise self.gone
        if self.is_private and not self.began:
            raise NEVER_STARTED

    def block(self) -> None:
        """
        The person wants no more of the bot, or it was thrown out.
        """
        kicked = KICKED_FROM_SUPERGROUP if self.type == "supergroup" else KICKED
        self.gone = BLOCKED if self.is_private else kicked

    def deactivate(self) -> None:
        """
        The person's account is no more.
        """
        self.gone = DEACTIVATED

    def migrate(self, to: int) -> None:
        """
        The group is another chat now.
        """
        self.gone = migrated(to)


@dataclass(frozen=True)
class File:
    """
    A file that Telegram keeps. `shape` is how messages tell of it.
    """

    kind: str
    data: bytes
    path: str
    shape: dict[str, Any]


class Files:
    """
    All files that were `kept`, by `file_id`; those that Telegram finds on the `web`.
    """

    def __init__(self) -> None:
        self.kept: dict[str, File] = {}
        self.web: dict[str, bytes] = {}
        self._numbers = itertools.count(1)

    def keep(self, kind: str, data: bytes, name: str = "", mime: str = "") -> File:
        """
        Keep a document, a voice and the like.
        """
        number = next(self._numbers)
        shape: dict[str, Any] = {
            "file_id": f"BQACAgQAAx0E{kind[:3]}{number:06}",
            "file_unique_id": f"AgAD{number:06}",
            "file_size": len(data),
        }
        if name:
            shape["file_name"] = name
        if mime:
            shape["mime_type"] = mime
        ending = name.rpartition(".")[2] if "." in name else "bin"
        file = File(kind, data, f"{kind}s/file_{number}.{ending}", shape)
        self.kept[shape["file_id"]] = file
        return file

    def keep_photo(self, data: bytes) -> list[dict[str, Any]]:
        """
        Keep a photo in its sizes, the largest last. Raises `Refusal` if it is none.
        """
        if len(data) > LARGEST_PHOTO:
            raise bad(
                f"file of size {len(data)} bytes is too big for a photo; "
                f"the maximum size is {LARGEST_PHOTO} bytes"
            )
        try:
            with Image.open(io.BytesIO(data)) as opened:
                picture = opened.convert("RGB")
        except (UnidentifiedImageError, OSError):
            raise Refusal(400, "Bad Request: IMAGE_PROCESS_FAILED") from None
        wide, high = picture.size
        if wide + high > 10_000 or max(wide, high) > 20 * min(wide, high):
            raise Refusal(400, "Bad Request: PHOTO_INVALID_DIMENSIONS")
        return [self._size(picture, side) for side in _sides(max(wide, high))]

    def _size(self, picture: Image.Image, side: int) -> dict[str, Any]:
        smaller = picture.copy()
        smaller.thumbnail((side, side))
        written = io.BytesIO()
        smaller.save(written, "JPEG")
        file = self.keep("photo", written.getvalue(), "photo.jpg")
        del file.shape["file_name"]
        file.shape.update(width=smaller.width, height=smaller.height)
        return file.shape

    def photo_of(self, file_id: str) -> list[dict[str, Any]]:
        """
        The sizes of a photo that is sent once more.
        """
        return [self.kept[file_id].shape]


def _sides(longest: int) -> Iterator[int]:
    for side in _SIDES:
        yield min(side, longest)
        if side >= longest:
            return


def part_of(message: Message) -> str:
    """
    What a message is, as its field is called: `text`, `photo`, `document` and so on.
    """
    kinds = ("text", "photo", "document", "location", "contact", "venue", "voice")
    return next((each for each in kinds if each in message), "other")
