"""
The pictures of the guide: `./hamyar test tests/browser --keep-pictures` writes them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from bot import HOUSE
from tests.browser.desk_states import PHONE, SIZE, STATES, DeskWindow, desk_window
from tests.slices import slow_but_for

PICTURES = HOUSE / "docs" / "images"
# Name: language, light, size, and what is to be seen.
SHOWN = {
    "desk-fa": ("fa", "light", SIZE, "mine"),
    "desk-en": ("en", "light", SIZE, "transferring"),
    "desk-ar-dark": ("ar", "dark", SIZE, "note"),
    "desk-phone-fa": ("fa", "light", PHONE, "mine"),
    "desk-opinions-fa": ("fa", "light", SIZE, "opinions"),
}


@pytest.fixture(scope="module")
def window(chromium: Browser) -> Iterator[DeskWindow]:
    yield from desk_window(chromium)


@pytest.mark.parametrize("name", slow_but_for("desk-fa", SHOWN))
def test_the_desk_as_the_guide_shows_it(
    window: DeskWindow, tmp_path: Path, request: Any, name: str
) -> None:
    lang, scheme, size, state = SHOWN[name]
    page = window.open(lang, scheme, size)
    STATES[state](window)
    folder = PICTURES if request.config.getoption("--keep-pictures") else tmp_path
    picture = folder / f"{name}.png"
    # Letters and pictures have come by then.
    page.wait_for_timeout(500)
    page.screenshot(path=picture)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert window.errors == []
    assert width <= size["width"]
    assert picture.stat().st_size > 20_000
    assert (PICTURES / picture.name).exists()
