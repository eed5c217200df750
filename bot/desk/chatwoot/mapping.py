"""
What Chatwoot answers, as values: pure, and strict where something is built on it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from crm_connector.errors import BadSourceData

MARK = "hamyar"
"""Where in a message's attributes we write which one of ours it is."""

_OUTGOING = (1, "outgoing")
_PEOPLE = ("user", "agent")
_NO_FILES = ("location", "fallback", "contact")
_LONGEST_ADDRESS, _LONGEST_NAME = 2_000, 200
_ONLINE = ("online", "available")
# Markdown as Chatwoot's editor writes it.
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])")
_LINK = re.compile(r"\[([^\]\n]*)\]\((https?://[^)\s]+)\)")
_BARE = re.compile(r"<(https?://[^>\s]+)>")
_STRONG = re.compile(r"(?<![\w*\\])(\*\*|__)(?=\S)(.+?)(?<=\S)\1(?![\w*])")
_BREAK = re.compile(r"\\\n")


@dataclass(frozen=True)
class Contact:
    """
    A customer there; `source` is what the inbox calls them.
    """

    number: int
    source: str


@dataclass(frozen=True)
class Person:
    """
    Somebody who works there, by the name that customers are shown.
    """

    number: int
    name: str
    is_online: bool = False


@dataclass(frozen=True)
class TalkState:
    """
    A conversation there as it stands.
    """

    number: int
    status: str
    assignee: Person | None = None
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Attached:
    """
    A file of a message there: its name, and where it stands; "" for what is none.
    """

    name: str
    address: str = ""


@dataclass(frozen=True)
class Spoken:
    """
    A message there.

    `sender` is who wrote it if that is one of the shop's people, in words to the
    customer; `mark` tells which one of ours it is.
    """

    number: int
    text: str
    sender: Person | None = None
    mark: str = ""
    files: tuple[Attached, ...] = ()


@dataclass(frozen=True)
class Ring:
    """
    A webhook that says that there is something to look at, in this conversation.

    `message` is the message it is about, if it is about one.
    """

    talk: int
    message: int | None = None


def contact(payload: Any, inbox: int, otherwise: str) -> Contact:
    """
    Read what making a contact answers.

    Chatwoot gives an object with `contact`; its own description, a list of contacts.
    """
    body = _object(payload).get("payload")
    if isinstance(body, Sequence) and body:
        return known_contact(body[0], inbox, otherwise)
    parts = _object(body)
    found = known_contact(parts.get("contact"), inbox, otherwise)
    source = _some(parts.get("contact_inbox")).get("source_id")
    return Contact(found.number, str(source)) if source else found


def known_contact(payload: Any, inbox: int, otherwise: str) -> Contact:
    """
    Read one contact; `otherwise` is its source where it is not in our inbox yet.
    """
    parts = _object(payload)
    for each in parts.get("contact_inboxes") or ():
        if _some(_some(each).get("inbox")).get("id") == inbox and each.get("source_id"):
            return Contact(_number(parts), str(each["source_id"]))
    return Contact(_number(parts), otherwise)


def listed(payload: Any) -> list[Mapping[str, Any]]:
    """
    Read the `payload` of a list.
    """
    body = _object(payload).get("payload")
    if not isinstance(body, list):
        raise BadSourceData("A list was expected of Chatwoot.", source="chatwoot")
    return [_object(each) for each in body]


def talk(payload: Any) -> TalkState:
    """
    Read a conversation.
    """
    parts = _object(payload)
    return TalkState(
        _number(parts),
        str(parts.get("status", "")),
        _assignee(_some(parts.get("meta"))),
        dict(_some(parts.get("custom_attributes"))),
    )


def person(payload: Any) -> Person | None:
    """
    Read one of the shop's people; None if it is nobody.
    """
    parts = _some(payload)
    if not parts.get("id"):
        return None
    name = str(parts.get("available_name") or parts.get("name") or "").strip()
    is_online = parts.get("availability_status") in _ONLINE
    return Person(_number(parts), name[:100], is_online)


def spoken(payload: Any) -> Spoken:
    """
    Read a message.

    Only a person's own words to the customer have a sender: no notes, no messages of
    ours, none of Chatwoot's templates, rules and bots, and none that was taken back.
    """
    parts = _object(payload)
    attributes = _some(parts.get("content_attributes"))
    mark = str(attributes.get(MARK, ""))
    is_theirs = (
        is_to_customer(parts)
        and not mark
        and not attributes.get("automation_rule_id")
        and not attributes.get("deleted")
    )
    sender = _sender(parts) if is_theirs else None
    text = plain(str(parts.get("content") or ""))
    files = tuple(_file(_some(each)) for each in parts.get("attachments") or ())
    return Spoken(_number(parts), text, sender, mark, files)


def is_to_customer(parts: Mapping[str, Any]) -> bool:
    """
    Tell whether a message goes out, and is no note.
    """
    return parts.get("message_type") in _OUTGOING and not parts.get("private")


def ring(payload: Any, *, account: int, inbox: int) -> Ring | None:
    """
    Read a webhook; None where it is about nothing that we look at.

    What we have sent ourselves comes back too: it is from the customer or private.
    """
    parts = _object(payload)
    event = parts.get("event")
    if event in ("message_created", "message_updated"):
        about = _some(parts.get("conversation"))
        is_ours = _some(parts.get("inbox")).get("id") == inbox
        is_ours &= _some(parts.get("account")).get("id") == account
        if not is_ours or not is_to_customer(parts):
            return None
        return Ring(_number(about), _number(parts))
    if event not in ("conversation_updated", "conversation_status_changed"):
        return None
    told = _some(parts.get("account")).get("id", account)
    if parts.get("inbox_id") != inbox or told != account:
        return None
    changed = parts.get("changed_attributes")
    if isinstance(changed, list) and changed and not _concerns(changed):
        return None
    return Ring(_number(parts))


def plain(markdown: str) -> str:
    """
    Give the words of an agent as customers read them, without Chatwoot's markup.
    """
    text = _BREAK.sub("\n", markdown.replace("\r\n", "\n"))
    text = _LINK.sub(_named_link, text)
    text = _STRONG.sub(r"\2", _BARE.sub(r"\1", text))
    return _ESCAPED.sub(r"\1", text).strip()


def _named_link(found: re.Match[str]) -> str:
    name, address = found.groups()
    return address if name in ("", address) else f"{name} ({address})"


def _concerns(changed: Sequence[Any]) -> bool:
    return any({"assignee_id", "status"} & set(_some(each)) for each in changed)


def _assignee(meta: Mapping[str, Any]) -> Person | None:
    # A bot may be assigned as well.
    kinds = (meta.get("assignee_type"), _some(meta.get("assignee")).get("type"))
    if any(str(kind).lower().replace("_", "") == "agentbot" for kind in kinds):
        return None
    return person(meta.get("assignee"))


def _sender(parts: Mapping[str, Any]) -> Person | None:
    sender = _some(parts.get("sender"))
    kind = str(sender.get("type") or parts.get("sender_type") or "").lower()
    return person(sender) if kind in _PEOPLE else None


def _file(parts: Mapping[str, Any]) -> Attached:
    """
    A file; a place on the map and the like have a name alone.
    """
    address = str(parts.get("data_url") or "")
    try:
        place = urlsplit(address)
    except ValueError:
        place = urlsplit("")
    is_file = place.scheme in ("http", "https") and len(address) <= _LONGEST_ADDRESS
    is_file &= parts.get("file_type") not in _NO_FILES
    name = unquote(place.path.rpartition("/")[2]) if is_file else ""
    name = name or str(parts.get("fallback_title") or parts.get("file_type") or "")
    return Attached(name[:_LONGEST_NAME], address if is_file else "")


def _number(parts: Mapping[str, Any]) -> int:
    number = parts.get("id")
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise BadSourceData("Chatwoot gave no number.", source="chatwoot")
    return int(number)


def _object(payload: Any) -> Mapping[str, Any]:
    if not isinstance(payload, Mapping):
        raise BadSourceData("Chatwoot gave no object.", source="chatwoot")
    return payload


def _some(payload: Any) -> Mapping[str, Any]:
    return payload if isinstance(payload, Mapping) else {}
