"""
Why a file is not taken.

    NotTaken
    ├── Empty          there is nothing in it
    ├── TooLarge       it has more bytes than a file may have
    ├── WrongKind      it is none of the kinds that are taken
    ├── Damaged        it says that it is a picture and cannot be read as one
    ├── TooMany        that was enough for a day
    └── NoRoom         the disk is nearly full
"""

from __future__ import annotations


class NotTaken(Exception):
    """
    A file that is not kept; nothing of it is left.
    """


class Empty(NotTaken):
    """
    A file without a byte.
    """


class TooLarge(NotTaken):
    """
    A file with more than `MOST_BYTES`.
    """


class WrongKind(NotTaken):
    """
    Neither a picture, nor a PDF, plain text, a video or a sound.
    """


class Damaged(NotTaken):
    """
    A picture that ends in its middle or makes no sense.
    """


class TooMany(NotTaken):
    """
    A conversation that has uploaded enough for a day.
    """


class NoRoom(NotTaken):
    """
    A disk that the shop needs for its conversations.
    """
