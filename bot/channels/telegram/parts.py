"""
What is sent for a message: a few values, each of which becomes one call of the Bot API.

All `html` and `caption` are for `parse_mode` HTML, within Telegram's limits.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.telegram.markup import web_address
from bot.conversations.files import File

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
"""In UTF-16 code units, without tags; Telegram itself may count less."""
MOST_DATA = 64
"""Bytes of a button's data."""
MOST_BUTTONS = 100
MOST_IN_ROW = 8
SMALLEST_ALBUM, LARGEST_ALBUM = 2, 10

CODE = "code"
"""Data of the button that asks for a one-time code; a token has 43 letters."""
SIGN_OUT = "sign_out"
"""Data of the button that ends what somebody has proven."""
LINK_YES, LINK_NO = "link_yes:", "link_no:"
"""Data of the buttons below the question of a link, with its id behind."""
ANSWERED = "answered"
"""Data of the button that is left of those that were there: the one that was taken."""
START_SIGN_IN = "sign_in"
"""What `/start` is given by the button of a group that leads to the private chat."""


@dataclass(frozen=True)
class InlineButton:
    """
    A button below a message: it has `data` that comes back, or an address it opens.

    ValueError for data that Telegram would not take, or what is no address of the web.
    """

    text: str
    data: str = ""
    url: str = ""

    def __post_init__(self) -> None:
        if bool(self.data) == bool(self.url):
            raise ValueError("A button has either data or an address.")
        if self.url and web_address(self.url) is None:
            raise ValueError("The address of a button is one of the web.")
        if len(self.data.encode()) > MOST_DATA:
            raise ValueError(f"A button has at most {MOST_DATA} bytes of data.")


@dataclass(frozen=True)
class InlineKeyboard:
    """
    Buttons below a message, in rows as they are seen from the left.
    """

    rows: tuple[tuple[InlineButton, ...], ...]


@dataclass(frozen=True)
class ContactKeyboard:
    """
    In place of the letters: one button that shares the customer's own telephone.

    To be shown resized and once; `placeholder` stands in the field for text.
    """

    text: str
    placeholder: str


@dataclass(frozen=True)
class NoKeyboard:
    """
    The letters again, where a `ContactKeyboard` was.
    """


Keyboard = InlineKeyboard | ContactKeyboard | NoKeyboard


@dataclass(frozen=True)
class Key:
    """
    The one thing that a message shows, by which it is found when that changes.
    """

    kind: str
    id: str


@dataclass(frozen=True)
class Address:
    """
    A picture of the shop's, which Telegram fetches itself.
    """

    url: str


Picture = Address | File


@dataclass(frozen=True)
class SendText:
    """
    A message. Its previews are to be off: an address is what it says.
    """

    html: str
    keyboard: Keyboard | None = None
    key: Key | None = None


@dataclass(frozen=True)
class SendPhoto:
    """
    A picture with words below it.
    """

    picture: Picture
    caption: str = ""
    keyboard: Keyboard | None = None
    key: Key | None = None


@dataclass(frozen=True)
class AlbumPhoto:
    """
    One picture of an album.
    """

    picture: Picture
    caption: str = ""


@dataclass(frozen=True)
class SendAlbum:
    """
    Two to ten pictures together. An album has no keyboard.
    """

    photos: tuple[AlbumPhoto, ...]

    def __post_init__(self) -> None:
        if not SMALLEST_ALBUM <= len(self.photos) <= LARGEST_ALBUM:
            raise ValueError("An album has two to ten pictures.")


@dataclass(frozen=True)
class SendDocument:
    """
    A file of ours under its name.
    """

    file: File
    caption: str = ""
    keyboard: Keyboard | None = None


Part = SendText | SendPhoto | SendAlbum | SendDocument
