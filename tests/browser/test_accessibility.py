"""
The rules of axe-core on the widget and on the desk: nothing serious, nothing critical.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from bot import HOUSE
from tests.browser.conftest import OpenTab, World
from tests.browser.desk_states import STATES, DeskWindow, desk_window
from tests.slices import slow_but_for

AXE = HOUSE / "var" / "peers" / "axe" / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = ("serious", "critical")


@pytest.fixture(scope="module")
def axe() -> str:
    """
    The rules' own script, which the browser runs past the page's policy.
    """
    if not AXE.exists():
        reason = "axe-core is not installed; tests/peers/axe/install does."
        if os.environ.get("HAMYAR_REQUIRE_ALL") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return AXE.read_text(encoding="utf-8")


def findings(page: Page, axe: str) -> list[str]:
    """
    What is wrong, with where.
    """
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate("axe.run(document)")
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        if each["impact"] in GRAVE
        for node in each["nodes"]
    ]


def test_what_is_wrong_is_found(chromium: Browser, axe: str) -> None:
    page = chromium.new_page()
    page.set_content("<html lang=en><title>x</title><button></button></html>")
    assert "button-name" in findings(page, axe)[0]
    page.close()


@pytest.mark.parametrize("lang", slow_but_for("fa", ["fa", "ar", "en"]))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_widget(
    open_tab: OpenTab, world: World, axe: str, lang: str, scheme: Any
) -> None:
    chat = open_tab(f"lang={lang}")
    chat.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    assert findings(chat.page, axe) == []
    chat.begin()
    card = {"kind": "order", "title": "HM-1", "status": "ok", "state": "shipped"}
    more = {"cards": [card], "buttons": [{"title": "Yes", "token": "t"}]}
    world.say("Here it is", **more)
    expect(chat.said("Here it is")).to_be_visible()
    assert findings(chat.page, axe) == []


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[DeskWindow]:
    yield from desk_window(chromium)


@pytest.mark.parametrize(
    ("lang", "scheme"),
    slow_but_for(("fa", "light"), [("fa", "light"), ("fa", "dark"), ("en", "light")]),
)
@pytest.mark.parametrize("state", STATES)
def test_the_desk(
    window: DeskWindow, axe: str, lang: str, scheme: Any, state: str
) -> None:
    page = window.open(lang, scheme)
    STATES[state](window)
    assert findings(page, axe) == []
    page.close()
    assert window.errors == []
