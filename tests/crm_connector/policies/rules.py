"""
Any rules and any orders, for what has to hold of all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from crm_connector.model import Money, Order, OrderLine, OrderStatus, StatusChange
from crm_connector.operations import Operation, Reason
from crm_connector.policies.deciding import Decision, decide
from crm_connector.policies.terms import (
    Change,
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Terms,
    Way,
    folded,
)

# How long it takes says nothing, least of all on a machine that does something else.
at_leisure = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
TEHRAN = ZoneInfo("Asia/Tehran")
CURRENCY = "IRT"
CATEGORIES = ("Shoes", "Groceries", "Books")

operations = st.sampled_from(Operation)
_statuses = st.sampled_from(OrderStatus)
_some_statuses = st.frozensets(_statuses, max_size=3)
_categories = st.frozensets(st.sampled_from([folded(each) for each in CATEGORIES]))
_limits = st.none() | st.one_of(
    st.builds(Limit, _statuses, days=st.integers(1, 40)),
    st.builds(Limit, _statuses, hours=st.integers(1, 999)),
)
_fees = st.lists(
    st.one_of(
        st.builds(Fee, _some_statuses, amount=st.integers(1, 10**7)),
        st.builds(Fee, _some_statuses, percent=st.integers(1, 100)),
    ),
    max_size=2,
).map(tuple)
terms = st.builds(
    Terms,
    until=_limits,
    fees=_fees,
    never=_categories,
    unopened=_categories,
    way_back=st.none() | st.sampled_from(Payer),
    photo=st.booleans(),
)


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    """
    Any rule; what is a fault is among its reasons.
    """
    reasons = tuple(draw(st.lists(st.sampled_from(Reason), unique=True, max_size=3)))
    faults = frozenset(draw(st.frozensets(st.sampled_from(reasons)))) if reasons else ()
    return Rule(
        statuses=draw(_some_statuses.filter(bool)),
        terms=draw(terms),
        reasons=reasons,
        faults=frozenset(faults),
        at_fault=draw(terms),
        closes=draw(st.frozensets(st.sampled_from(Operation), max_size=3)),
        ways=draw(st.frozensets(st.sampled_from(Way), max_size=3)),
        changes=draw(st.frozensets(st.sampled_from(Change))),
        same_variant=draw(st.booleans()),
    )


lines = st.builds(
    OrderLine,
    product_id=st.sampled_from(["p1", "p2"]),
    names=st.just({"en": "Thing"}),
    categories=st.sampled_from(CATEGORIES).map(lambda name: {"en": name}),
    quantity=st.integers(1, 5),
    unit_price=st.builds(Money, st.integers(0, 10**7), st.just(CURRENCY)),
)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """
    Any order of the last weeks, whose source may tell its history or not.
    """
    placed = NOW - timedelta(minutes=draw(st.integers(0, 60 * 24 * 60)))
    status = draw(_statuses)
    changed = placed + (NOW - placed) * draw(st.floats(0, 1))
    bought = tuple(draw(st.lists(lines, min_size=1, max_size=3)))
    return Order(
        number="10042",
        customer_id="7",
        status=status,
        placed_at=placed,
        expected_on=None,
        lines=bought,
        history=(StatusChange(status, changed),) if draw(st.booleans()) else (),
        parcels=(),
        total=Money(sum(each.unit_price.amount for each in bought), CURRENCY),
        source="fake",
        as_of=NOW,
    )


@dataclass(frozen=True)
class Case:
    """
    Somebody wants this done with an order of this shop.
    """

    policies: Policies
    operation: Operation
    order: Order
    reason: Reason | None

    def decided(
        self,
        now: datetime = NOW,
        *,
        lines: Sequence[OrderLine] | None = None,
        done: Collection[Operation] = (),
    ) -> Decision:
        """
        What the shop's rules say to it.
        """
        return decide(
            self.policies,
            self.operation,
            self.order,
            now,
            lines=lines,
            reason=self.reason,
            done=done,
        )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """
    Any rules, order and wish; the order mostly has a status in which there is a rule.
    """
    operation, order, rule = draw(operations), draw(orders()), draw(rules())
    if draw(st.integers(0, 3)):
        rule = replace(rule, statuses=rule.statuses | {order.status})
    held = {operation: rule}
    if draw(st.booleans()):
        held[draw(operations)] = draw(rules())
    policies = Policies(
        rules=held,
        currency=draw(st.sampled_from([CURRENCY, CURRENCY, "USD", None])),
        zone=draw(st.sampled_from([TEHRAN, ZoneInfo("Europe/Berlin"), timezone.utc])),
    )
    reason = draw(st.none() | st.sampled_from(rule.reasons or tuple(Reason)))
    return Case(policies, operation, order, reason)
