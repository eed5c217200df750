"""
Reads what the desk's page sends: each field by what it has to be, or `Refused`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import QueryParams

from bot.conversations.files import MOST as MOST_FILES
from bot.desk.web.asked import Refused

MOST_CHARACTERS = 4_000
LONGEST_WORDS = 1_000
LARGEST = 2**31 - 1

_FILE = re.compile(r"[0-9a-f]{32}")
_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_WHOLE = re.compile(r"-?[0-9]{1,10}")
_KEPT = "\n\t\u200c\u200d\u200e\u200f"
"""Signs without a shape that people's writing needs: lines, joiners, directions."""


def only(data: Mapping[str, Any], *known: str) -> None:
    """
    Refuse what nobody would look at.
    """
    unknown = sorted(set(data) - set(known))
    if unknown:
        raise Refused(400, "unknown_field", field=unknown[0][:40])


def whole(data: Mapping[str, Any], name: str) -> int:
    """
    A whole number.
    """
    value = data.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise Refused(400, "bad_field", field=name)
    if not -LARGEST <= value <= LARGEST:
        raise Refused(400, "bad_field", field=name)
    return value


def flag(data: Mapping[str, Any], name: str, otherwise: bool | None = None) -> bool:
    """
    Yes or no.
    """
    value = data.get(name, otherwise)
    if not isinstance(value, bool):
        raise Refused(400, "bad_field", field=name)
    return value


def files(data: Mapping[str, Any]) -> tuple[str, ...]:
    """
    The ids of uploaded files that go with a message.
    """
    wanted = data.get("files", [])
    if not isinstance(wanted, list) or len(wanted) > MOST_FILES:
        raise Refused(400, "bad_field", field="files")
    if not all(isinstance(each, str) and _FILE.fullmatch(each) for each in wanted):
        raise Refused(400, "bad_field", field="files")
    return tuple(dict.fromkeys(wanted))


def said(data: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """
    What is written, with the files that go with it: there may be only these.
    """
    sent = files(data)
    return "" if sent and not data.get("text") else text(data, "text"), sent


def message_id(data: Mapping[str, Any]) -> str:
    """
    The id that the page has given a message: the same one is the same message.
    """
    value = data.get("id")
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Refused(400, "bad_field", field="id")
    return value.lower()


def text(
    data: Mapping[str, Any],
    name: str,
    longest: int = MOST_CHARACTERS,
    *,
    optional: bool = False,
) -> str:
    """
    Words, without signs that cannot be seen; empty only where they are `optional`.
    """
    value = data.get(name, "" if optional else None)
    if not isinstance(value, str):
        raise Refused(400, "bad_field", field=name)
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise Refused(400, "bad_field", field=name) from None
    plain = "".join(each for each in value.replace("\r\n", "\n") if _is_kept(each))
    plain = plain.strip()
    if len(plain) > longest:
        raise Refused(400, "text_too_long", field=name, longest=longest)
    if not optional and not any(_is_seen(each) for each in plain):
        raise Refused(400, "text_empty", field=name)
    return plain


def day(data: Mapping[str, Any], name: str) -> date | None:
    """
    A day by ISO 8601; None where there is none.
    """
    value = data.get(name)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise Refused(400, "bad_field", field=name) from None


def asked_number(
    query: QueryParams, name: str, otherwise: int | None, least: int, most: int
) -> int | None:
    """
    A whole number of an address, from `least` to `most`.
    """
    value = query.get(name)
    if value is None:
        return otherwise
    if not _WHOLE.fullmatch(value) or not least <= int(value) <= most:
        raise Refused(400, "bad_field", field=name)
    return int(value)


def _is_kept(sign: str) -> bool:
    return sign in _KEPT or unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Co")


def _is_seen(sign: str) -> bool:
    return unicodedata.category(sign)[0] not in "CZM"
