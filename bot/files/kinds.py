"""
What a file is, by its own first bytes.

Few kinds are taken: those that shops and customers send each other, and that nothing
executes. What is text must be text through and through, and no page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.files.errors import WrongKind

PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg", ".jfif"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "image/gif": (".gif",),
    "application/pdf": (".pdf",),
    "text/plain": (".txt", ".csv", ".log", ".md"),
    "video/mp4": (".mp4", ".m4v"),
    "audio/mp4": (".m4a",),
    "audio/ogg": (".ogg", ".oga", ".opus"),
    "audio/mpeg": (".mp3",),
}
"""The types that are taken, and how files of them may be called; the first is usual."""

_VIDEO = frozenset(
    (
        *(b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1"),
        *(b"M4V ", b"M4VP", b"dash", b"MSNV", b"mmp4", b"3gp4", b"3gp5"),
    )
)
_SOUND = (b"M4A ", b"M4B ")
# A frame of MPEG audio: layer III with a bit rate and a sampling rate that exist.
_MP3 = re.compile(rb"\xff[\xfb\xfa\xf3\xf2\xe3\xe2][\x10-\xeb]")
_BAD_RATE = 0x0C
# What a browser might take for a page or a drawing, however it is called.
_MARKUP = re.compile(r"\s*(<[!?a-z]|%!ps)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Kind:
    """
    The media type of a file.
    """

    type: str

    @property
    def is_picture(self) -> bool:
        """
        Whether it is one of those that are shown as they are.
        """
        return self.type in PICTURES


def kind_of(data: bytes) -> Kind:
    """
    Tell what a file is. Raises `WrongKind`.
    """
    found = _by_magic(data)
    if found is None and _is_text(data):
        found = "text/plain"
    if found is None:
        raise WrongKind
    return Kind(found)


def _by_magic(data: bytes) -> str | None:
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[:6] in (b"GIF87a", b"GIF89a"):
        return "image/gif"
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        if brand in _VIDEO:
            return "video/mp4"
        return "audio/mp4" if brand in _SOUND else None
    if data.startswith(b"OggS\x00"):
        return "audio/ogg"
    if data[:3] == b"ID3" and data[3:4] in (b"\x02", b"\x03", b"\x04"):
        return "audio/mpeg"
    if _MP3.match(data) and data[2] & _BAD_RATE != _BAD_RATE:
        return "audio/mpeg"
    return None


def _is_text(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text) and not _MARKUP.match(text)
