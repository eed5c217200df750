"""
The template source keeps the promises of all sources: copy this, and say what is held.
"""

from __future__ import annotations

import pytest

from crm_connector.model import Customer, Order, OrderLine, OrderStatus
from tests.crm_connector.conformance import KnowsCustomers, KnowsOrders, Tried
from tests.crm_connector.small_shop import NOW, at, toman

SARA = Customer(
    id="7",
    name="سارا احمدی",
    phones=("+989121234567",),
    emails=("sara@example.com",),
    language=None,
    source="template",
    as_of=NOW,
)
JOHN = Customer("8", "John Smith", (), (), None, "template", NOW)


def order(number: str, status: OrderStatus, placed: str, customer: str = "7") -> Order:
    """
    An order as it is to be told.
    """
    return Order(
        number=number,
        customer_id=customer,
        status=status,
        placed_at=at(placed),
        expected_on=None,
        lines=(OrderLine("12", {"fa": "دان قهوه"}, {}, 2, toman(300_000)),),
        history=(),
        parcels=(),
        total=toman(650_000),
        source="template",
        as_of=NOW,
    )


@pytest.fixture
def tried(source, notebook) -> Tried:
    """
    The source on the notebook.
    """
    return Tried(
        source=source,
        take_down=notebook.go_down,
        customer=SARA,
        other=JOHN,
        orders=(
            order("N-1004", OrderStatus.PLACED, "2026-05-09T09:00"),
            order("1002", OrderStatus.SHIPPED, "2026-05-07T09:00"),
            order("1001", OrderStatus.DELIVERED, "2026-03-01T09:00"),
        ),
        theirs=order("1003", OrderStatus.PREPARING, "2026-05-08T09:00", "8"),
    )


class TestTemplate(KnowsCustomers, KnowsOrders):
    """
    A class for each capability that the source declares.
    """
