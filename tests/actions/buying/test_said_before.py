"""
What is said before it is asked for is kept: where it goes, and which size.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from actions.buying.draft import Open

OFFICE = {
    "fa": ("دو تاش کن و بفرست محل کارم", "do tash kon o befrest mahale karam"),
    "ar": ("خليها اثنين وارسلها لمكتبي",),
    "en": ("make it two, and ship it to my office",),
}


@pytest.mark.parametrize(
    ("chat", "text"),
    [(lang, text) for lang, texts in OFFICE.items() for text in texts],
    indirect=["chat"],
)
async def test_where_it_goes_is_asked_for_once_it_is_known_what_goes(
    chat, text
) -> None:
    await chat.wants("میخوام قهوه سفارش بدم")
    assert chat.draft.open is Open.WHICH

    told = await chat.says(text, "change_shipping_address")

    assert chat.draft.open is Open.WHICH
    assert chat.draft.items[0].quantity == 2
    then = {
        "fa": "نشانی را پس از این می‌پرسم",
        "ar": "سأسألك عن العنوان",
        "en": "I'll ask you for the address",
    }
    assert then[chat.lang] in told
    await chat.presses(chat.titles[0])
    assert chat.draft.open is Open.ADDRESS


async def test_so_is_it_where_it_was_said_at_once(chat) -> None:
    await chat.wants("I want a wallet, please send it to my office")

    assert chat.draft.open is Open.ADDRESS


@pytest.fixture
def in_sizes(source):
    """
    The shirts are of sizes that might be numbers of pieces.
    """
    number = {"M": "41", "L": "42"}
    for id_, piece in source.goods.items():
        if piece.product_id != "shirt":
            continue
        options = {
            lang: {name: number.get(value, value) for name, value in each.items()}
            for lang, each in piece.options.items()
        }
        source.goods[id_] = replace(piece, options=options)


@pytest.mark.parametrize(
    ("chat", "text"),
    [
        ("en", "red 41"),
        ("fa", "قرمز ۴۱"),
        ("fa", "ghermez 41"),
        ("ar", "أحمر ٤١"),
    ],
    indirect=["chat"],
)
async def test_a_size_is_not_how_many(chat, in_sizes, text) -> None:
    await chat.wants("میخوام تی‌شرت بخرم")
    assert chat.draft.open is Open.VARIANT

    await chat.says(text, "search_product")

    (item,) = chat.draft.items
    assert (item.variant, item.quantity) == ("red-M", 1)


async def test_a_size_that_was_said_at_first_is_kept(chat, in_sizes) -> None:
    await chat.wants("I want a red t-shirt, size 41")

    (item,) = chat.draft.items
    assert (item.variant, item.quantity) == ("red-M", 1)
