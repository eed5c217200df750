"""
Writes messages of the thread as clients read them.
"""

from __future__ import annotations

from typing import Any

from bot.conversations.buttons import ShownButton
from bot.conversations.handoffs.writing import AGENT, SYSTEM
from bot.conversations.history import StoredMessage
from bot.files.serving import described
from crm_connector.contacts import masked
from crm_connector.identity import codes
from crm_connector.model import Contact


def message(stored: StoredMessage) -> dict[str, Any]:
    """
    Give a message with exactly the fields of the API.
    """
    shown: dict[str, Any] = {
        "seq": stored.seq,
        "author": stored.author,
        "text": stored.text,
        "lang": stored.lang,
        "buttons": [_button(button) for button in stored.buttons],
        "cards": list(stored.cards),
        "at": stored.at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
    if stored.author == AGENT and stored.speaker:
        shown["speaker"] = stored.speaker
    if stored.client_id is not None and stored.author != SYSTEM:
        shown["id"] = stored.client_id
    if stored.files:
        shown["files"] = [described(each) for each in stored.files]
    return shown


def typing(agent: str | None) -> dict[str, Any]:
    """
    Tell that a person of this name is writing; None: nobody any more.
    """
    if agent is None:
        return {"type": "typing", "on": False, "who": "agent"}
    return {"type": "typing", "on": True, "who": "agent", "name": agent}


def contact(meant: Contact, *, is_own: bool) -> dict[str, Any]:
    """
    Tell where a one-time code goes.

    What is on file (`is_own`) is masked; anything else the client has named itself.
    """
    return {
        "kind": meant.kind.value,
        "to": masked(meant) if is_own else meant.value,
    }


def code_sent(meant: Contact, *, is_own: bool) -> dict[str, Any]:
    """
    Tell where it has gone, if anywhere, and for how long it is good.
    """
    return {
        **contact(meant, is_own=is_own),
        "digits": codes.DIGITS,
        "good_for": int(codes.LIFE.total_seconds()),
        "again_in": codes.AGAIN_SECONDS,
    }


def _button(button: ShownButton) -> dict[str, Any]:
    if button.token is None:
        return {"title": button.title, "used": True}
    return {"title": button.title, "token": button.token}
