"""
What several pages put into their answers.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from bot.accounts import cookies, devices
from bot.accounts.errors import TooManyTries
from bot.accounts.service import Begun


def minutes(error: TooManyTries) -> int:
    """
    How many whole minutes somebody has to wait.
    """
    return max(1, -(-int(error.retry_after) // 60))


def keep(response: Response, request: Request, begun: Begun) -> Response:
    """
    Give the browser its new session, and what it keeps for the next time.
    """
    cookies.write(response, request, cookies.SESSION, begun.secret)
    if begun.device:
        seconds = int(devices.KEPT.total_seconds())
        cookies.write(response, request, cookies.DEVICE, begun.device, seconds=seconds)
    return response


def waiting(response: Response, error: TooManyTries) -> Response:
    """
    Say to programs, too, how long to wait.
    """
    response.headers["Retry-After"] = str(int(error.retry_after) + 1)
    return response
