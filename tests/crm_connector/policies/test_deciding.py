"""
What may be done with an order: what holds for all orders, and single cases.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_connector.model import Money, Order, OrderStatus, Parcel, StatusChange
from crm_connector.operations import Operation, Reason
from crm_connector.policies.deciding import (
    Allowed,
    Forbidden,
    Need,
    Why,
    decide,
    ends,
    open_now,
    reached,
)
from crm_connector.policies.terms import (
    Fee,
    Limit,
    Payer,
    Policies,
    Rule,
    Terms,
)
from tests.crm_connector.policies import rules as any_
from tests.crm_connector.policies.rules import NOW, TEHRAN, at_leisure, operations
from tests.fakes.orders import COFFEE, an_order

RETURN, CANCEL = Operation.RETURN_ITEMS, Operation.CANCEL_ORDER
WEEK = Terms(until=Limit(OrderStatus.DELIVERED, days=7))
done = st.frozensets(operations)


def returning(**changes: object) -> Policies:
    """
    A shop that takes things back within a week, with these changes to its rule.
    """
    rule = Rule(statuses=frozenset({OrderStatus.DELIVERED}), terms=WEEK, at_fault=WEEK)
    return Policies({RETURN: replace(rule, **changes)}, currency="IRT", zone=TEHRAN)


def delivered(at: datetime, **changes: object) -> Order:
    """
    An order that came at this moment.
    """
    history = (StatusChange(OrderStatus.DELIVERED, at),)
    changes = {"history": history, **changes}
    return an_order("10042", OrderStatus.DELIVERED, days_ago=30, **changes)


class TestOfAllOrders:
    """
    Whatever a shop writes into its file.
    """

    @at_leisure
    @given(any_.cases(), done)
    def test_nothing_is_allowed_outside_its_statuses(self, case, done):
        found = case.decided(done=done)

        if isinstance(found, Allowed):
            assert case.order.status in case.policies.rules[case.operation].statuses
        elif found.why is Why.STATUS:
            assert case.order.status not in found.statuses

    @at_leisure
    @given(any_.cases(), st.integers(0, 99_999))
    def test_what_is_too_late_stays_too_late(self, case, minutes):
        later = NOW + timedelta(minutes=minutes)
        now, then = case.decided(), case.decided(later)

        if isinstance(now, Forbidden):
            assert isinstance(then, Forbidden)
            assert now.why is not Why.TOO_LATE or then == now
        elif isinstance(then, Forbidden):
            assert (then.why, then.until) == (Why.TOO_LATE, now.until)
            assert now.until is not None
            assert NOW < now.until <= later

    @at_leisure
    @given(any_.cases())
    def test_it_ends_at_the_very_moment_that_is_told(self, case):
        found = case.decided()
        if isinstance(found, Forbidden) or found.until is None:
            return
        moment = timedelta(microseconds=1)

        assert isinstance(case.decided(found.until - moment), Allowed)
        refused = Forbidden(Why.TOO_LATE, until=found.until)
        assert case.decided(found.until) == refused

    @at_leisure
    @given(any_.cases())
    def test_a_fee_is_never_more_than_what_it_is_about(self, case):
        found = case.decided()
        if isinstance(found, Forbidden):
            return

        of_lines = sum(each.unit_price.amount * each.quantity for each in found.lines)
        worth = of_lines if case.operation.is_of_lines else case.order.total.amount
        assert found.fee.currency == case.order.total.currency
        assert 0 <= found.fee.amount <= worth

    @at_leisure
    @given(any_.cases(), operations)
    def test_what_was_closed_stays_closed(self, case, before):
        rule = case.policies.rules.get(before)
        found = case.decided(done=[before])

        if rule is not None and case.operation in rule.closes:
            assert found == Forbidden(Why.DONE_BEFORE, by=before)
        else:
            assert found == case.decided()

    @at_leisure
    @given(any_.cases())
    def test_lines_are_taken_or_named_and_none_of_never_is_taken(self, case):
        alone = [case.decided(lines=[line]) for line in case.order.lines]
        together = case.decided()

        if isinstance(together, Allowed):
            taken = [isinstance(each, Allowed) for each in alone]
            assert together.lines == tuple(
                line for line, may in zip(case.order.lines, taken, strict=True) if may
            )
            assert together.lines or not case.operation.is_of_lines
        else:
            whys = {each.why for each in alone if isinstance(each, Forbidden)}
            assert together.why in whys
            assert not any(isinstance(each, Allowed) for each in alone)

    @at_leisure
    @given(any_.cases(), done)
    def test_what_is_open_is_what_would_be_decided(self, case, done):
        found = open_now(case.policies, case.order, NOW, done=done)

        assert found.keys() == case.policies.rules.keys()
        assert found == {
            each: decide(case.policies, each, case.order, NOW, done=done)
            for each in found
        }

    @at_leisure
    @given(any_.cases(), done)
    def test_a_shop_without_rules_offers_nothing(self, case, done):
        bare = replace(case, policies=Policies())

        assert bare.decided(done=done) == Forbidden(Why.NOT_OFFERED)


class TestCancelling:
    """
    What has left is not called back.
    """

    RULES = Policies(
        {CANCEL: Rule(frozenset({OrderStatus.PREPARING, OrderStatus.SHIPPED}))}
    )
    SENT = Parcel({}, None, NOW, None)

    @pytest.mark.parametrize(
        ("status", "parcels", "why"),
        [
            (OrderStatus.PREPARING, (), None),
            (OrderStatus.PREPARING, (Parcel({}, None, None, None),), None),
            (OrderStatus.PREPARING, (SENT,), Why.CANNOT_TELL),
            # The shop's own rule says so.
            (OrderStatus.SHIPPED, (SENT,), None),
        ],
    )
    def test_of_a_part_that_was_sent_nobody_can_tell(self, status, parcels, why):
        order = replace(an_order("1", status), parcels=parcels)

        found = decide(self.RULES, CANCEL, order, NOW)

        assert (found.why if isinstance(found, Forbidden) else None) is why


class TestTime:
    """
    Days are those of the shop, hours are hours.
    """

    def test_the_day_of_delivery_does_not_count_and_the_last_one_counts_whole(self):
        # Half past eleven in the evening of the 22nd in Tehran.
        order = delivered(datetime(2026, 11, 22, 20, 0, tzinfo=timezone.utc))

        found = decide(returning(), RETURN, order, NOW)

        assert isinstance(found, Allowed)
        assert found.until == datetime(2026, 11, 30, tzinfo=TEHRAN)

    def test_hours_are_counted_from_the_moment_on(self):
        limit = Limit(OrderStatus.PLACED, hours=2)
        order = an_order("1", OrderStatus.PLACED)

        assert ends(limit, order, Policies()) == order.placed_at + timedelta(hours=2)

    def test_a_day_ends_at_midnight_also_where_clocks_were_put_back(self):
        berlin = replace(returning(), zone=any_.ZoneInfo("Europe/Berlin"))
        order = delivered(datetime(2026, 10, 24, 22, 30, tzinfo=timezone.utc))

        found = decide(berlin, RETURN, order, NOW)

        # The 25th in Berlin by the summer's clock; it ends by the winter's.
        assert isinstance(found, Forbidden)
        assert found.until == datetime(2026, 11, 1, 23, tzinfo=timezone.utc)

    def test_who_does_not_know_when_it_came_does_not_guess(self):
        order = delivered(NOW, history=(), parcels=())

        assert decide(returning(), RETURN, order, NOW) == Forbidden(Why.CANNOT_TELL)

    def test_the_last_parcel_is_when_it_came(self):
        first, last = NOW - timedelta(days=9), NOW - timedelta(days=2)
        parcels = tuple(Parcel({}, None, None, at) for at in (last, first))
        order = delivered(NOW, history=(), parcels=parcels)

        assert reached(order, OrderStatus.DELIVERED) == last
        one_to_come = (*parcels, Parcel({}, None, None, None))
        order = replace(order, parcels=one_to_come)
        assert reached(order, OrderStatus.DELIVERED) is None


class TestReasons:
    """
    Whose fault it is changes the terms.
    """

    POLICIES = returning(
        reasons=(Reason.CHANGED_MIND, Reason.DAMAGED),
        faults=frozenset({Reason.DAMAGED}),
        terms=replace(
            WEEK,
            way_back=Payer.CUSTOMER,
            never=frozenset({"shoes"}),
            fees=(Fee(percent=10),),
        ),
        at_fault=Terms(way_back=Payer.SHOP, photo=True),
    )

    def test_one_is_asked_for_and_then_counts(self):
        order = delivered(NOW, product=COFFEE)

        unknown = decide(self.POLICIES, RETURN, order, NOW)
        known = decide(self.POLICIES, RETURN, order, NOW, reason=Reason.CHANGED_MIND)

        assert isinstance(unknown, Allowed)
        assert unknown.needs == {Need.REASON}
        assert unknown.reasons == (Reason.CHANGED_MIND, Reason.DAMAGED)
        assert isinstance(known, Allowed)
        assert known.needs == set()
        assert known.fee == Money(125_000, "IRT")

    def test_for_a_fault_of_the_shop_other_terms_hold(self):
        old = delivered(NOW - timedelta(days=20))

        mine, yours = (
            decide(self.POLICIES, RETURN, old, NOW, reason=each)
            for each in (Reason.CHANGED_MIND, Reason.DAMAGED)
        )

        assert isinstance(mine, Forbidden)
        assert mine.why is Why.TOO_LATE
        assert isinstance(yours, Allowed)
        assert (yours.fee.amount, yours.way_back) == (0, Payer.SHOP)
        assert yours.needs == {Need.PHOTO}

    def test_another_reason_is_not_taken(self):
        found = decide(
            self.POLICIES, RETURN, delivered(NOW), NOW, reason=Reason.TAKES_TOO_LONG
        )

        assert found == Forbidden(
            Why.REASON, reasons=(Reason.CHANGED_MIND, Reason.DAMAGED)
        )

    def test_a_category_is_known_by_its_name_in_any_language(self):
        order = delivered(NOW)
        for name in ("shoes", "کفش"):
            policies = returning(terms=replace(WEEK, never=frozenset({name})))

            found = decide(policies, RETURN, order, NOW)

            assert found == Forbidden(Why.CATEGORY, lines=order.lines)


class TestFees:
    """
    The first step that names the status counts.
    """

    STEPS = (
        Fee(frozenset({OrderStatus.PREPARING}), percent=15),
        Fee(frozenset({OrderStatus.PLACED}), amount=20_000),
    )

    @pytest.mark.parametrize(
        ("status", "fee"),
        [
            (OrderStatus.PREPARING, 187_500),
            (OrderStatus.PLACED, 20_000),
            (OrderStatus.PAID, 0),
        ],
    )
    def test_it_depends_on_how_far_the_order_is(self, status, fee):
        rule = Rule(frozenset(OrderStatus), Terms(fees=self.STEPS))
        policies = Policies({CANCEL: rule}, currency="IRT")

        found = decide(policies, CANCEL, an_order("1", status), NOW)

        assert isinstance(found, Allowed)
        assert found.fee == Money(fee, "IRT")

    def test_an_amount_in_another_currency_is_not_reckoned(self):
        rule = Rule(frozenset(OrderStatus), Terms(fees=(Fee(amount=5),)))
        policies = Policies({CANCEL: rule}, currency="USD")

        found = decide(policies, CANCEL, an_order("1"), NOW)

        assert found == Forbidden(Why.CANNOT_TELL)


def test_what_may_be_done_once_is_not_done_again_nor_what_it_closes():
    once = Rule(
        frozenset({OrderStatus.PLACED}),
        closes=frozenset({Operation.CHANGE_ITEMS, CANCEL}),
    )
    cancel = Rule(frozenset({OrderStatus.PLACED}))
    policies = Policies({Operation.CHANGE_ITEMS: once, CANCEL: cancel})
    order = an_order("1", OrderStatus.PLACED)

    before = open_now(policies, order, NOW)
    after = open_now(policies, order, NOW, done={Operation.CHANGE_ITEMS})

    assert all(isinstance(each, Allowed) for each in before.values())
    refused = Forbidden(Why.DONE_BEFORE, by=Operation.CHANGE_ITEMS)
    assert set(after.values()) == {refused}


def test_what_is_on_its_way_back_is_not_taken_back_again():
    order = delivered(NOW)
    (one,) = order.lines
    back = replace(one, id="a", returned=one.quantity)
    rest = replace(one, id="b", quantity=2, returned=1)
    policies = returning()

    both = replace(order, lines=(back, rest))
    allowed = decide(policies, RETURN, both, NOW)
    named = decide(policies, RETURN, both, NOW, lines=(back, rest))
    nothing = decide(policies, RETURN, replace(order, lines=(back,)), NOW)

    assert isinstance(allowed, Allowed)
    assert allowed.lines == (rest,)
    for found in (named, nothing):
        assert isinstance(found, Forbidden)
        assert (found.why, found.lines) == (Why.DONE_BEFORE, (back,))
