"""
What Telegram takes as a keyboard, and what not.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.telegram.refusals import Refusal, bad

Markup = dict[str, Any]

_KINDS = (
    *("url", "callback_data", "callback_game", "pay", "switch_inline_query"),
    *("switch_inline_query_chosen_chat", "switch_inline_query_current_chat"),
    *("login_url", "web_app", "copy_text"),
)
MOST_BUTTONS = 100
MOST_DATA = 64
"""Bytes of `callback_data`."""


def read_markup(value: Any, *, private: bool) -> Markup | None:
    """
    Check the keyboard of a message; None where there is none. Raises `Refusal`.
    """
    if value in (None, ""):
        return None
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            raise bad("can't parse reply keyboard markup JSON object") from None
    if not isinstance(value, dict):
        raise bad("object expected as reply markup")
    if value.get("keyboard"):
        read_rows(value["keyboard"], "keyboard", lambda b: read_key(b, private=private))
        return value
    if value.get("inline_keyboard"):
        where = "inline_keyboard"
        read_rows(value[where], where, read_button)
        return {where: value[where]}
    if value.get("remove_keyboard") or value.get("force_reply"):
        return value
    return None


def read_rows(rows: Any, field: str, read: Any) -> None:
    """
    Look at each button.
    """
    of = " of the InlineKeyboardMarkup" if field == "inline_keyboard" else ""
    if not isinstance(rows, list):
        raise bad(f'Field "{field}" must be of type Array')
    count = 0
    for row in rows:
        if not isinstance(row, list):
            raise bad(f'Field "{field}"{of} must be an Array of Arrays')
        for button in row:
            read(button)
            count += 1
    if count > MOST_BUTTONS:
        raise bad("reply markup is too long")


def read_key(button: Any, *, private: bool) -> None:
    """
    A button of a keyboard below the chat.
    """
    wrong = "can't parse keyboard button: "
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict):
        raise bad(f"{wrong}KeyboardButton must be a String or an Object")
    if not text_of(button, wrong):
        raise bad("Keyboard button text must be non-empty")
    if button.get("request_contact") and not private:
        raise bad("phone number can be requested in private chats only")
    if button.get("request_location") and not private:
        raise bad("location can be requested in private chats only")


def read_button(button: Any) -> None:
    """
    A button of a keyboard below a message.
    """
    wrong = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(f"{wrong}InlineKeyboardButton must be an Object")
    text = text_of(button, wrong)
    kind = next((each for each in _KINDS if button.get(each) not in (None, "")), None)
    if kind is None:
        raise bad(f"{wrong}Text buttons are unallowed in the inline keyboard")
    if not text:
        raise bad("Inline keyboard button text must be non-empty")
    if kind == "callback_data":
        if not isinstance(button[kind], str):
            raise bad(f'{wrong}Field "{kind}" must be of type String')
        if len(button[kind].encode()) > MOST_DATA:
            raise Refusal(400, "Bad Request: BUTTON_DATA_INVALID")
    if kind == "url" and not is_address(button[kind]):
        raise bad(
            f"Inline keyboard button URL '{button[kind]}' is invalid: Wrong HTTP URL"
        )


def text_of(button: dict[str, Any], wrong: str) -> str:
    """
    What stands on it, without spaces around.
    """
    if "text" not in button:
        raise bad(f'{wrong}Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad(f'{wrong}Field "text" must be of type String')
    return button["text"].strip()


def is_address(url: Any) -> bool:
    """
    Whether a button may lead there: hosts without a dot are none, this machine's too.
    """
    if not isinstance(url, str):
        return False
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme == "tg" or (
        parts.scheme in ("http", "https") and "." in host.strip(".")
    )
