"""
Saying something and reading the thread over HTTP.
"""

from __future__ import annotations

import uuid
from typing import Any


async def test_a_message_is_accepted_answered_and_read(begin: Any) -> None:
    """
    The whole way once.
    """
    guest = await begin()
    number = str(uuid.uuid4())
    response = await guest.post(id=number, text="  hello ")
    assert response.status_code == 202
    assert response.json() == {"id": number, "seq": 1}
    page = (await guest.get(after=1, wait=5)).json()
    assert [m["text"] for m in page["messages"]] == ["echo: hello"]
    mine, reply = await guest.thread()
    assert mine == {
        "seq": 1,
        "author": "customer",
        "text": "hello",
        "lang": "en",
        "buttons": [],
        "cards": [],
        "at": "2026-01-01T00:00:00.000Z",
        "id": number,
    }
    assert set(reply) == set(mine) - {"id"}
    assert reply["author"] == "bot"
