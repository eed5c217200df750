"""
Pictures and files as Telegram takes them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.channels.telegram.parts import (
    LARGEST_ALBUM,
    AlbumPhoto,
    Part,
    SendAlbum,
    SendDocument,
    SendPhoto,
    SendText,
)
from bot.conversations.files import File

# What Telegram takes as a photo: anything else is a file.
_TYPES = frozenset({"image/jpeg", "image/png", "image/webp"})
_MOST_BYTES = 10 * 1024 * 1024
_MOST_PIXELS = 10_000  # Of width and height together.
_MOST_SLENDER = 20  # Times as long as wide.
_NOTHING = "…"  # Telegram takes no message without a text.


def is_photo(file: File) -> bool:
    """
    Whether Telegram would take a file as a photo.
    """
    if file.type not in _TYPES or file.size > _MOST_BYTES:
        return False
    if not file.width or not file.height:
        return True
    short, long = sorted((file.width, file.height))
    return short + long <= _MOST_PIXELS and long <= _MOST_SLENDER * short


def of_photos(photos: Sequence[AlbumPhoto]) -> list[SendPhoto | SendAlbum]:
    """
    Photos in albums of as equal a size as can be; one alone is no album.
    """
    if len(photos) == 1:
        return [SendPhoto(photos[0].picture, photos[0].caption)]
    found: list[SendPhoto | SendAlbum] = []
    left = list(photos)
    while left:
        albums = -(-len(left) // LARGEST_ALBUM)
        size = -(-len(left) // albums)
        found.append(SendAlbum(tuple(left[:size])))
        left = left[size:]
    return found


def instead(part: Part) -> tuple[Part, ...]:
    """
    What is sent for a part whose pictures Telegram does not take or cannot fetch.

    Pictures of ours go as files; of the shop's the words alone are left. Any other part
    stays as it is.
    """
    if isinstance(part, SendAlbum):
        return tuple(
            each
            for photo in part.photos
            for each in instead(SendPhoto(photo.picture, photo.caption))
        )
    if not isinstance(part, SendPhoto):
        return (part,)
    if isinstance(part.picture, File):
        return (SendDocument(part.picture, part.caption, part.keyboard),)
    if not part.caption and part.keyboard is None:
        return ()
    return (SendText(part.caption or _NOTHING, part.keyboard, part.key),)


def of_files(
    files: Sequence[File], caption: str
) -> list[SendPhoto | SendAlbum | SendDocument]:
    """
    The photos among the files, then all others; the caption is below the first.
    """
    captions = iter([caption])
    photos = [AlbumPhoto(each, next(captions, "")) for each in files if is_photo(each)]
    others = [
        SendDocument(each, next(captions, "")) for each in files if not is_photo(each)
    ]
    return [*of_photos(photos), *others]
