"""
What the web chat refuses: every refusal is one `ChatError` with a stable code.

The codes are for programs and never change; the messages are for developers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from starlette.responses import JSONResponse

from bot.conversations.errors import (
    Blocked,
    ButtonExpired,
    ButtonRefused,
    ButtonUsed,
    ConversationError,
    FileUnknown,
)
from bot.files.errors import Damaged, Empty, NoRoom, NotTaken, TooLarge, TooMany
from crm_connector.errors import (
    CodeOver,
    CodeWrong,
    CrmError,
    NotSupported,
    TooManyCodes,
)

TROUBLE_SECONDS = 5
"""What a client is told to wait when something of ours does not work."""


class ChatError(Exception):
    """
    A request that is refused, as it is told to the client.

    `left` is how many tries are left, where tries are counted.
    """

    def __init__(
        self,
        status: int,
        code: str,
        message: str,
        headers: Mapping[str, str] | None = None,
        left: int | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.headers = dict(headers or {})
        self.left = left

    def body(self) -> dict[str, Any]:
        """
        Give the error as it stands in responses and frames.
        """
        body: dict[str, Any] = {"code": self.code, "message": self.message}
        return body if self.left is None else {**body, "left": self.left}

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
    return _too_often("too_many_requests", "requests", seconds)


def contact_missing() -> ChatError:
    """
    Refuse a stranger's wish for a code that says not where to.
    """
    return bad_request("contact_missing", "A stranger has to name a contact.")


def code_expected() -> ChatError:
    """
    Refuse to put a one-time code into the thread.
    """
    return ChatError(
        409,
        "code_expected",
        "This is a one-time code and no message: POST it to "
        "/chat/sessions/current/code/check.",
    )


def link_not_asked() -> ChatError:
    """
    Refuse an answer to what was not asked, or is not any more.
    """
    return ChatError(409, "link_not_asked", "Nothing like this is asked: look again.")


def file_too_large(most: int) -> ChatError:
    """
    Refuse a file with more than so many bytes.
    """
    # The rest of the body is not read, so the connection is of no more use.
    close = {"Connection": "close"}
    return ChatError(413, "file_too_large", f"A file has at most {most} bytes.", close)


def file_unknown() -> ChatError:
    """
    Refuse a file that never was here, or that is none of this session's.
    """
    return ChatError(404, "file_unknown", "There is no such file here.")


def file_gone() -> ChatError:
    """
    Refuse a file whose time is over.
    """
    return ChatError(410, "file_gone", "This file is not kept any more.")


def file_error(error: NotTaken, most: int) -> ChatError:
    """
    Give why a file is not taken, as it is told to the client.
    """
    if isinstance(error, TooLarge):
        return file_too_large(most)
    if isinstance(error, TooMany):
        return ChatError(
            429, "too_many_files", "That is enough for a day.", {"Retry-After": "3600"}
        )
    if isinstance(error, NoRoom):
        return unavailable("There is no room for files now.")
    if isinstance(error, Empty):
        return bad_request("file_empty", "There is nothing in this file.")
    if isinstance(error, Damaged):
        return bad_request("file_damaged", "This picture cannot be read.")
    return ChatError(
        415, "file_type", "Taken are JPEG, PNG, WebP, GIF, PDF, text, MP4, Ogg, MP3."
    )


def not_accepted(error: ConversationError) -> ChatError:
    """
    Give why a message is not taken, as it is told to the client.
    """
    if isinstance(error, Blocked):
        return ChatError(
            403, "blocked", "The shop does not take your messages for now."
        )
    if isinstance(error, FileUnknown):
        return file_unknown()
    if isinstance(error, ButtonUsed):
        return ChatError(409, "button_used", "This button was pressed before.")
    if isinstance(error, ButtonExpired):
        return ChatError(410, "button_expired", "This button is too old.")
    if isinstance(error, ButtonRefused):
        return ChatError(404, "button_unknown", "There is no such button here.")
    return session_invalid()


def code_error(error: CrmError) -> ChatError:
    """
    Give what hinders proving by a code, as it is told to the client.

    Nothing of it differs for those whom the shop knows and those whom it does not.
    """
    if isinstance(error, CodeWrong):
        return ChatError(403, "code_wrong", "This is not the code.", left=error.left)
    if isinstance(error, CodeOver):
        return ChatError(410, "code_over", "There is no code to try: ask for another.")
    if isinstance(error, TooManyCodes):
        return _too_often("too_many_codes", "codes", error.retry_after)
    if isinstance(error, NotSupported):
        return ChatError(
            403, "codes_unavailable", "This shop sends no codes to such a contact."
        )
    return unavailable("The shop's system does not answer: try again.")


def unavailable(message: str) -> ChatError:
    """
    Refuse for now: it is our trouble, or the shop's.
    """
    return ChatError(503, "unavailable", message, {"Retry-After": str(TROUBLE_SECONDS)})


def _too_often(code: str, what: str, seconds: float) -> ChatError:
    wait = max(1, math.ceil(seconds))
    return ChatError(
        429,
        code,
        f"Too many {what}: try again in {wait} s.",
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
