"""
What the records can tell by themselves.
"""

from dataclasses import FrozenInstanceError, replace

import pytest

from crm_connector.model import Assurance, OrderStatus, StatusChange
from tests.crm_connector.small_shop import DELIVERED, SHIPPED, at


@pytest.mark.parametrize(
    ("status", "is_open"),
    [
        (OrderStatus.PLACED, True),
        (OrderStatus.PAID, True),
        (OrderStatus.PREPARING, True),
        (OrderStatus.SHIPPED, True),
        (OrderStatus.OUT_FOR_DELIVERY, True),
        (OrderStatus.DELIVERED, False),
        (OrderStatus.CANCELLED, False),
        (OrderStatus.RETURNED, False),
    ],
)
def test_an_order_is_open_until_it_has_ended(
    status: OrderStatus, is_open: bool
) -> None:
    assert status.is_open == is_open


def test_every_status_is_open_or_ended() -> None:
    ended = {each for each in OrderStatus if not each.is_open}

    assert {each.value for each in ended} == {"delivered", "cancelled", "returned"}


def test_an_order_changed_when_it_reached_its_present_status() -> None:
    assert SHIPPED.changed_at == at("2026-05-09T09:00")


def test_of_a_status_reached_twice_the_last_time_counts() -> None:
    again = StatusChange(OrderStatus.SHIPPED, at("2026-05-10T09:00"))
    order = replace(SHIPPED, history=(*SHIPPED.history, again))

    assert order.changed_at == at("2026-05-10T09:00")


def test_without_history_the_parcel_says_when_it_was_delivered() -> None:
    order = replace(DELIVERED, history=())

    assert order.changed_at == order.parcels[0].delivered_at


def test_what_no_source_tells_is_not_made_up() -> None:
    order = replace(DELIVERED, history=(), parcels=())

    assert order.changed_at is None


def test_assurance_levels_include_the_ones_below() -> None:
    assert sorted(Assurance) == [
        Assurance.ANONYMOUS,
        Assurance.CHANNEL,
        Assurance.PROVEN,
        Assurance.FRESH_CODE,
    ]


def test_records_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        SHIPPED.number = "1"  # type: ignore[misc]
