"""
Reads what a client sends: total, and stricter than any client needs.

Whatever bytes come, the outcome is a value of ours or a `ChatError`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from starlette.requests import Request

from bot.channels.webchat.errors import (
    ChatError,
    bad_request,
    session_missing,
)
from bot.conversations import files
from crm_connector import contacts
from crm_connector.model import Contact

MOST_BYTES = 64 * 1024
"""Longest body and longest frame."""
MOST_CHARACTERS = 4_000
LONGEST_TOKEN = 8 * 1024
LONGEST_BUTTON = 100
LONGEST_SESSION = 100
LONGEST_CONTACT = 254
LONGEST_CODE = 40
LANGUAGES = ("fa", "fa-Latn", "ar", "en")
MOST_WAIT = 25.0
LARGEST_SEQ = 2**31 - 1

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"-?[0-9]{1,10}")
_FILE = re.compile(r"[0-9a-f]{32}")
_SECONDS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?")
_INVISIBLE = ("Cc", "Cf", "Zs", "Zl", "Zp", "Mn")


@dataclass(frozen=True)
class Sent:
    """
    A message as the client sent it: a text, a pressed button, or files.
    """

    id: str
    text: str | None
    button: str | None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class CodeWish:
    """
    A wish for a one-time code: where to (None: to what is on file), in which language.
    """

    contact: Contact | None
    language: str


@dataclass(frozen=True)
class Wanted:
    """
    Which part of the thread a client wants, and how long it would wait for news.
    """

    after: int | None = None
    before: int | None = None
    wait: float = 0.0


@dataclass(frozen=True)
class Hello:
    """
    The first frame of a WebSocket.
    """

    session: str
    after: int | None


async def read_json(request: Request, *, optional: bool = False) -> Mapping[str, Any]:
    """
    Read a body that is one JSON object, and no more of it than is allowed.
    """
    body = await _read_body(request)
    if not body and optional:
        return {}
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise ChatError(
            415, "unsupported_media_type", "Send Content-Type: application/json."
        )
    return parse_object(body)


def parse_object(data: bytes | str) -> Mapping[str, Any]:
    """
    Parse one JSON object, without the extensions that Python reads.
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise bad_request("not_json", "This is not JSON in UTF-8.") from None
    if not isinstance(value, dict):
        raise bad_request("not_an_object", "Send one JSON object.")
    return value


def parse_sign_in(data: Mapping[str, Any]) -> str | None:
    """
    Give the customer token of a body for `POST /chat/sessions`, if it has one.
    """
    _only(data, "customer_token")
    token = data.get("customer_token")
    if token is None and "customer_token" not in data:
        return None
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN:
        raise bad_request("invalid_field", "customer_token must be a JWT.")
    return token


def parse_message(data: Mapping[str, Any]) -> Sent:
    """
    Give the message of a body for `POST /chat/messages`.
    """
    _only(data, "id", "text", "button", "files")
    number = data.get("id")
    if not isinstance(number, str) or not _UUID.fullmatch(number):
        raise bad_request("invalid_id", "id must be a UUID that the client made.")
    given = [name for name in ("text", "button") if name in data]
    if len(given) > 1 or (not given and "files" not in data):
        raise bad_request("text_or_button", "Send either text or button, or files.")
    if "button" in data:
        if "files" in data:
            raise bad_request("text_or_button", "A button brings no files.")
        return Sent(number.lower(), None, _button(data["button"]))
    text = _text(data["text"]) if given else None
    sent = _files(data["files"]) if "files" in data else ()
    return Sent(number.lower(), text, None, sent)


def parse_typing(data: Mapping[str, Any]) -> bool:
    """
    Give whether the customer is writing, of a frame without its type.
    """
    _only(data, "on")
    on = data.get("on")
    if not isinstance(on, bool):
        raise bad_request("invalid_field", "on must be true or false.")
    return on


def parse_code_wish(data: Mapping[str, Any], country: str) -> CodeWish:
    """
    Give what a body for `POST /chat/sessions/current/code` asks for.

    Telephones without a country's code are of `country`.
    """
    _only(data, "contact", "language")
    language = data.get("language")
    if language not in LANGUAGES:
        expected = ", ".join(LANGUAGES)
        raise bad_request("invalid_field", f"language must be one of {expected}.")
    if "contact" not in data:
        return CodeWish(None, language)
    written = data["contact"]
    if not isinstance(written, str):
        raise bad_request("invalid_field", "contact must be a string.")
    short = len(written) <= LONGEST_CONTACT
    contact = contacts.typed(written, country) if short else None
    if contact is None:
        raise bad_request(
            "invalid_contact", "contact must be a telephone or an e-mail address."
        )
    return CodeWish(contact, language)


def parse_code(data: Mapping[str, Any]) -> str:
    """
    Give what was typed as a code: a body for `POST /chat/sessions/current/code/check`.
    """
    _only(data, "code")
    code = data.get("code")
    if not isinstance(code, str) or not 0 < len(code) <= LONGEST_CODE:
        raise bad_request(
            "invalid_field",
            f"code must be a string of 1 to {LONGEST_CODE} characters.",
        )
    return code


def parse_link_answer(data: Mapping[str, Any]) -> tuple[str, bool]:
    """
    Give which link is meant, and yes or no, of a body for `.../telegram/answer`.
    """
    _only(data, "id", "yes")
    link, yes = data.get("id"), data.get("yes")
    if not isinstance(link, str) or not _FILE.fullmatch(link):
        raise bad_request("invalid_field", "id must be the one of the question.")
    if not isinstance(yes, bool):
        raise bad_request("invalid_field", "yes must be true or false.")
    return link, yes


def parse_wanted(query: Mapping[str, str]) -> Wanted:
    """
    Give the part of the thread that a query asks for.
    """
    for name in query:
        if name not in ("after", "before", "wait"):
            raise bad_request("unknown_field", f"Unknown parameter: {_show(name)}.")
    wanted = Wanted(
        after=_seq(query["after"], "after") if "after" in query else None,
        before=_seq(query["before"], "before") if "before" in query else None,
        wait=_wait(query["wait"]) if "wait" in query else 0.0,
    )
    if wanted.before is not None and (wanted.after is not None or wanted.wait):
        raise bad_request("invalid_query", "before goes with neither after nor wait.")
    return wanted


def parse_hello(data: Mapping[str, Any]) -> Hello:
    """
    Give the session and the cursor of a first frame.
    """
    _only(data, "type", "session", "after")
    if data.get("type") != "hello":
        raise bad_request("hello_expected", "The first frame must be hello.")
    session = data.get("session")
    if not isinstance(session, str) or not 0 < len(session) <= LONGEST_SESSION:
        raise session_missing()
    after = data.get("after")
    if after is None:
        return Hello(session, None)
    if not isinstance(after, int) or isinstance(after, bool):
        raise bad_request("invalid_field", "after must be a whole number.")
    if abs(after) > LARGEST_SEQ:
        raise bad_request("invalid_field", "after is out of range.")
    return Hello(session, after)


def bearer(header: str | None) -> str | None:
    """
    Give the session of an Authorization header; None if there is no header.
    """
    if header is None:
        return None
    scheme, _, session = header.partition(" ")
    session = session.strip()
    if scheme.lower() != "bearer" or not 0 < len(session) <= LONGEST_SESSION:
        raise session_missing()
    return session


async def _read_body(request: Request) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced[:10]) > MOST_BYTES:
        raise _too_large()
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _too_large()
    return bytes(body)


def _too_large() -> ChatError:
    # The rest of the body is not read, so the connection is of no more use.
    return ChatError(
        413,
        "body_too_large",
        f"A body has at most {MOST_BYTES} bytes.",
        {"Connection": "close"},
    )


def _only(data: Mapping[str, Any], *names: str) -> None:
    for name in data:
        if name not in names:
            raise bad_request("unknown_field", f"Unknown field: {_show(name)}.")


def _show(name: str) -> str:
    """
    Make a name of the client's fit to be sent back.
    """
    return ascii(name[:40])


def _text(text: Any) -> str:
    if not isinstance(text, str):
        raise bad_request("invalid_field", "text must be a string.")
    if len(text) > MOST_CHARACTERS:
        raise bad_request(
            "text_too_long", f"text has at most {MOST_CHARACTERS:,} characters."
        )
    if any(c == "\0" or "\ud800" <= c <= "\udfff" for c in text):
        raise bad_request(
            "invalid_text", "text must not hold NUL or half a surrogate pair."
        )
    if all(unicodedata.category(c) in _INVISIBLE for c in text):
        raise bad_request("text_empty", "text must say something.")
    return text.strip()


def _button(token: Any) -> str:
    if not isinstance(token, str) or not 0 < len(token) <= LONGEST_BUTTON:
        raise bad_request("invalid_field", "button must be a button's token.")
    return token


def _files(wanted: Any) -> tuple[str, ...]:
    is_list = isinstance(wanted, list) and 0 < len(wanted) <= files.MOST
    if not is_list or len(set(map(str, wanted))) != len(wanted):
        raise bad_request(
            "invalid_field", f"files must be a list of 1 to {files.MOST} ids."
        )
    if not all(isinstance(each, str) and _FILE.fullmatch(each) for each in wanted):
        raise bad_request("invalid_field", "files must hold ids of uploaded files.")
    return tuple(wanted)


def _seq(value: str, name: str) -> int:
    if not _NUMBER.fullmatch(value) or abs(int(value)) > LARGEST_SEQ:
        raise bad_request("invalid_query", f"{name} must be the seq of a message.")
    return int(value)


def _wait(value: str) -> float:
    if not _SECONDS.fullmatch(value) or float(value) > MOST_WAIT:
        raise bad_request(
            "invalid_query", f"wait must be seconds, at most {MOST_WAIT:.0f}."
        )
    return float(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)
