"""
A packet is read as it was written, also by those who know less or more.
"""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handoff import packet
from bot.handoff.packet import (
    Came,
    Deed,
    Mood,
    Packet,
    UnreadablePacket,
    Who,
    Wish,
)

MOMENT = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)
PACKET = Packet(
    reason="source_down",
    wish=Wish("cancel_order", "لغوش کن لطفاً", "fa", {"order_number": "10042"}),
    deeds=(Deed("action_cancel_order", Came.FAILED, MOMENT, "source_unavailable"),),
    order="10042",
    mood=Mood(0.7, ("again",)),
    missing=("erp",),
)

texts = st.text(max_size=20)


@given(
    st.builds(
        Packet,
        reason=texts,
        wish=st.builds(
            Wish, texts, texts, texts, st.dictionaries(texts, texts), st.booleans()
        ),
        deeds=st.lists(
            st.builds(
                Deed,
                texts,
                st.sampled_from(Came),
                st.datetimes(timezones=st.just(timezone.utc)),
                texts,
                st.integers(1, 10),
            ),
            max_size=3,
        ).map(tuple),
        order=st.none() | texts,
        mood=st.none() | st.builds(Mood, st.floats(0, 1), st.tuples(texts)),
        missing=st.lists(texts, max_size=2).map(tuple),
        product=st.none() | texts,
        who=st.none() | st.builds(Who, texts, texts),
        product_name=texts,
    )
)
def test_it_survives_being_stored(written: Packet) -> None:
    stored = json.loads(json.dumps(packet.record(written)))
    assert packet.read(stored) == written


def test_a_field_of_tomorrow_is_no_harm() -> None:
    stored = packet.record(PACKET) | {"segment": "loyal"}
    assert packet.read(stored) == PACKET


def test_what_was_written_before_a_field_came_is_read() -> None:
    stored = packet.record(PACKET)
    for name in ("deeds", "order", "product", "mood", "missing", "who"):
        del stored[name]
    assert packet.read(stored) == Packet(PACKET.reason, PACKET.wish)


@pytest.mark.parametrize(
    "damage",
    [
        {"version": 2},
        {"version": None},
        {"wish": None},
        {"wish": {"intent": "x"}},
        {"deeds": [{"action": "x", "came": "well", "at": "now"}]},
        {"mood": {"upset": "very"}},
        {"who": {"name": "Sara"}},
        {"deeds": 5},
    ],
)
def test_what_cannot_be_read_is_said_so(damage: dict[str, Any]) -> None:
    with pytest.raises(UnreadablePacket):
        packet.read(packet.record(PACKET) | damage)
