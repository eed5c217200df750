"""
What a message holds, read into a value of ours: one reader for each kind of content.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from telegram import Message, PhotoSize

from bot.channels.telegram import addressing, writing
from bot.channels.telegram.came import (
    Came,
    Commanded,
    Edited,
    Ignored,
    Located,
    Me,
    Said,
    SharedContact,
    Unreadable,
    Uploaded,
    Wrote,
)
from bot.channels.telegram.kinds import CONTENTS, Content
from bot.files.keeping import MOST_BYTES

_BY_FIELD = tuple(
    (field, content)
    for field, content in CONTENTS.items()
    if content is not Content.TRAIT
)
_DEGREES = (90.0, 180.0)
LONGEST_ID = 512
"""Characters of the id of a file; those of Telegram have fewer than 100."""


def content(message: Message) -> tuple[str, Content] | None:
    """
    Give the field that is the content of a message, and what kind that is.

    None if it has no content that the library knows.
    """
    for field, kind in _BY_FIELD:
        value = getattr(message, field)
        if value is not None and value is not False and value != ():
            return field, kind
    return None


def is_forwarded(message: Message) -> bool:
    """
    Tell whether its content is what somebody said elsewhere.
    """
    # Bot API servers of before 2024 say so in fields that the library knows no more.
    return message.forward_origin is not None or any(
        field.startswith("forward_") for field in message.api_kwargs
    )


def said(message: Message, at: Said, field: str, kind: Content, me: Me) -> Came:
    """
    Give what somebody sent us; `at` is what is common to all of it.
    """
    words = addressing.words(message, me, in_group=at.chat.kind == "group")
    if kind is Content.TEXT:
        return _text(message, at, words)
    if kind is Content.CONTACT:
        return _contact(message, at)
    if kind is Content.PLACE:
        return _place(message, at, field)
    if kind is Content.PHOTO:
        return _photo(message, at, field, words.text)
    if kind is Content.DOCUMENT:
        return _document(message, at, field, words.text)
    return _unreadable(message, at, field, words.text)


def edited(message: Message, at: Said, kind: Content, me: Me) -> Edited | Ignored:
    """
    Give the new words of a message that was changed.
    """
    words = addressing.words(message, me, in_group=at.chat.kind == "group")
    if not writing.says_nothing(words.text):
        return Edited(**vars(at), text=words.text)
    why = {Content.PLACE: "edited_location", Content.TEXT: "empty"}
    return Ignored(at.chat, at.sender, why.get(kind, "edited_media"))


def _text(
    message: Message, at: Said, words: addressing.Words
) -> Wrote | Commanded | Ignored:
    is_their_own = not is_forwarded(message) and message.via_bot is None
    if words.command is not None and is_their_own:
        given = words.command
        return Commanded(**vars(at), name=given.name, argument=given.argument)
    if not writing.says_nothing(words.text):
        return Wrote(**vars(at), text=words.text)
    if at.chat.kind == "group" and not writing.says_nothing(writing.text(message.text)):
        return Commanded(**vars(at), name="help", argument="")
    return Ignored(at.chat, at.sender, "empty")


def _contact(message: Message, at: Said) -> SharedContact | Unreadable:
    contact = message.contact
    phone = writing.line(contact.phone_number) if contact is not None else ""
    if contact is None or not phone:
        return _unreadable(message, at, "contact", "")
    is_own = (
        at.chat.kind == "private"
        and writing.whole_or_none(contact.user_id) == at.sender.id
        and not is_forwarded(message)
        and message.via_bot is None
    )
    return SharedContact(**vars(at), phone=phone, is_own=is_own)


def _place(message: Message, at: Said, field: str) -> Located | Unreadable:
    venue = message.venue
    place = venue.location if venue is not None else message.location
    if place is None:
        return _unreadable(message, at, field, "")
    degrees = (_degrees(place.latitude), _degrees(place.longitude))
    latitude, longitude = degrees
    if not all(abs(d) <= most for d, most in zip(degrees, _DEGREES, strict=True)):
        return _unreadable(message, at, field, "")
    return Located(**vars(at), latitude=latitude, longitude=longitude)


def _degrees(value: object) -> float:
    """
    Give a finite number; infinity, which is nowhere, for anything else.
    """
    if not isinstance(value, int | float) or isinstance(value, bool):
        return math.inf
    return math.inf if math.isnan(value) else float(value)


def _photo(
    message: Message, at: Said, field: str, caption: str
) -> Uploaded | Unreadable:
    live = message.live_photo
    sizes = message.photo or (live.photo if live is not None else None) or ()
    best = _largest(sizes)
    if best is None:
        return _unreadable(message, at, field, caption)
    return Uploaded(
        **vars(at),
        file=writing.token(best.file_id, LONGEST_ID),
        unique=writing.token(best.file_unique_id, LONGEST_ID),
        kind="photo",
        name="photo.jpg",
        type="image/jpeg",
        size=_size(best.file_size),
        caption=caption,
        album=writing.token(message.media_group_id),
    )


def _largest(sizes: Sequence[PhotoSize]) -> PhotoSize | None:
    """
    Give the largest that the shop keeps; if none is small enough, the smallest.
    """
    usable = [each for each in sizes if writing.token(each.file_id)]
    fitting = [e for e in usable if (_size(e.file_size) or 0) <= MOST_BYTES]
    if fitting:
        return max(fitting, key=_area)
    return min(usable, key=_area, default=None)


def _area(size: PhotoSize) -> int:
    width = writing.whole_or_none(size.width)
    height = writing.whole_or_none(size.height)
    return (width or 0) * (height or 0)


def _document(
    message: Message, at: Said, field: str, caption: str
) -> Uploaded | Unreadable:
    document = message.document
    if document is None or not writing.token(document.file_id):
        return _unreadable(message, at, field, caption)
    return Uploaded(
        **vars(at),
        file=writing.token(document.file_id, LONGEST_ID),
        unique=writing.token(document.file_unique_id, LONGEST_ID),
        kind="document",
        name=writing.line(document.file_name),
        type=writing.line(document.mime_type).lower(),
        size=_size(document.file_size),
        caption=caption,
        album=writing.token(message.media_group_id),
    )


def _size(value: object) -> int | None:
    size = writing.whole_or_none(value)
    return size if size is not None and size >= 0 else None


def _unreadable(message: Message, at: Said, field: str, caption: str) -> Unreadable:
    return Unreadable(
        **vars(at),
        kind=field,
        caption=caption,
        album=writing.token(message.media_group_id),
    )
