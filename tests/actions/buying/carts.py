"""
Carts that are talked about, and what the shop has sold.
"""

import pytest

in_persian = pytest.mark.parametrize("chat", ["fa"], indirect=True)
in_arabic = pytest.mark.parametrize("chat", ["ar"], indirect=True)


def bought(source):
    """
    What the shop has sold in this test: lines of (piece, number), with where it goes.
    """
    return [
        (
            [(line.variant_id, line.quantity) for line in order.lines],
            order.ship_to.city,
            order.total.amount,
        )
        for order in source.all_orders
        if order.number.startswith("300")
    ]


async def confirming(chat, text="I want a wallet and two Turkish coffees"):
    """
    A cart that goes by post and has just been read back.
    """
    await chat.wants(text)
    return await chat.presses(chat.titles[0])
