"""
The packet as agents read it.
"""

from __future__ import annotations

import json

from bot.handoff.packet import Came, Deed, Packet, Wish, record
from tests.bot.desk.web.seats import Desk


async def test_what_the_bot_did_has_a_name_and_a_reason_for_people(desk: Desk) -> None:
    sara = await desk.seat("sara")
    failed = Deed("action_track_order", Came.FAILED, desk.clock(), "SourceUnavailable")
    unclear = Deed("action_rephrase", Came.UNCLEAR, desk.clock(), times=2)
    wish = Wish("track_order", "کجاست؟", "fa", {})
    parts = record(Packet("source_down", wish, (failed, unclear)))
    packet = json.loads(json.dumps(parts))
    found = await desk.house.waiting(packet=packet)
    whole = (await sara.get(f"handoffs/{found.number}")).json()
    first, second = whole["packet"].pop("deeds")
    assert first["title"]["fa"] == "پیگیری سفارش"
    assert first["problem"]["ar"] == "النظام لم يكن متاحًا"
    assert set(second["title"]) == {"fa", "ar", "en"}
    assert (second["problem"], second["times"]) == (None, 2)
    # All else is as it was recorded.
    assert whole["packet"] == {k: v for k, v in packet.items() if k != "deeds"}
