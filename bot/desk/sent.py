"""
What was sent to the shop's system for an agent, as the audit log keeps it.

Who got no answer asks again by the same key, and the shop's system answers what was
done. By then the order may not look any more as it did when it was read back; so it is
asked with exactly what was sent, and with nothing that the page says now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection

from actions.changing.state.deal import Deal
from bot.accounts import audit
from crm_connector.choices import LineChange, LinePart, PaymentMethod
from crm_connector.model import Address, Money
from crm_connector.operations import MethodKind, Operation, Reason
from crm_connector.policies.deciding import Allowed

DEED = "order.operation"
ASKED, SENT, CAME = f"{DEED}.asked", f"{DEED}.sent", f"{DEED}.came"
UNKNOWN = "outcome_unknown"
DONE = ("done", "already")
# After these it was not done, or must not be sent again; after all others it may have
# been done.
_NOT_DONE = ("moved", "refused_by_shop", "not_able", "unavailable", "not_given_back")
_NO_TERMS = Allowed((), Money(0, ""), None, frozenset(), (), frozenset(), None)


def record(made: Deal, digest: str, told: Mapping[str, str]) -> dict[str, Any]:
    """
    What the log keeps of it, with what the customer is `told` when it is done.

    Of an address it is only whether it is the same.
    """
    return {
        "told": dict(told),
        "digest": digest,
        "sum": _bare(made).digest,
        "operation": made.operation.value,
        "changes": [[e.line_id, e.variant_id, e.quantity] for e in made.changes],
        "parts": [[each.line_id, each.quantity] for each in made.parts],
        "due": [made.due.amount, made.due.currency] if made.due else None,
        "method": [made.method.id, made.method.kind.value] if made.method else None,
        "reason": made.reason.value if made.reason else None,
    }


def last(connection: Connection, order: str, key: str) -> Mapping[str, Any] | None:
    """
    What was sent by this key and may have been done; None where nothing may.
    """
    for entry in _entries(connection, order, key):
        if entry.deed == CAME and entry.details["came"] in _NOT_DONE:
            return None
        if entry.deed == SENT:
            return entry.details
    return None


def is_asked(connection: Connection, order: str, asks: Mapping[str, Any]) -> bool:
    """
    Whether the log has this very wish already, and it is on its way or done.
    """
    entries = _entries(connection, order, asks["key"])
    came = next((each for each in entries if each.deed == CAME), None)
    is_same = any(
        each.deed == ASKED and each.details.get("digest") == asks.get("digest")
        for each in entries
    )
    return is_same and (came is None or came.details["came"] in DONE)


def has_come(connection: Connection, order: str, key: str, came: str) -> bool:
    """
    Whether the log has it already that what was asked by this key was done.
    """
    entries = _entries(connection, order, key)
    last = next((each for each in entries if each.deed == CAME), None)
    return last is not None and came in DONE and last.details["came"] == came


def is_done(connection: Connection, order: str, handoff: int) -> bool:
    """
    Whether something was done with this order at this handoff, by anybody.
    """
    if not order:
        return False
    wanted = audit.Wanted(deed=CAME, subject=subject(order))
    page = audit.read(connection, wanted, limit=audit.MOST_ENTRIES)
    return any(
        each.details.get("handoff") == handoff and each.details["came"] in DONE
        for each in page.entries
    )


def again(
    kept: Mapping[str, Any], number: str, digest: str, address: Address | None
) -> Deal | None:
    """
    The very same as was sent; None where another digest or address is named now.
    """
    due, method, reason = kept["due"], kept["method"], kept["reason"]
    made = Deal(
        Operation(kept["operation"]),
        number,
        _NO_TERMS,
        changes=tuple(LineChange(*each) for each in kept["changes"]),
        parts=tuple(LinePart(*each) for each in kept["parts"]),
        due=Money(*due) if due else None,
        method=PaymentMethod(method[0], MethodKind(method[1])) if method else None,
        reason=Reason(reason) if reason else None,
        address=address,
    )
    is_same = digest == kept["digest"] and made.digest == kept["sum"]
    return made if is_same else None


def subject(order: str) -> str:
    """
    How the log calls an order.
    """
    return f"order:{order}"


def _entries(connection: Connection, order: str, key: str) -> list[audit.Entry]:
    """
    What the log has of this key, the newest first.
    """
    wanted = audit.Wanted(deed=DEED, subject=subject(order))
    page = audit.read(connection, wanted, limit=audit.MOST_ENTRIES)
    return [each for each in page.entries if each.details.get("key") == key]


def _bare(made: Deal) -> Deal:
    """
    What is sent of it, without what it was allowed by.
    """
    return replace(made, allowed=_NO_TERMS, whole=(), paid=None)
