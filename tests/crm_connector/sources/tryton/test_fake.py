"""
The fake says what a real Tryton was heard to say; so does the real one, where it is.
"""

from __future__ import annotations

import json
from typing import Any

from crm_connector.sources.http import Http
from crm_connector.sources.tryton.rpc import Rpc
from tests.crm_connector.sources.tryton import shop
from tests.crm_connector.sources.tryton.capture import FIXTURES
from tests.crm_connector.sources.tryton.peer import Peer
from tests.fakes.tryton import FakeTryton

HEARD: list[dict[str, Any]] = json.loads((FIXTURES / "answers.json").read_text("utf-8"))
_MOMENTS = ("create_date", "write_date", "planned_date")


def comparable(method: str, answer: Any) -> Any:
    """
    The answer, without the words of errors and the types of fields.
    """
    if "error" in answer:
        kind = answer["error"][0]
        return kind if kind.endswith("Error") else "an error"
    if method.endswith(".fields_get"):
        return sorted(answer["result"])
    return answer["result"]


def timeless(content: Any) -> Any:
    """
    The same without the moments at which the shop was made.
    """
    if isinstance(content, list):
        return [timeless(each) for each in content]
    if isinstance(content, dict):
        return {k: timeless(v) for k, v in content.items() if k not in _MOMENTS}
    return content


async def said(transport: Any, url: str, questions: list[dict[str, Any]]) -> list[Any]:
    """
    What a Tryton says to questions that were heard.
    """
    settings = shop.settings(url)
    found = []
    async with settings.http.client(transport=transport) as client:
        rpc = Rpc(Http(client, "tryton", settings.http), settings)
        session = await rpc._begin(None)
        for heard in questions:
            answer = await rpc._ask(1, heard["method"], heard["params"], session)
            assert answer is not None
            found.append(comparable(heard["method"], answer.content))
    return found


def heard_answers(questions: list[dict[str, Any]]) -> list[Any]:
    """
    What was heard, likewise.
    """
    return [comparable(each["method"], each["answer"]) for each in questions]


async def test_the_fake_says_what_was_heard() -> None:
    found = await said(FakeTryton().transport(), shop.URL, HEARD)

    assert found == heard_answers(HEARD)
    assert len(HEARD) > 50


async def test_a_real_one_still_says_it(peer: Peer) -> None:
    found = await said(None, peer.url, HEARD)

    assert timeless(found) == timeless(heard_answers(HEARD))


def test_nothing_captured_is_a_credential() -> None:
    written = "".join(each.read_text("utf-8") for each in FIXTURES.iterdir())

    assert shop.PASSWORD not in written
    assert "Session " not in written
    assert "common.db" not in written
