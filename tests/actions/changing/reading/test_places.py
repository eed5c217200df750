"""
A line that is told by its place, and numbers that only look like one.
"""

from __future__ import annotations

import pytest

from actions.changing.reading import Asked, Asking, Known, pieces, read
from actions.changing.reading.addresses import address
from actions.changing.reading.text import text_of
from crm_connector.operations import Operation, Reason
from tests.actions.changing.reading import shop


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "the second item"), ("en", "change the second thing")],
        *[("fa", "کالای دوم رو عوض کن"), ("fa", "محصول ۲ رو عوض کن")],
        *[("fa-Latn", "kalaye dovom"), ("ar", "المنتج الثاني"), ("ar", "ثاني منتج")],
    ],
)
def test_a_line_is_told_by_its_place(lang: str, text: str) -> None:
    assert read(text, lang, shop.known()).lines == ("tee",)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("en", "one last thing, change it"), ("en", "the last thing I need")],
        *[("en", "first thing tomorrow"), ("fa", "این کالا ۲ تا باشه")],
        *[("fa", "از این محصول ۳ عدد بکنید"), ("fa", "محصول ۴ ستاره")],
        *[("fa-Latn", "az in kala 2 ta bokon"), ("ar", "أبغى شي ثاني")],
        *[("ar", "أبغى منتج ثاني بداله")],
    ],
)
def test_counts_and_something_else_are_no_place(lang: str, text: str) -> None:
    assert read(text, lang, shop.known()).lines == ()


def test_new_and_never_opened_is_no_fault() -> None:
    asked = Asked(Asking.REASON)

    said = read("جديدة ما فتحتها", "ar", shop.known("10039"), asked)
    assert said.reason is None
    assert said.unopened is True

    faulty = read("الجهاز ما يفتح", "ar", shop.known("10039"), asked)
    assert faulty.reason is Reason.DEFECTIVE


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[
            ("fa", "الان گرون‌تر شده یا ارزون‌تر؟ جوراب"),
            ("ar", "صار أرخص ولا أغلى؟ الجوارب"),
        ],
        *[("en", "is it cheaper or more expensive now? the socks")],
    ],
)
def test_to_weigh_prices_is_no_wish_for_the_cheapest(lang: str, text: str) -> None:
    assert all(not each.candidates for each in read(text, lang, shop.known()).choices)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        *[("fa", "کفش تنگه، یه سایز بزرگ‌تر می‌خوام، کتری هم پس می‌دم")],
        *[("fa-Latn", "kafsh ro ba 43 avaz kon va ketri ro pas midam")],
        *[("ar", "أريد استبدال الحذاء بمقاس 43 وأريد إرجاع الغلاية")],
        *[("en", "I want the shoes one size up and I'd like to return the kettle")],
    ],
)
def test_an_exchange_and_a_return_are_read_apart(lang: str, text: str) -> None:
    known = shop.known()
    exchanged, returned = pieces(text, lang, known)

    assert [exchanged.operation, returned.operation] == [
        "exchange_items",
        "return_items",
    ]
    (choice,) = read(exchanged.text, lang, known).choices
    assert choice.candidates == ("shoes-black-43",)
    assert read(returned.text, lang, known).lines == ("kettle",)


@pytest.mark.parametrize(
    "text",
    [
        "بفرستید به تهران خیابان آزادی پلاک ۵ و یه جوراب کم کنید",
        "ارسلوه إلى طهران شارع آزادي رقم 5 ونقصوا جورب واحد",
        "befrestid be tehran khiaban azadi pelak 5 va ye jurab kam konid",
        "send it to No. 5, Azadi St, Tehran and take one sock off",
    ],
)
def test_fewer_of_a_thing_is_no_part_of_a_street(text: str) -> None:
    found = address(text_of(text), shop.known())

    assert found is not None
    said = " ".join(found.address.lines)
    assert "5" in said.translate(str.maketrans("۵", "5"))
    assert not any(each in said for each in ("جوراب", "جورب", "jurab", "sock"))


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("change my address to Tehran as soon as possible", "en"),
        ("change the address of my order to Shiraz thanks", "en"),
        ("آدرس سفارش رو به شیراز تغییر بده", "fa"),
        ("آدرس سفارش رو به مشهد عوض کنید لطفا", "fa"),
        ("آدرس رو به شیراز تغییر بده سفارش ۱۰۰۴۲", "fa"),
        ("adrese sefaresh ro be shiraz taghir bede lotfan", "fa-Latn"),
        ("غيروا العنوان إلى طهران لو سمحتوا", "ar"),
    ],
)
def test_what_is_asked_for_behind_a_town_is_no_street(text: str, lang: str) -> None:
    assert read(text, lang, shop.known()).address is None


@pytest.mark.parametrize(
    ("text", "lang", "city", "lines"),
    [
        (
            "change my address to No. 5, Azadi St, Tehran please",
            *("en", "Tehran", ("No. 5", "Azadi St")),
        ),
        (
            "آدرس رو به شیراز خیابان زند پلاک ۵ تغییر بده",
            *("fa", "شیراز", ("خیابان زند", "پلاک ۵")),
        ),
        (
            "adres ro be shiraz khiaban zand pelak 5 taghir bede",
            *("fa-Latn", "shiraz", ("khiaban zand", "pelak 5")),
        ),
        (
            "غيروا العنوان إلى طهران الكرادة 52 لو سمحتوا",
            *("ar", "طهران", ("الكرادة 52",)),
        ),
    ],
)
def test_no_street_ends_with_what_is_asked_for(
    text: str, lang: str, city: str, lines: tuple[str, ...]
) -> None:
    found = read(text, lang, shop.known()).address
    assert found is not None
    assert (found.city, found.lines) == (city, lines)


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("return the backpack and I want the jacket one size smaller", "en"),
        ("کوله رو پس میدم و کاپشن رو یه سایز کوچیکتر میخوام", "fa"),
        ("kule ro pas midam va kapshan ro ye size kuchiktar mikham", "fa-Latn"),
        ("أرجع الحقيبة وأبي السترة أصغر", "ar"),
    ],
)
def test_an_exchange_behind_a_return_is_a_wish_of_its_own(text: str, lang: str) -> None:
    found = pieces(text, lang, Known(shop.ORDERS))
    wanted = [Operation.RETURN_ITEMS, Operation.EXCHANGE_ITEMS]
    assert [each.operation for each in found] == wanted


def test_the_same_thing_in_another_size_is_one_wish() -> None:
    text = "return the jacket and I want the jacket one size smaller"
    assert len(pieces(text, "en", Known(shop.ORDERS))) == 1
