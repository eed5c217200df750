"""
Price and stock of products, which in Vendure are those of their variants.
"""

from __future__ import annotations

from datetime import datetime

from crm_connector.model import Money, ShelfItem
from crm_connector.sources.vendure.goods import Shelf, ShelfVariant
from crm_connector.sources.vendure.mapping import Shop


def item(
    shop: Shop, settings: Shelf.Settings, product: Shelf.Product, as_of: datetime
) -> ShelfItem | None:
    """
    A product now; None if no variant of it is sold.

    The price is told where all variants cost the same. The number is what can still be
    sold, and unknown where the shop does not count a variant.
    """
    sold = [each for each in product.variants if each.enabled]
    if not sold:
        return None
    left = [_left(settings, each) for each in sold]
    counted = [each for each in left if each is not None]
    is_endless = len(counted) < len(left)
    return ShelfItem(
        product_id=product.id,
        price=_price(shop, sold),
        in_stock=is_endless or any(counted),
        quantity=None if is_endless else sum(counted),
        source=shop.source,
        as_of=as_of,
    )


def _price(shop: Shop, variants: list[ShelfVariant]) -> Money | None:
    prices = {(each.price_with_tax, each.currency_code) for each in variants}
    if len(prices) > 1:
        return None
    ((amount, currency),) = prices
    # Vendure says zero where nobody has set a price in the channel's currency.
    return shop.units.money(amount, currency) if amount else None


def _left(settings: Shelf.Settings, variant: ShelfVariant) -> int | None:
    """
    How many can still be sold, as Vendure reckons it; None where it does not count.
    """
    is_counted = {"TRUE": True, "FALSE": False}.get(
        variant.track_inventory, settings.track_inventory
    )
    if not is_counted:
        return None
    kept_back = (
        settings.out_of_stock_threshold
        if variant.use_global_out_of_stock_threshold
        else variant.out_of_stock_threshold
    )
    at_hand = sum(
        each.stock_on_hand - each.stock_allocated for each in variant.stock_levels
    )
    return max(0, at_hand - kept_back)
