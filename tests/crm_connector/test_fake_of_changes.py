"""
The fake that changes orders keeps the promises of a source: once, whole, only theirs.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.crm_connector import small_shop, small_shop_goods
from tests.crm_connector.conformance import (
    FindsContacts,
    KnowsCustomers,
    KnowsOrders,
    Tried,
)
from tests.crm_connector.conformance_of_changes import DoesCancel, DoesChangeAddress
from tests.crm_connector.conformance_of_goods import KnowsMethods, KnowsVariants
from tests.crm_connector.conformance_of_items import DoesChangeItems
from tests.crm_connector.conformance_of_returns import (
    DoesExchangeItems,
    DoesReturnItems,
)
from tests.crm_connector.conformance_of_shelves import KnowsCatalogue
from tests.fakes.changing import ChangingSource

BROTHER = replace(small_shop.SARA, id="3", name="نگین احمدی", emails=())


@pytest.fixture
def tried() -> Tried:
    """
    The small shop with its goods, in memory.
    """
    whole = small_shop_goods.tried(None, lambda: None)
    assert whole.theirs is not None
    source = ChangingSource(
        [*small_shop.CUSTOMERS, BROTHER],
        [*whole.orders, whole.theirs],
        entries=small_shop.CATALOGUE,
        name=small_shop.SOURCE,
        variants=small_shop_goods.VARIANTS,
        count=small_shop_goods.STOCK,
        methods={"1": small_shop_goods.METHODS},
    )
    return replace(
        whole,
        source=source,
        take_down=source.go_down,
        # It keeps every word.
        arrived=small_shop_goods.ELSEWHERE,
        homeless=(),
    )


class TestChangingFake(
    KnowsCustomers,
    FindsContacts,
    KnowsOrders,
    KnowsCatalogue,
    KnowsVariants,
    KnowsMethods,
    DoesCancel,
    DoesChangeAddress,
    DoesChangeItems,
    DoesReturnItems,
    DoesExchangeItems,
):
    """
    All that it holds records for, and changes.
    """
