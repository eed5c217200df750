"""
A packet in words: what was wanted of orders is called by what it comes to.
"""

from __future__ import annotations

from dataclasses import replace

from bot.desk import wordings
from bot.handoff.packet import Asked, record
from tests.bot.desk.counter import PACKET

CALLED = wordings.names({"cancel_order": {"fa": "لغو سفارش", "en": "Cancel an order"}})


def test_what_was_wanted_of_orders_is_named() -> None:
    packet = replace(
        PACKET,
        asked=(
            Asked(
                "get_refund", "cancel_order", "21963", "refused", "status", "پولمو بده"
            ),
            Asked("exchange", "", "21928", "open"),
            Asked("something_new", came="open"),
        ),
    )

    first, second, third = wordings.told(record(packet), CALLED)["asked"]

    assert first["title"]["fa"] == "لغو سفارش"
    assert (first["order"], first["came"]) == ("21963", "refused")
    assert first["words"] == "پولمو بده"
    assert second["title"]["fa"] == "تعویض کالا"
    # What nobody has named yet stands for itself.
    assert "something new" in third["title"]["en"].replace("_", " ")


def test_a_packet_that_cannot_be_read_is_given_as_it_is() -> None:
    assert wordings.told({"version": 99}, CALLED) == {"version": 99}
