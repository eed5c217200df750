"""
What an error of the Bot API means for what was to be sent.
"""

from __future__ import annotations

from datetime import timedelta

import httpx
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

_NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_BAD_PICTURE = (
    "http url",
    "wrong file identifier",
    "wrong remote file",
    "wrong type",
    "image_process",
    "media_empty",
    "photo_",
)
# Telegram has heard of no such person, or may not write to them.
_NOBODY = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "bot was kicked",
    "have no rights to send",
    "not enough rights",
    "peer_id_invalid",
    "chat_write_forbidden",
    "topic_closed",
)


def may_have_arrived(error: Exception) -> bool:
    """
    Tell whether nobody knows if Telegram took it: it went out, and no answer came back.

    What Telegram itself refused, or what never reached it, has not arrived.
    """
    if isinstance(error, NetworkError):
        if isinstance(error, BadRequest):
            return False
        cause = error.__cause__
        return isinstance(cause, httpx.HTTPError) and not isinstance(cause, _NOT_BEGUN)
    # An answer of 200 that makes no sense is one to a call that was made.
    return type(error) is TelegramError


def seconds_of(error: RetryAfter) -> float:
    """
    How long Telegram wants to be left alone.
    """
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def is_nobody(error: BadRequest) -> bool:
    """
    Tell whether nobody is there who could ever be written to.
    """
    said = str(error).lower()
    return any(each in said for each in _NOBODY)


def is_markup(error: BadRequest) -> bool:
    """
    Tell whether it was our tags that Telegram could not read.
    """
    return "parse entities" in str(error).lower()


def is_picture(error: BadRequest) -> bool:
    """
    Tell whether it was a picture that Telegram could not fetch or show.
    """
    said = str(error).lower()
    return any(each in said for each in _BAD_PICTURE)


def is_same(error: BadRequest) -> bool:
    """
    Tell whether a message that was to be changed says that already.
    """
    return "message is not modified" in str(error).lower()
