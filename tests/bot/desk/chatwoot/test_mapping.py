"""
What Chatwoot answers, as values.
"""

from __future__ import annotations

from typing import Any

import pytest

from bot.desk.chatwoot import mapping
from bot.desk.chatwoot.mapping import Contact, Ring
from crm_connector.errors import BadSourceData


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("plain", "plain"),
        ("**سلام** و __درود__", "سلام و درود"),
        ("2 * 3 * 4 = 24 and snake_case", "2 * 3 * 4 = 24 and snake_case"),
        ("a \\* b\\_c \\[d\\]", "a * b_c [d]"),
        ("one\\\ntwo\r\nthree", "one\ntwo\nthree"),
        ("[our rules](https://shop.example/r)", "our rules (https://shop.example/r)"),
        ("[https://a.example](https://a.example)", "https://a.example"),
        ("<https://a.example/x_y_z>", "https://a.example/x_y_z"),
    ],
)
def test_markup_is_taken_off(markdown: str, text: str) -> None:
    assert mapping.plain(markdown) == text


def test_a_new_contact_is_read_as_chatwoot_writes_it_and_as_it_describes_it() -> None:
    contact = {"id": 4, "contact_inboxes": []}
    written = {"payload": {"contact": contact, "contact_inbox": {"source_id": "s"}}}
    inboxes = [
        {"source_id": "other", "inbox": {"id": 8}},
        {"source_id": "s", "inbox": {"id": 7}},
    ]
    described = {"payload": [{"id": 4, "contact_inboxes": inboxes}]}
    bare = {"payload": [{"id": 4}]}
    assert mapping.contact(written, 7, "x") == Contact(4, "s")
    assert mapping.contact(described, 7, "x") == Contact(4, "s")
    assert mapping.contact(bare, 7, "x") == Contact(4, "x")


@pytest.mark.parametrize("payload", [None, [], {}, {"id": None}, {"id": "4"}, "no"])
def test_what_has_no_number_is_refused(payload: Any) -> None:
    for read in (mapping.talk, mapping.spoken):
        with pytest.raises(BadSourceData):
            read(payload)


def test_an_assigned_bot_is_nobody() -> None:
    bot = {"id": 1, "name": "Captain", "type": "agent_bot"}
    assert mapping.talk({"id": 2, "meta": {"assignee": bot}}).assignee is None
    named = {"assignee": {"id": 1, "name": "x"}, "assignee_type": "AgentBot"}
    assert mapping.talk({"id": 2, "meta": named}).assignee is None


def changed(*names: str) -> dict[str, Any]:
    """
    The webhook of a conversation of which these parts have changed.
    """
    parts = [{name: {"previous_value": 1, "current_value": 2}} for name in names]
    about = {"id": 5, "inbox_id": 7, "account_id": 3}
    return {"event": "conversation_updated", **about, "changed_attributes": parts}


@pytest.mark.parametrize(
    ("payload", "ring"),
    [
        (changed("assignee_id"), Ring(5)),
        (changed("waiting_since", "status"), Ring(5)),
        (changed(), Ring(5)),
        (changed("waiting_since"), None),
        ({**changed("status"), "inbox_id": 8}, None),
        ({**changed("status"), "account": {"id": 4}}, None),
        ({**changed("status"), "event": "conversation_status_changed"}, Ring(5)),
        ({**changed("status"), "event": "contact_updated"}, None),
    ],
)
def test_only_what_concerns_us_rings(payload: Any, ring: Ring | None) -> None:
    assert mapping.ring(payload, account=3, inbox=7) == ring
