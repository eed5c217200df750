"""
Waiting for what no page shows: what a server has heard, say.
"""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

_STEP_MS, _STEPS = 25, 400


def when(page: Page, is_so: Callable[[], object]) -> None:
    """
    Wait until this is true, while the page goes on; fails after ten seconds.
    """
    for _ in range(_STEPS):
        if is_so():
            return
        page.wait_for_timeout(_STEP_MS)
    raise AssertionError("it never came true")
