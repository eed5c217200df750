"""
The demo shop's catalogue, read by the sql source as it is in use.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot import HOUSE
from bot.nlu.catalogue import Catalogue, Named, find
from bot.nlu.text import normalize_with_places
from crm_connector.model import CatalogueEntry
from crm_connector.sources.sql import SqlSource

Said = list[tuple[str, str, str]]


async def _read(address: str) -> tuple[CatalogueEntry, ...]:
    source = SqlSource.open(address, HOUSE / "demo" / "mapping.yml")
    try:
        page = await source.catalogue(limit=10_000)
        assert page.following is None
        return page.entries
    finally:
        await source.close()


@pytest.fixture(scope="session")
def entries(demo_shop_of: Callable[[date], Path]) -> tuple[CatalogueEntry, ...]:
    """
    What the demo shop calls its things.
    """
    path = demo_shop_of(date(2026, 5, 10))
    return asyncio.run(_read(f"sqlite:///{path}"))


@pytest.fixture(scope="session")
def shop(entries: tuple[CatalogueEntry, ...]) -> Catalogue:
    """
    The demo shop's catalogue.
    """
    return Catalogue(entries)


@pytest.fixture
def named(shop: Catalogue) -> Callable[[str], list[Named]]:
    """
    Gives what a sentence names.
    """
    return lambda text: list(find(normalize_with_places(text), shop))


@pytest.fixture
def said(shop: Catalogue) -> Callable[[str], Said]:
    """
    Gives what a sentence names: entity, the customer's own letters, value.
    """

    def look(text: str) -> Said:
        normal = normalize_with_places(text)
        found = []
        for each in find(normal, shop):
            start, end = normal.span(each.start, each.end)
            # Letters that the compared form leaves out, as in حذاء and ضدد.
            while end < len(text) and text[end].isalpha() and end not in normal.places:
                end += 1
            found.append((each.entity, text[start:end], each.value))
        return sorted(found)

    return look
