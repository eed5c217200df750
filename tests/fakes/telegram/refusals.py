"""
How Telegram says no: the code and the words of its Bot API server.

What is not in Telegram's own words begins with `STRICT`: Telegram itself would let it
pass, often by leaving out in silence what it does not take.
"""

from __future__ import annotations

from typing import Any

STRICT = "Bad Request: not of Telegram, the fake says: "


class Refusal(Exception):
    """
    An answer that is not ok: its code, its description, and its parameters if any.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters

    @property
    def body(self) -> dict[str, Any]:
        """
        As it stands in the answer.
        """
        body = {"ok": False, "error_code": self.code, "description": self.description}
        return {**body, "parameters": self.parameters} if self.parameters else body


def bad(words: str) -> Refusal:
    """
    400 with Telegram's own words, which begin small unless they are a name.
    """
    small = words[:1].lower() + words[1:]
    return Refusal(400, f"Bad Request: {words if words[:2].isupper() else small}")


def strict(words: str) -> Refusal:
    """
    400 where Telegram itself would not complain, or in words that are not known.
    """
    return Refusal(400, STRICT + words)


def too_many(seconds: int) -> Refusal:
    """
    429: ask again after so many seconds.
    """
    words = f"Too Many Requests: retry after {seconds}"
    return Refusal(429, words, retry_after=seconds)


def migrated(chat: int) -> Refusal:
    """
    400: the group is another chat now.
    """
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, words, migrate_to_chat_id=chat)


def broken(code: int) -> Refusal:
    """
    5xx: the fault is at Telegram's side.
    """
    words = {500: "Internal Server Error", 502: "Bad Gateway", 504: "Gateway Timeout"}
    return Refusal(code, words[code])


UNAUTHORIZED = Refusal(401, "Unauthorized")
NOT_FOUND = Refusal(404, "Not Found")
NO_METHOD = Refusal(404, "Not Found: method not found")
BLOCKED = Refusal(403, "Forbidden: bot was blocked by the user")
DEACTIVATED = Refusal(403, "Forbidden: user is deactivated")
NEVER_STARTED = Refusal(403, "Forbidden: bot can't initiate conversation with a user")
KICKED = Refusal(403, "Forbidden: bot was kicked from the group chat")
KICKED_FROM_SUPERGROUP = Refusal(
    403, "Forbidden: bot was kicked from the supergroup chat"
)
TOO_LARGE = Refusal(413, "Request Entity Too Large")
OTHER_POLL = Refusal(
    409,
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running",
)
WEBHOOK_SET = Refusal(409, "Conflict: terminated by setWebhook request")
WEBHOOK_ACTIVE = Refusal(
    409,
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first",
)
NOT_MODIFIED = bad(
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
TOO_OLD = bad(
    "query is too old and response timeout expired or query ID is invalid",
)
WRONG_FILE = bad("wrong file identifier/HTTP URL specified")
