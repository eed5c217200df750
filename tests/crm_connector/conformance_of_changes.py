"""
What every source promises that changes something: once, only what may be, only theirs.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import replace

import pytest

from crm_connector.errors import OrderNotFound, Refused
from crm_connector.model import Address, Money, OrderStatus
from crm_connector.operations import Reason
from crm_connector.source import Capability
from tests.crm_connector.conformance import Contract, Tried


class DoesCancel(Contract):
    """
    Capability `cancel_order`.
    """

    capability = Capability.CANCEL_ORDER

    async def test_an_order_is_cancelled_once(self, tried: Tried) -> None:
        number, who = tried.cancellable, tried.customer.id

        cancelled = await tried.source.cancel_order(
            who, number, key="wish-1", reason=Reason.NO_LONGER_NEEDED
        )
        again = await tried.source.cancel_order(who, number, key="wish-1")
        # Some systems can tell that it was another wish.
        with suppress(Refused):
            later = await tried.source.cancel_order(who, number, key="wish-2")
            assert later.status is OrderStatus.CANCELLED

        assert cancelled.number == number
        assert [cancelled.status, again.status] == [OrderStatus.CANCELLED] * 2
        seen = await tried.source.order(who, number)
        assert seen.status is OrderStatus.CANCELLED

    async def test_an_order_is_cancelled_once_by_two_at_once(
        self, tried: Tried
    ) -> None:
        number, who = tried.cancellable, tried.customer.id

        found = await asyncio.gather(
            tried.source.cancel_order(who, number, key="wish-1"),
            tried.source.cancel_order(who, number, key="wish-1"),
        )

        assert [each.status for each in found] == [OrderStatus.CANCELLED] * 2

    async def test_what_has_gone_too_far_is_refused_and_stays(
        self, tried: Tried
    ) -> None:
        before = await tried.source.order(tried.customer.id, tried.settled)

        with pytest.raises(Refused):
            await tried.source.cancel_order(
                tried.customer.id, tried.settled, key="wish-3"
            )

        after = await tried.source.order(tried.customer.id, tried.settled)
        assert after.status is before.status

    async def test_nobody_cancels_anothers_order(self, tried: Tried) -> None:
        assert tried.theirs is not None
        with pytest.raises(OrderNotFound):
            await tried.source.cancel_order(
                tried.customer.id, tried.theirs.number, key="wish-4"
            )

        seen = await tried.source.order(tried.other.id, tried.theirs.number)
        assert seen.status is tried.theirs.status


class DoesRefund(Contract):
    """
    Capability `refund_order`.
    """

    capability = Capability.REFUND_ORDER

    async def test_money_is_given_back_once_for_a_key(self, tried: Tried) -> None:
        who, number = tried.customer.id, tried.refundable
        order = await tried.source.order(who, number)
        some = Money(1, order.total.currency)

        first = await tried.source.refund_order(who, number, some, key="back-1")
        again = await tried.source.refund_order(who, number, some, key="back-1")
        more = await tried.source.refund_order(who, number, some, key="back-2")

        assert first.amount == some
        assert first.reference
        assert again.reference == first.reference
        assert more.reference != first.reference

    async def test_one_wish_at_once_is_one(self, tried: Tried) -> None:
        who, number = tried.customer.id, tried.refundable
        order = await tried.source.order(who, number)
        some = Money(1, order.total.currency)

        found = await asyncio.gather(
            *(
                tried.source.refund_order(who, number, some, key="back-1")
                for _ in range(3)
            )
        )

        assert len({each.reference for each in found}) == 1

    async def test_no_more_than_was_paid(self, tried: Tried) -> None:
        who, number = tried.customer.id, tried.refundable
        order = await tried.source.order(who, number)
        too_much = Money(order.total.amount + 1, order.total.currency)

        for amount in (too_much, Money(0, order.total.currency), Money(1, "XXX")):
            with pytest.raises(Refused):
                await tried.source.refund_order(who, number, amount, key="back-3")

    async def test_nobody_is_given_anothers_money(self, tried: Tried) -> None:
        assert tried.theirs is not None
        with pytest.raises(OrderNotFound):
            await tried.source.refund_order(
                tried.customer.id,
                tried.theirs.number,
                Money(1, tried.theirs.total.currency),
                key="back-4",
            )


class DoesChangeAddress(Contract):
    """
    Capability `change_address`.
    """

    capability = Capability.CHANGE_ADDRESS

    @pytest.fixture
    def elsewhere(self, tried: Tried) -> Address:
        """
        Where an order may go.
        """
        assert tried.elsewhere is not None
        return tried.elsewhere

    async def test_an_order_goes_elsewhere(
        self, tried: Tried, elsewhere: Address
    ) -> None:
        who, number = tried.customer.id, tried.cancellable
        before = await tried.source.order(who, number)

        changed = await tried.source.change_address(
            who, number, elsewhere, key="wish-1"
        )

        assert before.ship_to != tried.arrived
        assert changed.ship_to == tried.arrived
        assert changed.status is before.status
        assert (await tried.source.order(who, number)).ship_to == tried.arrived

    async def test_a_wish_is_done_once(self, tried: Tried, elsewhere: Address) -> None:
        who, number = tried.customer.id, tried.cancellable
        other = replace(elsewhere, lines=elsewhere.lines[:1])

        await tried.source.change_address(who, number, elsewhere, key="wish-1")
        later = await tried.source.change_address(who, number, other, key="wish-2")
        again = await tried.source.change_address(who, number, elsewhere, key="wish-1")

        assert later.ship_to != tried.arrived
        assert again.ship_to == later.ship_to

    async def test_what_has_left_stays_on_its_way(
        self, tried: Tried, elsewhere: Address
    ) -> None:
        before = await tried.source.order(tried.customer.id, tried.settled)

        with pytest.raises(Refused):
            await tried.source.change_address(
                tried.customer.id, tried.settled, elsewhere, key="wish-1"
            )

        after = await tried.source.order(tried.customer.id, tried.settled)
        assert after.ship_to == before.ship_to

    async def test_nobody_moves_anothers_order(
        self, tried: Tried, elsewhere: Address
    ) -> None:
        assert tried.theirs is not None
        number = tried.theirs.number

        with pytest.raises(OrderNotFound):
            await tried.source.change_address(
                tried.customer.id, number, elsewhere, key="wish-1"
            )

        seen = await tried.source.order(tried.other.id, number)
        assert seen.ship_to == tried.theirs.ship_to

    async def test_what_the_system_has_no_place_for_is_not_dropped(
        self, tried: Tried
    ) -> None:
        who, number = tried.customer.id, tried.cancellable
        before = await tried.source.order(who, number)

        for address in tried.homeless:
            with pytest.raises(Refused):
                await tried.source.change_address(who, number, address, key="wish-1")

        assert (await tried.source.order(who, number)).ship_to == before.ship_to
