"""
What a file tells besides what it shows: where it was taken, with what, by whom.

The picture itself is copied byte for byte; only the parts beside it are left out. How a
photo is to be turned is kept, else phones' pictures would lie on their side.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.files.errors import Damaged

MOST_PIXELS = 150_000_000
"""More than any phone makes: what would fill the memory of who looks at it."""

Size = tuple[int, int]


@dataclass(frozen=True)
class Stripped:
    """
    What is kept of a file; `size` is a picture's width and height in pixels.
    """

    data: bytes
    size: Size | None = None


def stripped(data: bytes, type: str) -> Stripped:  # noqa: A002 - as in `File`
    """
    Leave out what a file of this type tells of its author. Raises `Damaged`.
    """
    strip = _STRIPPERS.get(type)
    if strip is None:
        return Stripped(data)
    try:
        done = strip(data)
    except (IndexError, struct.error):
        raise Damaged from None
    if done.size is not None:
        width, height = done.size
        if not width or not height or width * height > MOST_PIXELS:
            raise Damaged
    return done


# -- JPEG ------------------------------------------------------------------------------

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_APP = range(0xE0, 0xF0)
_COMMENT = 0xFE
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_ALONE = frozenset((*range(0xD0, 0xD8), 0x01))
# In the coded picture FF is followed by 00, by a restart mark or by another FF. No
# repetition in it: on a long run of FF that would try each of them as a beginning.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_MOST_MARKS = 10_000
"""No photo has nearly as many; a file of nothing else would take seconds."""
_EXIF = b"Exif\x00\x00"
_ORIENTATION = 0x0112


def _jpeg(data: bytes) -> Stripped:
    out = bytearray(b"\xff\xd8")
    size: Size | None = None
    turned = 1
    is_coded = False
    place = 2
    for _ in range(_MOST_MARKS):
        found = _NEXT.search(data, place)
        if found is None:
            if not is_coded:
                raise Damaged
            # It ends in its middle: what there is may still be seen.
            out += data[place:]
            break
        if is_coded:
            # A mark may have any number of FF before it, which say nothing.
            out += data[place : found.start()].rstrip(b"\xff")
        mark, place = data[found.end() - 1], found.end()
        if mark == _EOI:
            break
        if mark in _ALONE:
            continue
        (length,) = struct.unpack_from(">H", data, place)
        part = data[place + 2 : place + length]
        if length < 2 or len(part) != length - 2:
            raise Damaged
        place += length
        if mark in _FRAMES:
            height, width = struct.unpack_from(">HH", part, 1)
            size = width, height
        if mark in _APP or mark == _COMMENT:
            if mark == 0xE1 and part.startswith(_EXIF):
                turned = _orientation(part[len(_EXIF) :])
            part = _beside(mark, part)
            if not part:
                continue
        out += struct.pack(">BBH", 0xFF, mark, len(part) + 2) + part
        is_coded = mark == _SOS
    else:
        raise Damaged
    if size is None:
        raise Damaged
    if turned != 1:
        out[2:2] = _turning(turned)
    return Stripped(bytes(out) + b"\xff\xd9", size)


def _beside(mark: int, part: bytes) -> bytes:
    """
    What of an application's segment the picture needs: its density and colours.
    """
    if mark == 0xE0 and part.startswith(b"JFIF\x00"):
        return part[:12] + b"\x00\x00"  # without the small picture
    is_profile = mark == 0xE2 and part.startswith(b"ICC_PROFILE\x00")
    is_adobe = mark == 0xEE and part.startswith(b"Adobe")
    return part if is_profile or is_adobe else b""


def _orientation(tiff: bytes) -> int:
    """
    How the picture is to be turned (1 to 8; 1: not at all).
    """
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 1
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(start + 2, start + 2 + 12 * count, 12):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, entry)
            if tag == _ORIENTATION:
                return int(value) if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


def _turning(turned: int) -> bytes:
    """
    A segment of Exif that says nothing but this.
    """
    tiff = struct.pack(
        ">2sHIHHHIHHI", b"MM", 42, 8, 1, _ORIENTATION, 3, 1, turned, 0, 0
    )
    part = _EXIF + tiff
    return struct.pack(">BBH", 0xFF, 0xE1, len(part) + 2) + part


# -- PNG, WebP and GIF -----------------------------------------------------------------

# What is drawn, how, in which colours and how dense; all else is about the picture.
_SHOWN_BY_PNG = frozenset(
    (
        *(b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"acTL", b"fcTL", b"fdAT"),
        *(b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI"),
        *(b"bKGD", b"pHYs"),
    )
)
_SHOWN_BY_WEBP = frozenset(
    (b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
)
_TOLD_BY_WEBP = 0x08 | 0x04
"""The bits of VP8X that announce EXIF and XMP."""


def _png(data: bytes) -> Stripped:
    out = bytearray(data[:8])
    size: Size | None = None
    place, kind = 8, b""
    while kind != b"IEND":
        length, kind = struct.unpack_from(">I4s", data, place)
        whole = data[place : place + 12 + length]
        if len(whole) != 12 + length:
            raise Damaged
        (sum_,) = struct.unpack_from(">I", whole, 8 + length)
        if zlib.crc32(whole[4 : 8 + length]) != sum_:
            raise Damaged
        if kind == b"IHDR":
            size = struct.unpack_from(">II", whole, 8)
        if kind in _SHOWN_BY_PNG:
            out += whole
        place += len(whole)
    if size is None:
        raise Damaged
    return Stripped(bytes(out), size)


def _webp(data: bytes) -> Stripped:
    parts: list[tuple[bytes, bytes]] = []
    size: Size | None = None
    for kind, part in _riff(data):
        if kind not in _SHOWN_BY_WEBP:
            continue
        if kind == b"VP8X":
            part = bytes([part[0] & ~_TOLD_BY_WEBP]) + part[1:]  # noqa: PLW2901
            wide, high = part[4:7], part[7:10]
            size = _small(wide) + 1, _small(high) + 1
        elif kind == b"VP8L" and size is None:
            (bits,) = struct.unpack_from("<I", part, 1)
            size = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        elif kind == b"VP8 " and size is None:
            width, height = struct.unpack_from("<HH", part, 6)
            size = width & 0x3FFF, height & 0x3FFF
        parts.append((kind, part))
    if size is None:
        raise Damaged
    body = b"".join(
        kind + struct.pack("<I", len(part)) + part + b"\x00" * (len(part) % 2)
        for kind, part in parts
    )
    head = b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP"
    return Stripped(head + body, size)


def _riff(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    (end,) = struct.unpack_from("<I", data, 4)
    place, end = 12, min(end + 8, len(data))
    while place + 8 <= end:
        kind, length = struct.unpack_from("<4sI", data, place)
        part = data[place + 8 : place + 8 + length]
        if len(part) != length:
            raise Damaged
        yield kind, part
        place += 8 + length + length % 2


def _small(three: bytes) -> int:
    return int.from_bytes(three, "little")


_IMAGE, _EXTENSION = 0x2C, 0x21
_CONTROL, _PLAIN, _APPLICATION = 0xF9, 0x01, 0xFF
# How often a film of pictures is to be shown again.
_REPEATS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")


def _gif(data: bytes) -> Stripped:
    width, height, flags = struct.unpack_from("<HHB", data, 6)
    place = 13 + _colours(flags)
    out = bytearray(data[:place])
    is_drawn = False
    while place < len(data):
        start, mark = place, data[place]
        if mark == _IMAGE:
            is_drawn = True
            place = _sub_blocks(data, start + 11 + _colours(data[start + 9]))
        elif mark == _EXTENSION:
            place = _sub_blocks(data, start + 2)
            kind = data[start + 1]
            repeats = kind == _APPLICATION and data.startswith(_REPEATS, start + 2)
            if not repeats and kind not in (_CONTROL, _PLAIN):
                continue
        else:
            # Its end, or what every reader takes for it.
            break
        out += data[start:place]
    if not is_drawn:
        raise Damaged
    return Stripped(bytes(out) + b";", (width, height))


def _colours(flags: int) -> int:
    """
    How many bytes of colours follow.
    """
    return 3 << ((flags & 0x07) + 1) if flags & 0x80 else 0


def _sub_blocks(data: bytes, place: int) -> int:
    """
    Where the blocks end that begin here.
    """
    while length := data[place]:
        place += 1 + length
    return place + 1


# -- MP4 -------------------------------------------------------------------------------

# Where phones write the place, besides the picture itself.
_TOLD_BY_MP4 = (b"udta", b"meta", b"uuid")
_OPENED_OF_MP4 = (b"moov", b"trak")
_DEEPEST = 4
"""Boxes in each other; a track in a film is two."""


def _mp4(data: bytes) -> Stripped:
    """
    Make empty room of what a film tells of itself; nothing in it moves.
    """
    out = bytearray(data)
    _empty_boxes(data, out, (0, len(data)))
    return Stripped(bytes(out))


def _empty_boxes(
    data: bytes, out: bytearray, within: tuple[int, int], depth: int = 0
) -> None:
    if depth > _DEEPEST:
        raise Damaged
    place, end = within
    while place + 8 <= end:
        length, kind = struct.unpack_from(">I4s", data, place)
        head = 8
        if length == 1:
            head = 16
            (length,) = struct.unpack_from(">Q", data, place + 8)
        elif length == 0:
            length = end - place
        if length < head or place + length > end:
            raise Damaged
        if kind in _OPENED_OF_MP4:
            _empty_boxes(data, out, (place + head, place + length), depth + 1)
        elif kind in _TOLD_BY_MP4:
            out[place + 4 : place + 8] = b"free"
            out[place + head : place + length] = bytes(length - head)
        place += length


_STRIPPERS = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
    "image/gif": _gif,
    "video/mp4": _mp4,
    "audio/mp4": _mp4,
}
