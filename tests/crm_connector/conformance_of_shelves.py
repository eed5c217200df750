"""
What every source promises that knows what a shop has: its catalogue and its shelf.
"""

from __future__ import annotations

import pytest

from crm_connector.errors import SourceUnavailable
from crm_connector.source import Capability
from tests.crm_connector.conformance import Contract, Tried


class KnowsCatalogue(Contract):
    """
    Capability `catalogue`.
    """

    capability = Capability.CATALOGUE

    async def test_the_catalogue_is_what_the_shop_calls_its_things(
        self, tried: Tried
    ) -> None:
        page = await tried.source.catalogue()

        assert page.entries == tried.catalogue
        assert page.entries
        assert page.following is None

    @pytest.mark.parametrize("limit", [1, 2, 3, 5, 11, 12])
    async def test_pages_of_any_size_hold_every_entry_once(
        self, tried: Tried, limit: int
    ) -> None:
        page = await tried.source.catalogue(limit=limit)
        entries = list(page.entries)
        while page.following is not None:
            assert len(page.entries) <= limit
            page = await tried.source.catalogue(after=page.following, limit=limit)
            entries.extend(page.entries)

        assert tuple(entries) == tried.catalogue

    async def test_a_page_of_nothing_is_the_callers_mistake(self, tried: Tried) -> None:
        with pytest.raises(ValueError, match="limit"):
            await tried.source.catalogue(limit=0)
        with pytest.raises(ValueError, match="after"):
            await tried.source.catalogue(after="elsewhere")

    async def test_an_unchanged_catalogue_keeps_its_version(self, tried: Tried) -> None:
        version = await tried.source.catalogue_version()

        assert version is not None
        assert await tried.source.catalogue_version() == version

    async def test_a_catalogue_whose_system_is_gone_is_unavailable(
        self, tried: Tried
    ) -> None:
        await tried.gone()

        with pytest.raises(SourceUnavailable):
            await tried.source.catalogue()
        with pytest.raises(SourceUnavailable):
            await tried.source.catalogue_version()


class KnowsTheShelf(Contract):
    """
    Capability `shelf`.
    """

    capability = Capability.SHELF

    async def test_price_and_stock_of_products(self, tried: Tried) -> None:
        assert tried.shelf
        assert await tried.source.shelf(list(tried.shelf)) == tried.shelf

    async def test_what_is_not_sold_is_left_out(self, tried: Tried) -> None:
        known = next(iter(tried.shelf))

        assert await tried.source.shelf([]) == {}
        found = await tried.source.shelf([known, "nothing", "-1", "\ud800", "\x00"])
        assert found == {known: tried.shelf[known]}
