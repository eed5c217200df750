"""
Mistakes in what a mapping says of changing, returning and exchanging: named by place.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_connector.errors import BadMapping
from crm_connector.model import OrderStatus
from crm_connector.operations import Operation
from tests.crm_connector.sources.sql.conftest import GONE

CHANGE, RETURN = "operations/change_items", "operations/return_items"


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            "statuses/delivered",
            {"status": "delivered", "done": ["return_item"]},
            (
                "statuses.delivered.done: must be of cancel_order, change_address, "
                "change_items, return_items, exchange_items (did you mean 'return_items"
            ),
        ),
        (
            "statuses/delivered",
            {"done": ["return_items"]},
            "statuses.delivered.status: this setting is missing",
        ),
        (
            "statuses/delivered",
            {"status": "deliverd"},
            "(did you mean 'delivered'?)",
        ),
        (
            "variants",
            GONE,
            "lines.columns.variant: needs the part `variants`",
        ),
        (
            "payment_methods",
            GONE,
            "payments.columns.method: needs the part `payment_methods`",
        ),
        (
            "payment_methods/columns/kind/values/wallet",
            "walet",
            (
                "payment_methods.columns.kind.values.wallet: must be one of card, "
                "gift_card, wallet, paypal, transfer, cash (did you mean 'wallet'?)"
            ),
        ),
        (
            "variants/columns/options/farsi",
            {"colour": "colour"},
            "variants.columns.options.farsi: must be a language, such as fa or en",
        ),
        (
            f"{CHANGE}/unless",
            ["change_item"],
            (
                "change_items.unless: must be of cancel_order, change_address, "
                "change_items, return_items, exchange_items (did you mean 'change_items"
            ),
        ),
        (
            f"{CHANGE}/lines",
            GONE,
            "operations.change_items.lines: this setting is missing",
        ),
        (
            f"{CHANGE}/lines/remove",
            "deleted",
            (
                "operations.change_items.lines.remove: must be one of delete, never "
                "(did you mean 'delete'?)"
            ),
        ),
        (
            f"{CHANGE}/lines/set/quantity",
            {"new": "quantities"},
            (
                "change_items.lines.set.quantity.new: must be one of variant, "
                "quantity, price, discount, total, difference (did you mean 'quantity'"
            ),
        ),
        (
            f"{CHANGE}/lines/set/quantity",
            {"payment": "amount"},
            (
                "change_items.lines.set.quantity: must say one of now, wish, "
                "order, line, new"
            ),
        ),
        (
            f"{CHANGE}/set/total",
            {"plus": "dew"},
            (
                "operations.change_items.set.total.plus: must be one of due, gross, "
                "discount (did you mean 'due'?)"
            ),
        ),
        (
            f"{CHANGE}/remember",
            GONE,
            "operations.change_items.remember: this setting is missing",
        ),
        (
            f"{CHANGE}/stock",
            ["takes"],
            "change_items.stock: must be of give, take (did you mean 'take'?)",
        ),
        (
            f"{CHANGE}/balance",
            "now",
            "operations.change_items.balance: must be one of at_once, later",
        ),
        (
            "payment_methods/columns/balance",
            GONE,
            "operations.cancel_order.balance: needs payment_methods.columns.balance",
        ),
        (
            "variants/columns/quantity",
            "colours.key",
            (
                "operations.cancel_order.stock: needs variants.columns.quantity in the "
                "table itself"
            ),
        ),
        (
            "variants/columns/price",
            GONE,
            "operations.change_items.from: needs variants.columns.price",
        ),
        (
            "lines/columns/id",
            GONE,
            "operations.change_items.from: needs lines.columns.id",
        ),
        (
            f"{CHANGE}/add",
            {"table": "differences"},
            "operations.change_items.add: must be a list: - {table: ..., set: ...}",
        ),
        (
            f"{CHANGE}/add",
            [{"table": "differences", "for": "lines", "set": {"order_id": 1}}],
            (
                "change_items.add.1.for: must be one of order, line, payment, "
                "due (did you mean 'line'?)"
            ),
        ),
        (
            f"{CHANGE}/add",
            [{"table": "differences", "set": {"kind": {"due": "sign"}}}],
            (
                "operations.change_items.add.1.set.kind.values: is missing: "
                "{more: payment, less: refund}"
            ),
        ),
        (
            f"{CHANGE}/add",
            [
                {
                    "table": "differences",
                    "set": {"kind": {"due": "sign", "values": {"mor": "x"}}},
                }
            ],
            (
                "change_items.add.1.set.kind.values.mor: must be of more, less, "
                "none (did you mean 'more'?)"
            ),
        ),
        (
            f"{CHANGE}/add",
            [
                {
                    "table": "differences",
                    "set": {"amount": {"due": "amount", "values": {"1": "x"}}},
                }
            ],
            "there are no words for due: amount",
        ),
        (
            "operations/cancel_order/add",
            [{"table": "refunds", "for": "due", "set": {"amount": 1}}],
            "operations.cancel_order.add.1.for: is not for an order as a whole",
        ),
        (
            "payments",
            GONE,
            "operations.cancel_order.add.1.for: needs the part `payments`",
        ),
        (
            "lines/columns/returned",
            GONE,
            (
                "return_items.set: must be a status with `done: [return_items]`,"
                " or there has to be lines.columns.returned"
            ),
        ),
        (
            f"{RETURN}/add",
            [{"table": "returns", "for": "line", "set": {"x": {"new": "variant"}}}],
            (
                "operations.return_items.add.1.set.x: must say one of now, wish, order,"
                " due, line"
            ),
        ),
        (
            "operations/cancel_order/set/reason",
            {"wish": "reason", "values": {"no_longer_neded": "x"}},
            "(did you mean 'no_longer_needed'?)",
        ),
    ],
)
def test_a_mistake_is_named_with_file_and_place(
    loaded, tmp_path: Path, place: str, value: object, message: str
) -> None:
    with pytest.raises(BadMapping) as fault:
        loaded(place, value)

    assert str(fault.value).startswith(f"{tmp_path / 'mapping.yml'}: ")
    assert message in str(fault.value)


def test_a_word_may_say_what_was_done(loaded) -> None:
    shop = loaded(
        "statuses/Gave Back", {"status": "delivered", "done": ["return_items"]}
    )

    assert shop.orders.status.words["gave back"] is OrderStatus.DELIVERED
    assert shop.orders.status.done == {"gave back": frozenset({Operation.RETURN_ITEMS})}
