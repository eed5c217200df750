"""
What an agent asks for an order, as it comes from the desk's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any, TypeVar

from actions.changing.state.wishes import KIND_OF, Pick, Wish
from bot.desk.web import fields
from bot.desk.web.asked import Refused
from crm_connector.model import Address
from crm_connector.operations import Operation, Reason

E = TypeVar("E", bound=Enum)

MOST_LINES = 100
WISH = (
    *("operation", "lines", "pay_by", "reason", "address"),
    *("is_unopened", "with_photo"),
)
"""The fields of a wish."""
_LONGEST = 200
_PLACE = ("name", "city", "province", "postal_code", "country", "phone")


def wish_of(asked: Mapping[str, Any], order: str) -> Wish:
    """
    What is asked for, as the journeys of the chat keep it. Raises `Refused`.
    """
    operation = _named(Operation, asked, "operation")
    picks = tuple(_pick(each) for each in _list(asked, "lines"))
    is_return = operation is Operation.RETURN_ITEMS
    return Wish(
        KIND_OF[operation],
        operation,
        order,
        lines=tuple(each.line for each in picks) if is_return else (),
        picks=picks if operation.is_of_lines else (),
        method=fields.text(asked, "pay_by", _LONGEST, optional=True),
        reason=_named(Reason, asked, "reason") if asked.get("reason") else None,
        address=_address(asked),
        is_unopened=fields.flag(asked, "is_unopened", otherwise=False) or None,
        with_photo=fields.flag(asked, "with_photo", otherwise=False),
    )


def _pick(asked: object) -> Pick:
    if not isinstance(asked, dict):
        raise Refused(400, "bad_field", field="lines")
    fields.only(asked, "id", "quantity", "variant")
    quantity = None
    if asked.get("quantity") is not None:
        quantity = fields.whole(asked, "quantity")
        if quantity < 0:
            raise Refused(400, "bad_field", field="quantity")
    return Pick(
        fields.text(asked, "id", _LONGEST),
        fields.text(asked, "variant", _LONGEST, optional=True),
        quantity,
    )


def _address(asked: Mapping[str, Any]) -> Address | None:
    given = asked.get("address")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refused(400, "bad_field", field="address")
    fields.only(given, "lines", *_PLACE)
    lines = given.get("lines")
    if not isinstance(lines, list) or not 0 < len(lines) <= 4:
        raise Refused(400, "bad_field", field="lines")
    kept = tuple(fields.text({"lines": each}, "lines", _LONGEST) for each in lines)
    words = {n: fields.text(given, n, _LONGEST, optional=True) for n in _PLACE}
    if not words["city"]:
        raise Refused(400, "text_empty", field="city")
    more = {n: words[n] or None for n in _PLACE if n not in ("name", "city")}
    return Address(words["name"], kept, words["city"], **more)


def _named(kind: type[E], asked: Mapping[str, Any], name: str) -> E:
    value = asked.get(name)
    if value not in [each.value for each in kind]:
        raise Refused(400, "bad_field", field=name)
    return kind(value)


def _list(asked: Mapping[str, Any], name: str) -> list[Any]:
    found = asked.get(name, [])
    if not isinstance(found, list) or len(found) > MOST_LINES:
        raise Refused(400, "bad_field", field=name)
    return found


def recorded(asked: Mapping[str, Any]) -> dict[str, Any]:
    """
    What the audit log keeps: what was to be done, and no address of anybody's home.
    """
    kept = ("operation", "lines", "pay_by", "reason", "digest")
    return {name: asked[name] for name in kept if asked.get(name)}
