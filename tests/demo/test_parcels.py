"""
Parcels keep to the orders that they belong to.
"""

from datetime import datetime, timezone
from itertools import groupby

MIDNIGHT = datetime(2026, 5, 4, 20, 30, tzinfo=timezone.utc)
OPEN = ("placed", "paid", "preparing", "shipped", "out_for_delivery")


def parcels(shop):
    """
    The parcels of every order, as (order, status, parcels), in the order of leaving.
    """
    rows = shop.execute(
        """
        SELECT o.id, o.status, p.status, p.shipped_at, p.delivered_at, p.carrier,
               p.expected_on IS o.expected_on
        FROM orders o LEFT JOIN parcels p ON p.order_id = o.id ORDER BY o.id, p.id
        """
    ).fetchall()
    for (order, status), group in groupby(rows, key=lambda row: row[:2]):
        yield order, status, [row[2:] for row in group if row[2] is not None]


def test_a_parcel_exists_exactly_when_the_order_has_left(shop):
    states = {
        "shipped": "in_transit",
        "out_for_delivery": "out_for_delivery",
        "delivered": "delivered",
        "returned": "returned",
    }
    for _, status, sent in parcels(shop):
        assert bool(sent) == (status in states)
        if not sent:
            continue
        # The order stands where its last parcel stands.
        assert sent[-1][0] == states[status]
        for state, _, delivered, _, same_promise in sent:
            assert same_promise
            assert state in {states[status], "delivered"}
            assert (delivered is not None) == (state in {"delivered", "returned"})


def test_the_parcels_keep_to_the_orders_history(shop):
    history = {
        (order, status): at
        for order, status, at in shop.execute(
            "SELECT order_id, status, at FROM order_status_history"
        )
    }
    for order, _, sent in parcels(shop):
        if not sent:
            continue
        assert sent[0][1] == history[order, "shipped"]
        assert sent[-1][2] == history.get((order, "delivered"))
        out = history.get((order, "out_for_delivery"), MIDNIGHT.isoformat())
        for _, shipped, delivered, *_ in sent:
            assert shipped < out
            assert delivered is None or shipped < delivered
        if len(sent) == 2 and sent[-1][2]:
            assert sent[0][1] < sent[1][1]
            assert sent[0][2] <= sent[1][2]


def test_a_few_large_orders_go_in_two_parcels(shop):
    lines = dict(
        shop.execute("SELECT order_id, count(*) FROM order_lines GROUP BY order_id")
    )
    sent = list(parcels(shop))
    large = sum(count >= 3 for count in lines.values())
    two = [order for order, _, each in sent if len(each) == 2]

    assert {len(each) for _, _, each in sent} == {0, 1, 2}
    assert all(lines[order] >= 3 for order in two)
    assert 0.02 < len(two) / large < 0.06


def test_of_some_open_orders_one_parcel_is_there_already(shop):
    open_ones = [
        [state for state, *_ in sent]
        for _, status, sent in parcels(shop)
        if status in OPEN and len(sent) == 2
    ]

    assert len(open_ones) >= 4
    assert sum(states[0] == "delivered" for states in open_ones) >= 2
