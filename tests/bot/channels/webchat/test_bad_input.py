"""
What is no message is refused over HTTP, and nothing that comes in breaks anything.
"""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from bot.channels.webchat.errors import ChatError
from bot.channels.webchat.incoming import (
    parse_code_wish,
    parse_message,
    parse_object,
)
from bot.conversations.core import Conversations


class TestBadInput:
    """
    A 4xx with a code; nothing is stored of it but the count.
    """

    # The same in each process that collects these cases.
    NUMBER = str(uuid.UUID(int=7, version=4))

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"", "not_json"),
            (b"{", "not_json"),
            (b"\xff\xfe", "not_json"),
            (b'{"a": NaN}', "not_json"),
            (b"[" * 50_000, "not_json"),
            (b"1" * 6_000, "not_json"),
            (b'"text"', "not_an_object"),
            (b"null", "not_an_object"),
            ({}, "invalid_id"),
            ({"id": "1", "text": "a"}, "invalid_id"),
            ({"id": 1, "text": "a"}, "invalid_id"),
            ({"id": NUMBER + "\n", "text": "a"}, "invalid_id"),
            ({"id": NUMBER}, "text_or_button"),
            ({"id": NUMBER, "text": "a", "button": "b"}, "text_or_button"),
            ({"id": NUMBER, "text": "a", "intent": "x"}, "unknown_field"),
            ({"id": NUMBER, "text": 5}, "invalid_field"),
            ({"id": NUMBER, "text": None}, "invalid_field"),
            ({"id": NUMBER, "text": ["a"]}, "invalid_field"),
            ({"id": NUMBER, "text": ""}, "text_empty"),
            ({"id": NUMBER, "text": " \t\n\u200c\u200f\u3000"}, "text_empty"),
            ({"id": NUMBER, "text": "a" * 4001}, "text_too_long"),
            ({"id": NUMBER, "text": "a\0b"}, "invalid_text"),
            (b'{"id":"%s","text":"\\ud800"}' % NUMBER.encode(), "invalid_text"),
            ({"id": NUMBER, "button": ""}, "invalid_field"),
            ({"id": NUMBER, "button": "x" * 101}, "invalid_field"),
            ({"id": NUMBER, "button": {"intent": "x"}}, "invalid_field"),
            (b'{"id":"%s","button":"\\ud800"}' % NUMBER.encode(), "button_unknown"),
        ],
        ids=lambda value: ascii(value)[:30],
    )
    async def test_it_is_refused(
        self, begin: Any, core: Conversations, body: Any, code: str
    ) -> None:
        """
        With the one form of errors.
        """
        guest = await begin()
        how = {"content": body} if isinstance(body, bytes) else {"json": body}
        response = await guest.client.post(
            "/chat/messages",
            headers={**guest.headers, "Content-Type": "application/json"},
            **how,
        )
        assert 400 <= response.status_code < 500
        assert set(response.json()["error"]) == {"code", "message"}
        assert response.json()["error"]["code"] == code
        assert await guest.thread() == []
        assert await core.counts() == {f"refused_{code}": 1}

    async def test_four_thousand_characters_are_taken(self, begin: Any) -> None:
        """
        And not one more, whatever they weigh.
        """
        guest = await begin()
        assert (await guest.post(text="ش" * 4000)).status_code == 202
        assert (await guest.post(text="ش" * 4001)).status_code == 400

    async def test_a_body_that_is_too_large_is_not_read(self, begin: Any) -> None:
        """
        Neither one that says so nor one that does not.
        """
        guest = await begin()
        read = 0

        async def endless() -> Any:
            nonlocal read
            while True:
                read += 8192
                yield b" " * 8192

        for content in (b" " * 65_537, endless()):
            response = await guest.client.post(
                "/chat/messages",
                content=content,
                headers={**guest.headers, "Content-Type": "application/json"},
            )
            assert response.status_code == 413
            assert response.json()["error"]["code"] == "body_too_large"
        assert read < 1_000_000

    @pytest.mark.parametrize("kind", ["text/plain", "application/jsonx", ""])
    async def test_only_json_is_taken(self, begin: Any, kind: str) -> None:
        """
        A form on somebody's page cannot send it.
        """
        guest = await begin()
        response = await guest.client.post(
            "/chat/messages",
            content=b"{}",
            headers={**guest.headers, "Content-Type": kind},
        )
        assert response.status_code == 415
        assert response.json()["error"]["code"] == "unsupported_media_type"

    @pytest.mark.parametrize(
        "query",
        [
            {"after": "--1"},
            {"after": "x"},
            {"after": ""},
            {"after": "1.5"},
            {"after": "۱"},
            {"after": str(2**31)},
            {"after": "9" * 50},
            {"before": str(-(2**31))},
            {"before": "5", "after": "1"},
            {"before": "5", "wait": "1"},
            {"wait": "26"},
            {"wait": "nan"},
            {"wait": "-1"},
            {"wait": "1e1"},
            {"limit": "5"},
        ],
        ids=str,
    )
    async def test_a_bad_query_is_refused(
        self, begin: Any, query: dict[str, str]
    ) -> None:
        """
        Rather than guessed at.
        """
        response = await (await begin()).get(**query)
        assert response.status_code == 400
        assert response.json()["error"]["code"] in ("invalid_query", "unknown_field")

    @pytest.mark.parametrize(
        ("method", "path", "status", "code"),
        [
            ("GET", "/chat/nothing", 404, "not_found"),
            ("GET", "/chat/", 404, "not_found"),
            ("GET", "/chat/messages/", 404, "not_found"),
            ("PUT", "/chat/messages", 405, "method_not_allowed"),
            ("GET", "/chat/sessions", 405, "method_not_allowed"),
            ("POST", "/chat/sessions/current", 405, "method_not_allowed"),
            ("GET", "/chat/ws", 404, "not_found"),
        ],
    )
    async def test_what_is_not_there_is_told_in_the_same_form(
        self, client: httpx.AsyncClient, method: str, path: str, status: int, code: str
    ) -> None:
        """
        Everything under /chat answers alike.
        """
        response = await client.request(method, path)
        assert response.status_code == status
        assert response.json()["error"]["code"] == code

    async def test_trouble_of_ours_is_told_in_the_same_form(
        self, begin: Any, core: Conversations, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """
        With nothing of what went wrong inside.
        """
        guest = await begin()

        async def broken(_incoming: object) -> None:
            raise RuntimeError("secret detail")

        monkeypatch.setattr(core, "accept", broken)
        response = await guest.post(text="hello")
        assert response.status_code == 503
        assert response.json()["error"]["code"] == "unavailable"
        assert "secret" not in response.text


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=50)
    | st.sampled_from([str(uuid.UUID(int=7)), "hello", "\ud800", "\0"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=10), inner, max_size=3)
    ),
    max_leaves=8,
)
FIELDS = st.sampled_from(["id", "text", "button", "customer_token", "type", "code"])
CODE = "/chat/sessions/current/code"
BODIES = st.dictionaries(FIELDS | st.text(max_size=5), JSON, max_size=4)


class TestFuzz:
    """
    Whatever comes in, the answer is never a 5xx.
    """

    @given(data=st.binary(max_size=300) | st.text(max_size=300))
    def test_any_bytes_are_an_object_or_refused(self, data: bytes | str) -> None:
        """
        The parser is total.
        """
        with suppress(ChatError):
            parse_message(parse_object(data))

    @given(
        contact=st.text(max_size=300) | st.from_regex(r"\+?[0-9 ()-]{5,20}") | JSON,
        language=st.sampled_from(["fa", "fa-Latn", "ar", "en"]) | JSON,
    )
    def test_any_wish_for_a_code_is_one_or_refused(
        self, contact: Any, language: Any
    ) -> None:
        """
        And what is understood as a contact can be stored, sent and shown.
        """
        with suppress(ChatError):
            wish = parse_code_wish({"contact": contact, "language": language}, "IR")
            assert wish.contact is not None
            assert "\0" not in wish.contact.value
            wish.contact.value.encode()
            again = {"contact": wish.contact.value, "language": "fa"}
            assert parse_code_wish(again, "IR").contact == wish.contact

    async def test_any_json_is_taken_or_refused(self, begin: Any) -> None:
        """
        Through the whole application.
        """
        guest = await begin()
        bodies: list[Any] = []

        @how(
            max_examples=150,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(BODIES | JSON)
        def gather(body: Any) -> None:
            bodies.append(body)

        gather()
        for body in bodies:
            for path in ("/chat/messages", "/chat/sessions", f"{CODE}/check"):
                response = await guest.client.post(
                    path,
                    content=json.dumps(body),
                    headers={**guest.headers, "Content-Type": "application/json"},
                )
                assert response.status_code < 500, (path, body)
