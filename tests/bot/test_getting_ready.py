"""
Who comes while the bot is being trained hears at once that it is getting ready.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot import serving
from bot.getting_ready import CODE, SECONDS, answering, getting_ready_app
from bot.settings import Settings
from bot.shop import load_shop
from bot.unusable import Unusable
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SHOP = ROOT / "demo" / "shop.yml"


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """
    A socket that listens, as a server's does before anything slow is done.
    """
    with closing(serving.bind("127.0.0.1", 0)) as bound:
        bound.listen()
        yield bound


@pytest.fixture
def address(listener: socket.socket) -> str:
    """
    Where it listens.
    """
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def app() -> Starlette:
    """
    What answers meanwhile.
    """
    return getting_ready_app(Settings(), load_shop(SHOP))


def test_a_person_sees_a_page_and_a_program_reads_when_to_come_back(
    app: Starlette, listener: socket.socket, address: str
) -> None:
    with answering(app, listener):
        page = httpx.get(f"{address}/", headers={"Accept": "text/html,*/*"})
        posted = httpx.post(f"{address}/chat/messages", json={"text": "hi"})
        health = httpx.get(f"{address}/health")

    for answer in (page, posted, health):
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == str(SECONDS)
        assert answer.headers["Cache-Control"] == "no-store"
    for words in ("آماده می‌شود", "هميار يستعد للعمل", "getting ready"):
        assert words in page.text
    assert posted.json()["error"]["code"] == CODE
    assert posted.json()["error"]["retry_after"] == SECONDS


def test_the_page_is_in_the_shops_colours_and_says_since_when(
    listener: socket.socket, address: str
) -> None:
    passed = iter((0.0, 20.0, 200.0))
    shop = load_shop(SHOP)
    app = getting_ready_app(Settings(), shop, clock=lambda: next(passed))
    with answering(app, listener):
        first, later = (
            httpx.get(f"{address}/", headers={"Accept": "text/html"}).text
            for _ in range(2)
        )

    for colour in (shop.colours.accent, shop.colours.ink, shop.colours.paper):
        assert colour in first
    for words in ("کمتر از یک دقیقه", "أقل من دقيقة", "less than a minute"):
        assert words in first
    for words in ("حدود ۳ دقیقه", "نحو ٣ دقيقة", "about 3 min"):
        assert words in later
    # Nobody is promised "a moment".
    assert "in a moment" not in first


def test_a_shops_page_has_its_chat_and_may_read_the_refusal(
    app: Starlette, listener: socket.socket, address: str
) -> None:
    with answering(app, listener):
        script = httpx.get(f"{address}/widget.js")
        face = httpx.get(f"{address}/widget.json")
        asked = httpx.options(
            f"{address}/chat/sessions",
            headers={
                "Origin": "https://shop.example",
                "Access-Control-Request-Method": "POST",
                "Access-Control-Request-Headers": "content-type",
            },
        )
        refused = httpx.post(f"{address}/chat/sessions", json={})

    assert script.status_code == face.status_code == 200
    assert asked.status_code == 204
    assert "Content-Type" in asked.headers["Access-Control-Allow-Headers"]
    assert refused.headers["Access-Control-Allow-Origin"] == "*"


def test_a_web_socket_is_refused_alike(
    app: Starlette,
    listener: socket.socket,
    address: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    wish = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    with answering(app, listener):
        refused = httpx.get(f"{address}/chat/ws", headers=wish)

    assert refused.status_code == 503
    # Nobody is told to install what is there and not wanted here.
    assert capfd.readouterr().err == ""


def test_who_comes_between_the_two_is_answered_by_the_next(
    app: Starlette, listener: socket.socket, address: str
) -> None:
    with answering(app, listener):
        assert httpx.get(f"{address}/health").status_code == 503

    found: list[httpx.Response] = []
    asking = threading.Thread(
        target=lambda: found.append(httpx.get(f"{address}/health", timeout=20))
    )
    asking.start()
    server = uvicorn.Server(
        uvicorn.Config(
            Starlette(routes=[Route("/health", lambda _: PlainTextResponse("ok"))]),
            log_level="warning",
            ws="none",
        )
    )
    serving_it = threading.Thread(
        target=server.run, kwargs={"sockets": [listener.dup()]}
    )
    serving_it.start()
    asking.join()
    server.should_exit = True
    serving_it.join()
    assert found[0].text == "ok"


def test_a_training_does_not_keep_anybody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """
    The whole start, with a training that is looked at from outside and then fails.
    """
    from bot.engine import training

    port = free_port()
    heard: list[httpx.Response] = []

    def train(*_: object) -> Path:
        heard.append(httpx.get(f"http://127.0.0.1:{port}/health", timeout=20))
        raise training.TrainingFailed("no sentences")

    async def no_sources(_: Settings) -> None:
        await asyncio.sleep(0)

    monkeypatch.setattr(training, "ensure_model", train)
    monkeypatch.setattr("bot.sources.check_sources", no_sources)
    settings = replace(Settings(), data=tmp_path, port=port, shop=SHOP)

    with pytest.raises(Unusable, match="no sentences"):
        serving.run(serving.Plan(settings))

    assert heard[0].status_code == 503
    assert heard[0].json()["error"]["code"] == CODE
