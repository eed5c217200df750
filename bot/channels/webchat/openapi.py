"""
The web chat described as OpenAPI 3.1, with the frames of its WebSocket.

A test holds real requests, responses and frames against it.
"""

from __future__ import annotations

from typing import Any

from bot.channels.webchat.incoming import (
    LONGEST_BUTTON,
    LONGEST_TOKEN,
    MOST_BYTES,
    MOST_CHARACTERS,
    MOST_WAIT,
)
from bot.channels.webchat.schemas import SCHEMAS
from bot.channels.webchat.service import PAGE, PAGE_AFTER
from bot.files.keeping import MOST_BYTES as FILE_BYTES
from bot.files.kinds import SUFFIXES
from bot.files.receiving import LONGEST_NAME
from crm_connector.identity.codes import DIGITS, LIFE, TRIES

Json = dict[str, Any]

ERRORS = {
    400: "not_json, not_an_object, unknown_field, invalid_field, invalid_id, "
    "text_or_button, text_empty, text_too_long, invalid_text, invalid_query",
    401: "session_missing, session_invalid, session_expired",
    403: "origin_forbidden, blocked",
    404: "button_unknown, file_unknown",
    409: "button_used, code_expected, link_not_asked",
    408: "upload_slow",
    410: "button_expired",
    413: "body_too_large",
    415: "unsupported_media_type",
    429: "too_many_requests",
    503: "unavailable",
}
_TOKEN_ERRORS = {
    401: "token_invalid, token_expired, token_used, session_missing",
    403: "origin_forbidden, sign_in_unavailable",
}
_CODE_ERRORS = {
    400: "not_json, not_an_object, unknown_field, invalid_field, invalid_contact, "
    "contact_missing",
    403: "origin_forbidden, codes_unavailable; trying a code: code_wrong",
    410: "code_over",
    429: "too_many_requests, too_many_codes",
}
_FILE_ERRORS = {
    400: "invalid_field, file_empty, file_damaged",
    404: "file_unknown",
    410: "file_gone",
    413: "file_too_large",
    415: "file_type",
    429: "too_many_requests, too_many_files",
}
MINUTES = int(LIFE.total_seconds() // 60)


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _refusals(*statuses: int, other: dict[int, str] | None = None) -> Json:
    codes = {**ERRORS, **(other or {})}
    return {
        str(status): {"description": codes[status], "content": _json(_ref("Error"))}
        for status in statuses
    }


def _seq_parameter(name: str, description: str) -> Json:
    schema = {"type": "integer", "minimum": 1 - 2**31, "maximum": 2**31 - 1}
    return {"name": name, "in": "query", "description": description, "schema": schema}


BEGIN: Json = {
    "operationId": "beginSession",
    "summary": "Begin a session, or sign in.",
    "description": (
        "Without a body it is a stranger's. With customer_token it is the session of "
        "that customer, in the customer's one thread. If Authorization carries the "
        "browser's session until now, what was said in it as a stranger goes on in "
        "that thread, and that session has ended. The token is a JWT with sub, exp "
        "(at most ten minutes ahead), aud and jti, signed with the shop's key; each "
        "jti is good for one conversation."
    ),
    "security": [{}, {"session": []}],
    "requestBody": {"required": False, "content": _json(_ref("SignIn"))},
    "responses": {
        "201": {"description": "The session.", "content": _json(_ref("Session"))},
        **_refusals(400, 401, 403, 413, 415, 429, 503, other=_TOKEN_ERRORS),
    },
}
CODE: Json = {
    "operationId": "beginProof",
    "summary": "Have a one-time code sent.",
    "description": (
        f"A code of {DIGITS} digits, good for {MINUTES} minutes and {TRIES} tries, in "
        "this session alone; it ends the one before. The answer is the same whether or "
        "not the shop knows the contact. A stranger has to say it (contact_missing)."
    ),
    "requestBody": {"required": True, "content": _json(_ref("CodeWish"))},
    "responses": {
        "202": {
            "description": "Where it goes, if the shop knows it.",
            "content": _json(_ref("CodeSent")),
        },
        **_refusals(400, 401, 403, 413, 415, 429, 503, other=_CODE_ERRORS),
    },
}
ON_FILE: Json = {
    "operationId": "readContact",
    "summary": "Where a code goes without a contact.",
    "description": "What is on file of the session's own customer, masked.",
    "responses": {
        "200": {"description": "The contact.", "content": _json(_ref("CodeAddress"))},
        **_refusals(400, 401, 403, 429, 503, other=_CODE_ERRORS),
    },
}
CHECK: Json = {
    "operationId": "checkCode",
    "summary": "Sign in with the code.",
    "description": (
        "A stranger becomes the customer in a new session, as with customer_token: the "
        "one asked with has ended, and what was said in it goes on in the customer's "
        "thread. A customer's session stays and has proven its customer anew."
    ),
    "requestBody": {"required": True, "content": _json(_ref("Code"))},
    "responses": {
        "200": {
            "description": "The session to go on with.",
            "content": _json(_ref("Session")),
        },
        **_refusals(400, 401, 403, 410, 413, 415, 429, 503, other=_CODE_ERRORS),
    },
}
END: Json = {
    "operationId": "endSession",
    "summary": "Sign out.",
    "description": "The session ends, with its WebSockets and waiting requests.",
    "responses": {
        "204": {"description": "The session has ended."},
        **_refusals(401, 403, 429, 503),
    },
}
_THERE = " Only where the shop is on Telegram; else 404."
LINK: Json = {
    "operationId": "linkTelegram",
    "summary": "Go on in Telegram.",
    "description": (
        "A link to the shop's bot, good for ten minutes and one account; it ends the "
        "one before. Whoever opens it is asked there, and then the session whether "
        "that account is theirs (GET); a TelegramFrame tells to look." + _THERE
    ),
    "responses": {
        "201": {"description": "The link.", "content": _json(_ref("TelegramLink"))},
        **_refusals(401, 403, 429, 503),
    },
}
LINK_STATE: Json = {
    "operationId": "readTelegram",
    "summary": "How far the link has got.",
    "description": "The session's last link, and who wants it." + _THERE,
    "responses": {
        "200": {"description": "Its state.", "content": _json(_ref("TelegramState"))},
        **_refusals(401, 403, 429, 503),
    },
}
UNLINK: Json = {
    "operationId": "unlinkTelegram",
    "summary": "End the link.",
    "description": (
        "Accounts that hold the session's conversation by a link alone hold it no "
        "longer; those that have proven who they are go on." + _THERE
    ),
    "responses": {
        "204": {"description": "It has ended."},
        **_refusals(401, 403, 429, 503),
    },
}
OWN_ACCOUNT: Json = {
    "operationId": "answerTelegram",
    "summary": "Say whether the account is one's own.",
    "description": "It is linked once both sides have said yes." + _THERE,
    "requestBody": {"required": True, "content": _json(_ref("TelegramAnswer"))},
    "responses": {
        "200": {"description": "Its state.", "content": _json(_ref("TelegramState"))},
        **_refusals(400, 401, 403, 409, 413, 415, 429, 503),
    },
}
SEND: Json = {
    "operationId": "sendMessage",
    "summary": "Say something, or press a button.",
    "description": (
        "The same id again is the same message: it gets the same answer and changes "
        "nothing. So repeat until there is an answer. While a one-time code is under "
        "way, a text that is six digits alone is refused (code_expected): it is to be "
        "tried as the code and never stands in the thread."
    ),
    "requestBody": {"required": True, "content": _json(_ref("NewMessage"))},
    "responses": {
        "202": {
            "description": "The message is safe; the answer will come in the thread.",
            "content": _json(_ref("Accepted")),
        },
        **_refusals(400, 401, 403, 404, 409, 410, 413, 415, 429, 503),
    },
}
READ: Json = {
    "operationId": "readMessages",
    "summary": "Read the thread.",
    "description": (
        f"Without after and before: the last {PAGE} messages. Always in the order of "
        "the thread."
    ),
    "parameters": [
        _seq_parameter(
            "after", f"Only messages behind this seq, the oldest {PAGE_AFTER} of them."
        ),
        _seq_parameter(
            "before", f"Only messages ahead of this seq, the newest {PAGE} of them."
        ),
        {
            "name": "wait",
            "in": "query",
            "description": "Seconds to wait for a message if there is none.",
            "schema": {"type": "number", "minimum": 0, "maximum": MOST_WAIT},
        },
    ],
    "responses": {
        "200": {"description": "The messages.", "content": _json(_ref("Page"))},
        **_refusals(400, 401, 403, 429, 503),
    },
}
UPLOAD: Json = {
    "operationId": "uploadFile",
    "summary": "Upload a photo or a file.",
    "description": (
        "The body is the file as it is; what it is, the server sees for itself. Then "
        "send its id in files of a message; what is not sent is gone after a day. "
        "Where a photo was taken, and by whom, is not kept."
    ),
    "parameters": [
        {
            "name": "X-File-Name",
            "in": "header",
            "description": "What it is called, as encodeURIComponent writes it.",
            "schema": {"type": "string", "maxLength": LONGEST_NAME},
        }
    ],
    "requestBody": {
        "required": True,
        "content": {
            "application/octet-stream": {
                "schema": {"type": "string", "maxLength": FILE_BYTES}
            }
        },
    },
    "responses": {
        "201": {"description": "It is kept.", "content": _json(_ref("File"))},
        **_refusals(400, 401, 403, 404, 408, 413, 415, 429, 503, other=_FILE_ERRORS),
    },
}
DOWNLOAD: Json = {
    "operationId": "readFile",
    "summary": "Read a file of the thread.",
    "description": (
        "Pictures are sent to be shown, anything else to be saved, and nothing as a "
        "page."
    ),
    "parameters": [
        {
            "name": "file",
            "in": "path",
            "required": True,
            "schema": {"type": "string"},
        }
    ],
    "responses": {
        "200": {
            "description": "The file.",
            "content": {kind: {} for kind in SUFFIXES},
        },
        **_refusals(401, 403, 404, 410, 429, 503, other=_FILE_ERRORS),
    },
}
TALK: Json = {
    "operationId": "talk",
    "summary": "The same over a WebSocket.",
    "description": (
        "The client's first frame is Hello. The server answers Ready, then sends "
        "every message behind the cursor in order, then whatever comes: "
        "MessageFrame, Typing, TelegramFrame, SignedOut. The client sends "
        "NewMessageFrame and gets AcceptedFrame or ErrorFrame with its id. All frames "
        f"are JSON text of at most {MOST_BYTES} bytes. Close codes: 4400 bad hello, "
        "4401 session ended, 4403 origin forbidden, 4408 no hello in time, 4429 too "
        "many connections or frames, 1009 frame too large, 1012 server restarts."
    ),
    "security": [],
    "responses": {
        "101": {"description": "The connection is a WebSocket."},
        "403": {"description": "origin_forbidden, without a body."},
    },
    "x-websocket-frames": {
        "client": [_ref("Hello"), _ref("NewMessageFrame"), _ref("WritingFrame")],
        "server": [
            _ref("Ready"),
            _ref("MessageFrame"),
            _ref("AcceptedFrame"),
            _ref("Typing"),
            _ref("TelegramFrame"),
            _ref("SignedOut"),
            _ref("ErrorFrame"),
        ],
    },
}

DESCRIPTION: Json = {
    "openapi": "3.1.0",
    "info": {
        "title": "Hamyar web chat",
        "version": "1.0.0",
        "description": (
            "Everything under /chat. Errors have the form of Error; codes never "
            f"change. Texts have at most {MOST_CHARACTERS} characters, buttons' "
            f"tokens {LONGEST_BUTTON}, customer tokens {LONGEST_TOKEN}."
        ),
    },
    "security": [{"session": []}],
    "paths": {
        "/chat/sessions": {"post": BEGIN},
        "/chat/sessions/current": {"delete": END},
        "/chat/sessions/current/code": {"post": CODE, "get": ON_FILE},
        "/chat/sessions/current/code/check": {"post": CHECK},
        "/chat/sessions/current/telegram": {
            "post": LINK,
            "get": LINK_STATE,
            "delete": UNLINK,
        },
        "/chat/sessions/current/telegram/answer": {"post": OWN_ACCOUNT},
        "/chat/messages": {"post": SEND, "get": READ},
        "/chat/files": {"post": UPLOAD},
        "/chat/files/{file}": {"get": DOWNLOAD},
        "/chat/ws": {"get": TALK},
    },
    "components": {
        "securitySchemes": {"session": {"type": "http", "scheme": "bearer"}},
        "schemas": SCHEMAS,
    },
}
