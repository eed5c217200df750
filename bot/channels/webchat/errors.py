"""
What the web chat refuses: every refusal is one `ChatError` with a stable code.

The codes are for programs and never change; the messages are for developers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse


class ChatError(Exception):
    """
    A request that is refused, as it is told to the client.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})

    def body(self) -> dict[str, str]:
        """
        Give the error as it stands in responses and frames.
        """
        return {"code": self.code, "message": self.message}

    def response(self) -> JSONResponse:
        """
        Give the error as an HTTP response.
        """
        return JSONResponse({"error": self.body()}, self.status, self.headers)


def bad_request(code: str, message: str) -> ChatError:
    """
    Refuse what makes no sense.
    """
    return ChatError(400, code, message)


def session_missing() -> ChatError:
    """
    Refuse a request without a session.
    """
    return _unauthorised("session_missing", "Send Authorization: Bearer <session>.")


def session_invalid() -> ChatError:
    """
    Refuse a session that never was or has ended.
    """
    return _unauthorised("session_invalid", "There is no such session (any more).")


def session_expired() -> ChatError:
    """
    Refuse a session that is too old.
    """
    return _unauthorised("session_expired", "The session has expired: begin another.")


def token_invalid(why: str) -> ChatError:
    """
    Refuse a customer token.
    """
    return _unauthorised("token_invalid", f"The customer token is not good: {why}.")


def token_expired() -> ChatError:
    """
    Refuse a customer token that came too late.
    """
    return _unauthorised("token_expired", "The customer token has expired.")


def token_used() -> ChatError:
    """
    Refuse a customer token that signed in somewhere else, or was signed out.
    """
    return _unauthorised(
        "token_used", "This customer token was used before: get another."
    )


def too_many(seconds: float) -> ChatError:
    """
    Refuse what comes too fast; it may come again after `seconds`.
    """
    wait = max(1, math.ceil(seconds))
    return ChatError(
        429,
        "too_many_requests",
        f"Too many requests: try again in {wait} s.",
        {"Retry-After": str(wait)},
    )


def frame(error: ChatError, message_id: Any = None) -> dict[str, Any]:
    """
    Give the error as a frame of the WebSocket.
    """
    body: dict[str, Any] = dict(error.body())
    if "Retry-After" in error.headers:
        body["retry_after"] = int(error.headers["Retry-After"])
    return {"type": "error", "id": message_id, "error": body}


def _unauthorised(code: str, message: str) -> ChatError:
    return ChatError(401, code, message, {"WWW-Authenticate": "Bearer"})
