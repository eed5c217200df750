"""
A size or a colour that is told while it is asked which shoes, and what comes near it.
"""

import pytest

from tests.conversations.changes import ANSWERED_IN, WAYS, said
from tests.conversations.demo_orders import value

SHOES = {
    "fa": "یه کفش دویدن می‌خوام",
    "fa-Latn": "ye kafshe davidan mikham",
    "ar": "أبغى حذاء جري",
    "en": "I want running shoes",
}
SIZE = {
    "fa": "سایز ۴۰ باشه",
    "fa-Latn": "size 40",
    "ar": "مقاس 40",
    "en": "size 40 please",
}
NONE_SUCH = {"fa": "این را نداریم", "ar": "لا يوجد", "en": "There is no"}
FIRST = {"fa": "اولی", "fa-Latn": "avali", "ar": "الأول", "en": "the first one"}
FORTY = {"fa": "۴۰", "ar": "٤٠", "en": "40"}
GONE = """
SELECT p.name_en, c.name_en, v.size FROM variants v
JOIN products p ON p.id = v.product_id JOIN colours c ON c.key = v.colour
WHERE v.stock = 0 AND p.name_en LIKE '%running shoes' AND EXISTS (
  SELECT 1 FROM variants w
  WHERE w.product_id = v.product_id AND w.size = v.size AND w.stock > 0)
ORDER BY v.id
"""


@pytest.mark.parametrize("way", WAYS)
async def test_a_size_is_kept_while_it_is_asked_which(cart_buyer, way):
    lang = ANSWERED_IN[way]
    await cart_buyer.says(SHOES[way])

    told = said(await cart_buyer.says(SIZE[way]))
    assert NONE_SUCH[lang] not in told

    asked = await cart_buyer.says(FIRST[way])
    sizes = "".join(said(asked).split())
    titles = [button.title for reply in asked for button in reply.buttons]
    assert titles
    assert all(FORTY[lang] in title for title in titles), sizes


async def test_what_is_gone_is_answered_by_the_same_size(cart_buyer):
    name = value(cart_buyer.file, GONE)
    colour, size = (value(cart_buyer.file, GONE, column=at) for at in (1, 2))

    told = said(
        await cart_buyer.says(f"do you have {name} in size {size} {colour.lower()}?")
    )

    gone, *near = [line for line in told.splitlines() if size in line]
    assert colour.lower() in gone
    assert near
    assert not any(colour.lower() in line.lower() for line in near)


async def test_which_pairs_there_are_is_told(cart_buyer):
    name = value(cart_buyer.file, GONE)
    colour, size = (value(cart_buyer.file, GONE, column=at) for at in (1, 2))

    told = said(await cart_buyer.says(f"do you have {name}?"))

    rows = [line for line in told.splitlines() if colour.lower() in line.lower()]
    assert rows
    assert all(size not in row for row in rows)
