"""
The shapes of the web chat's JSON, as JSON Schema 2020-12.
"""

from __future__ import annotations

from typing import Any

from bot.channels.links import Step
from bot.channels.webchat.incoming import (
    LANGUAGES,
    LONGEST_BUTTON,
    LONGEST_CODE,
    LONGEST_CONTACT,
    LONGEST_SESSION,
    LONGEST_TOKEN,
    MOST_CHARACTERS,
)
from bot.conversations.files import MOST
from bot.files.kinds import SUFFIXES
from crm_connector.identity.codes import DIGITS
from crm_connector.model import ContactKind

Json = dict[str, Any]

_SEQ: Json = {"type": "integer", "minimum": 1 - 2**31, "maximum": 2**31 - 1}
_UUID: Json = {"type": "string", "format": "uuid"}
_TEXT: Json = {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}
_TOKEN: Json = {"type": "string", "minLength": 1, "maxLength": LONGEST_BUTTON}
_FILE: Json = {"type": "string", "pattern": "^[0-9a-f]{32}$"}
_FILES: Json = {
    "type": "array",
    "items": _FILE,
    "minItems": 1,
    "maxItems": MOST,
    "uniqueItems": True,
    "description": "Ids of what was uploaded in this session.",
}
_PIXELS: Json = {"type": "integer", "minimum": 1}
_STRING: Json = {"type": "string"}
_STRINGS: Json = {"type": "array", "items": _STRING}


def _ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(
    required: Json, optional: Json | None = None, *, description: str = ""
) -> Json:
    """
    Describe an object with these fields and no others.
    """
    schema: Json = {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }
    if description:
        schema["description"] = description
    return schema


def _list(name: str) -> Json:
    return {"type": "array", "items": _ref(name)}


_SPOKEN: Json = {
    "seq": {
        **_SEQ,
        "description": "Place in the thread: it grows. What was joined to the thread "
        "may stand before 1, and what was parted from it leaves a gap.",
    },
    "author": {"enum": ["customer", "bot", "agent", "system"]},
    "text": _STRING,
    "lang": {
        "type": ["string", "null"],
        "description": "fa, fa-Latn, ar or en; null while it is not known yet.",
    },
    "buttons": _list("Button"),
    "cards": _list("Card"),
    "at": {"type": "string", "format": "date-time", "description": "In UTC."},
}
_TO: Json = {
    "kind": {"enum": [kind.value for kind in ContactKind]},
    "to": {
        **_STRING,
        "description": "In its one form; masked if it is what is on file.",
    },
}
_WITH_FILES: Json = {
    "files": {
        **_list("File"),
        "description": "Photos and files, where there are any.",
    }
}
_OWN_ID: Json = {
    "id": {
        **_UUID,
        "description": "Of the customer's and of agents': the id it was sent under.",
    },
    "speaker": {**_STRING, "description": "Who of the shop wrote it, of agents'."},
}


def _frame(kind: str, required: Json, optional: Json | None = None) -> Json:
    return _object({"type": {"const": kind}, **required}, optional)


def _text_or_button(required: Json) -> Json:
    """
    Describe an object that has a text, files or both, or a button, besides the rest.
    """
    schema = _object(required, {"text": _TEXT, "button": _TOKEN, "files": _FILES})
    schema["oneOf"] = [
        {"required": ["button"], "not": {"required": ["files"]}},
        {"required": ["text"]},
        {"required": ["files"], "not": {"required": ["text"]}},
    ]
    return schema


SCHEMAS: Json = {
    "SignIn": _object(
        {},
        {
            "customer_token": {
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST_TOKEN,
            }
        },
    ),
    "Session": _object({"session": _STRING, "conversation": _UUID}),
    "CodeWish": _object(
        {"language": {"enum": list(LANGUAGES)}},
        {
            "contact": {
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST_CONTACT,
                "description": "A telephone or an e-mail address, in any writing. A "
                "customer may leave it out: the code goes to what is on file.",
            }
        },
    ),
    "CodeAddress": _object(_TO),
    "CodeSent": _object(
        {
            **_TO,
            "digits": {"const": DIGITS},
            "good_for": {"type": "integer", "description": "Seconds."},
            "again_in": {
                "type": "integer",
                "description": "Seconds to wait before asking for another.",
            },
        }
    ),
    "Code": _object(
        {
            "code": {
                "type": "string",
                "minLength": 1,
                "maxLength": LONGEST_CODE,
                "description": "As it was typed: digits of any script, also in groups.",
            }
        }
    ),
    "TelegramLink": _object(
        {
            "link": {**_STRING, "description": "To be opened in Telegram, once."},
            "good_for": {"type": "integer", "description": "Seconds."},
            "qr": _object(
                {
                    "size": {"type": "integer", "description": "Width and height."},
                    "path": {**_STRING, "description": "The dark part, of an SVG."},
                },
                description="The link as a QR code, with its quiet zone.",
            ),
        }
    ),
    "TelegramState": _object(
        {
            "state": {
                "enum": [each.value for each in Step],
                "description": "open: waits to be opened; waiting: for the yes in "
                "Telegram; asked: is the account yours?; taken: it is somebody's "
                "already.",
            }
        },
        {
            "id": {**_FILE, "description": "By which the question is answered."},
            "telegram": {**_STRING, "description": "The account that wants it."},
            "good_for": {"type": "integer", "description": "Seconds that are left."},
        },
    ),
    "TelegramAnswer": _object({"id": _FILE, "yes": {"type": "boolean"}}),
    "NewMessage": _text_or_button({"id": _UUID}),
    "Accepted": _object({"id": _UUID, "seq": _SEQ}),
    "Page": _object(
        {
            "conversation": {
                **_UUID,
                "description": "Where it is another one than before, throw away what "
                "you have and read anew.",
            },
            "messages": _list("Message"),
            "more": {
                "type": "boolean",
                "description": "Whether there are more that way: newer ones with "
                "after, else older ones.",
            },
        }
    ),
    "Message": _object(_SPOKEN, {**_OWN_ID, **_WITH_FILES}),
    "File": _object(
        {
            "id": _FILE,
            "name": {
                **_STRING,
                "description": "Fit to be shown and saved: its ending is of its type.",
            },
            "type": {"enum": list(SUFFIXES)},
            "size": {"type": "integer", "minimum": 0, "description": "In bytes."},
        },
        {
            "width": {**_PIXELS, "description": "Of a picture, in pixels."},
            "height": _PIXELS,
            "gone": {"const": True, "description": "It is not kept any more."},
        },
    ),
    "Button": {
        "oneOf": [
            _object(
                {"title": _STRING, "token": _TOKEN},
                description="A quick reply: send the token to press it, once.",
            ),
            _object(
                {"title": _STRING, "used": {"const": True}},
                description="One that cannot be pressed any more.",
            ),
        ]
    },
    "Card": _object(
        {
            "kind": {
                **_STRING,
                "description": "What it shows: order, branch, "
                "or sign_in (ask for a code, see the docs), ...",
            },
            "id": {**_STRING, "description": "The thing's own number."},
            "title": _STRING,
            "status": {**_STRING, "description": "A word for people."},
            "state": {**_STRING, "description": "The status's code: shipped, ..."},
            "rows": _list("CardRow"),
            "items": _STRINGS,
            "steps": {**_STRINGS, "description": "The stages of the way, named."},
            "step": {
                "type": "integer",
                "minimum": -1,
                "description": "The stage reached, from 0; -1 if it left the way.",
            },
        },
        {
            "image": {
                **_STRING,
                "description": "The https address of a picture, or empty.",
            }
        },
    ),
    "CardRow": _object({"label": _STRING, "value": _STRING}),
    "Problem": _object(
        {
            "code": {**_STRING, "description": "For programs; never changes."},
            "message": {**_STRING, "description": "For developers, in English."},
        },
        {
            "left": {
                "type": "integer",
                "minimum": 0,
                "description": "Tries that are left, with code_wrong.",
            }
        },
    ),
    "Error": _object({"error": _ref("Problem")}),
    "Hello": _frame(
        "hello",
        {"session": {**_STRING, "minLength": 1, "maxLength": LONGEST_SESSION}},
        {
            "after": {
                **_SEQ,
                "type": ["integer", "null"],
                "description": "The cursor: seq of the last message the client has. "
                "Without it the last messages come, as with GET.",
            }
        },
    ),
    "NewMessageFrame": _text_or_button({"type": {"const": "message"}, "id": _UUID}),
    "Ready": _frame(
        "ready",
        {
            "conversation": _UUID,
            "seq": {**_SEQ, "description": "Of the newest message there is."},
        },
    ),
    "MessageFrame": _frame("message", _SPOKEN, {**_OWN_ID, **_WITH_FILES}),
    "AcceptedFrame": _frame("accepted", {"id": _UUID, "seq": _SEQ}),
    "Typing": _frame(
        "typing",
        {"on": {"type": "boolean"}},
        {
            "who": {"const": "agent", "description": "A person; else the bot."},
            "name": {**_STRING, "description": "Theirs, while they are writing."},
        },
    ),
    "WritingFrame": _frame(
        "typing",
        {
            "on": {
                "type": "boolean",
                "description": "Whether the customer is writing. It is forgotten "
                "after ten seconds: say it again meanwhile.",
            }
        },
    ),
    "TelegramFrame": _frame("telegram", {}),
    "SignedOut": _frame("signed_out", {}),
    "ErrorFrame": _frame(
        "error",
        {
            "id": {
                "type": ["string", "null"],
                "description": "Of the message that was refused, if it had one.",
            },
            "error": {
                **_object(
                    {"code": _STRING, "message": _STRING},
                    {
                        "retry_after": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "Seconds, with too_many_requests.",
                        }
                    },
                )
            },
        },
    ),
}
