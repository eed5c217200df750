"""
The shop's own words for the responses: name, ways to reach it and rules, by language.
"""

from __future__ import annotations

from collections.abc import Mapping

from actions.formatting import digits, left_to_right
from actions.hours import week_in_words
from bot.shop import LINKS, TOPICS, ShopSettings


def shop_words(shop: ShopSettings) -> Mapping[str, Mapping[str, str]]:
    """
    Fields for each of the shop's languages; what the shop's file leaves out is empty.

    They are `shop_name`, `shop_phone`, `shop_hours`, `shop_website`, `shop_email`,
    `shop_offers`, `policy_<topic>` for every topic, and `link_<page>` for every page:
    the site where the shop named no address of it.
    """
    return {lang: _words(shop, lang) for lang in shop.languages}


def _words(shop: ShopSettings, lang: str) -> Mapping[str, str]:
    return {
        "shop_name": shop.name[lang],
        "shop_phone": left_to_right(digits(shop.telephone, lang)),
        "shop_hours": week_in_words(shop, lang),
        "shop_website": left_to_right(shop.website),
        "shop_email": left_to_right(shop.email) if shop.email else "",
        "shop_offers": shop.offers.get(lang, ""),
        **{
            f"policy_{topic}": shop.policies.get(topic, {}).get(lang, "")
            for topic in TOPICS
        },
        **{
            f"link_{page}": left_to_right(shop.links.get(page, shop.website))
            for page in LINKS
        },
    }
