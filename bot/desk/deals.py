"""
Orders and what can be done with them, as the desk's page gets them: plain JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from actions.changing.deciding.step import Ask, NoneLeft, Person, Refuse, Step
from actions.changing.state.deal import Deal, Seen
from actions.changing.state.wishes import Open
from bot.desk.facts import money
from bot.desk.moments import moment
from bot.desk.operations import Outcome
from crm_connector.choices import PaymentMethod, Variant
from crm_connector.model import Address, Money, Order, OrderLine
from crm_connector.operations import Operation
from crm_connector.policies import paying
from crm_connector.policies.deciding import Allowed, Decision, Forbidden
from crm_connector.policies.terms import Span

Json = dict[str, Any]


def possible(seen: Seen, decisions: Mapping[Operation, Decision]) -> Json:
    """
    The order, what may be done with it or why not, and what there is to choose from.
    """
    return {
        "order": order(seen.order),
        "operations": [
            {
                "operation": operation.value,
                "able": operation in seen.can,
                "allowed": isinstance(decision, Allowed),
                "changes": sorted(c.value for c in seen.rule(operation).changes),
                "methods": _ways(operation, seen),
                **_decision(decision),
            }
            for operation, decision in decisions.items()
        ],
        "variants": {
            product: [_variant(each) for each in variants]
            for product, variants in seen.variants.items()
        },
        "methods": [_method(each, seen) for each in seen.methods],
    }


def step(
    found: Step,
    seen: Seen,
    beside: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
) -> Json:
    """
    What would be done, or what is missing or in the way.

    `beside` is what else the customer is told of a deal, each by language.
    """
    if isinstance(found, Deal):
        told = {name: dict(each) for name, each in beside.items()}
        return {"step": "deal", "deal": {**_deal(found, seen), **told}}
    if isinstance(found, NoneLeft):
        return {
            **step(Ask(Open.OPTIONS, line=found.line), seen),
            "snag": "none_left",
        }
    if isinstance(found, Ask):
        return {
            "step": "ask",
            "what": found.what.value,
            "line": found.line.id if found.line else None,
            "snag": found.snag.value if found.snag else None,
            "variants": [each.id for each in found.variants],
            "methods": [each.id for each in found.methods],
            "due": money(found.due),
        }
    if isinstance(found, Refuse):
        return {"step": "refused", **_decision(found.forbidden)}
    if isinstance(found, Person):
        return {
            "step": "beyond",
            "beyond": found.beyond.value,
            "fee": money(found.fee),
        }
    return {"step": "already"}


def outcome(found: Outcome) -> Json:
    """
    How it came, and the order as it is then.
    """
    return {"came": found.came.value, "order": order(found.order)}


def order(found: Order) -> Json:
    """
    An order with what its operations name.
    """
    return {
        "number": found.number,
        "status": found.status.value,
        "total": money(found.total),
        "ship_to": _address(found.ship_to),
        "lines": [_line(each) for each in found.lines],
        "as_of": moment(found.as_of),
    }


def _ways(operation: Operation, seen: Seen) -> list[str]:
    """
    The ids of the means by which money may go for it, whatever is on them.
    """
    nothing = Money(0, seen.order.total.currency)
    rule, paid_with = seen.rule(operation), seen.order.paid_with
    return [each.id for each in paying.choices(rule, seen.methods, paid_with, nothing)]


def _decision(found: Decision) -> Json:
    if isinstance(found, Forbidden):
        return {
            "why": found.why.value,
            "until": _until(found.until),
            "statuses": sorted(each.value for each in found.statuses),
            "by": found.by.value if found.by else None,
            "reasons": [each.value for each in found.reasons],
            "lines": [each.id for each in found.lines],
        }
    return {
        "why": None,
        "until": _until(found.until),
        "fee": money(found.fee) if found.fee.amount else None,
        "needs": sorted(each.value for each in found.needs),
        "reasons": [each.value for each in found.reasons],
        "closes": sorted(each.value for each in found.closes),
        "way_back": found.way_back.value if found.way_back else None,
    }


def _until(ends: datetime | None) -> str | None:
    """
    The last moment at which it is possible: a day's end is no minute of the next.

    In the shop's own time, as customers are told it, with its offset.
    """
    if ends is None:
        return None
    if ends.time() == time():
        ends -= timedelta(milliseconds=1)
    return ends.isoformat(timespec="milliseconds")


def _deal(made: Deal, seen: Seen) -> Json:
    changes = {each.line_id: each for each in made.changes}
    parts = {each.line_id: each for each in made.parts}
    lines = []
    for line in seen.order.lines:
        change, part = changes.get(line.id), parts.get(line.id)
        if change is None and part is None:
            continue
        quantity = change.quantity if change is not None else None
        if part is not None:
            quantity = part.quantity
        variant = None
        if change is not None and change.variant_id is not None:
            variant = seen.variant(line, change.variant_id)
        lines.append(
            {
                **_line(line),
                "to_quantity": quantity,
                "to": _variant(variant) if variant else None,
            }
        )
    method, takes = made.method, None
    if made.operation is Operation.CANCEL_ORDER and not made.is_unpaid:
        # It goes back as it came, by the shop's rule where nobody knows how that was.
        method = seen.method(seen.order.paid_with)
        takes = seen.policies.takes.get(None)
    if method is not None:
        takes = paying.arrives(seen.policies, method)
    return {
        "operation": made.operation.value,
        "number": made.number,
        "digest": made.digest,
        "lines": lines,
        "due": money(made.due),
        "total": money(seen.order.total),
        "paid": money(seen.order.paid),
        "method": _method(method, seen) if method else None,
        "takes": _span(takes),
        "reason": made.reason.value if made.reason else None,
        "address": _address(made.address),
        **_decision(made.allowed),
    }


def _span(found: Span | None) -> Json | None:
    if found is None:
        return None
    return {"least": found.least, "most": found.most, "working": found.working}


def _line(line: OrderLine) -> Json:
    return {
        "id": line.id,
        "product": line.product_id,
        "names": dict(line.names),
        "variants": dict(line.variants),
        "options": {lang: dict(each) for lang, each in line.options.items()},
        "variant": line.variant_id,
        "quantity": line.quantity,
        "unit_price": money(line.unit_price),
    }


def _variant(variant: Variant) -> Json:
    return {
        "id": variant.id,
        "options": {lang: dict(each) for lang, each in variant.options.items()},
        "price": money(variant.price),
        "in_stock": variant.in_stock,
    }


def _method(method: PaymentMethod, seen: Seen) -> Json:
    return {
        "id": method.id,
        "kind": method.kind.value,
        "names": dict(method.names),
        "balance": money(method.balance),
        "is_original": method.id == seen.order.paid_with,
    }


def _address(address: Address | None) -> Json | None:
    if address is None:
        return None
    return {**vars(address), "lines": list(address.lines)}
