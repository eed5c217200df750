"""
What is said of a thing that was ordered, told from looking for one to buy.
"""

import pytest

from actions.changing.reading import changes_owned, pieces, read
from crm_connector.operations import Operation
from tests.actions.changing.reading import shop

FA, LATIN, AR, EN = "fa", "fa-Latn", "ar", "en"
EXCHANGE, RETURN = Operation.EXCHANGE_ITEMS, Operation.RETURN_ITEMS


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        # It is to go, or to be so many: of what was not sent yet.
        (FA, "کتری رو دیگه نمی‌خوام"),
        (FA, "جوراب پشیمون شدم، فقط کتری رو میخوام"),
        (FA, "جورابم بشه دو تا"),
        (LATIN, "ketri ro dige nemikham"),
        (LATIN, "jurabam beshe do ta"),
        (AR, "الغلاية ما أبيها"),
        (AR, "أبي الجوارب تصير اثنين"),
        (AR, "بطلت عن الجوارب والغلاية خلوها"),
        (EN, "I changed my mind about the kettle, I only want the socks"),
        (EN, "I no longer need the socks"),
        # Their own thing is wanted of another kind, whether it has come or not.
        (FA, "کفشمو سفیدشو می‌خوام"),
        (FA, "کفش ۴۳ بفرستید نه ۴۲"),
        (FA, "کاپشنم مشکی باشه"),
        (LATIN, "kafsham ro 43 mikham"),
        (LATIN, "kapshanam meshki bashe"),
        (AR, "حذائي أبي مقاسه 43"),
        (AR, "السترة أبيها سودة بدل الخضرا"),
        (EN, "I'd like my shoes in white"),
        (EN, "the jacket pinches, give me an XL"),
    ],
)
def test_it_is_of_what_was_ordered(lang: str, text: str) -> None:
    assert changes_owned(text, lang, shop.ORDERS)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (FA, "یه کتری می‌خوام"),
        (FA, "کفش سفید سایز ۴۳ می‌خوام"),
        (FA, "جوراب دارین؟"),
        (FA, "دو تا جوراب می‌خوام"),
        # What ends in an Arabic "my" is nobody's in Persian.
        (FA, "یه کفش ورزشی سفید می‌خوام"),
        (LATIN, "ye kafshe sefid mikham"),
        (LATIN, "jurab darid?"),
        (AR, "أبي حذاء أبيض مقاس 43"),
        (AR, "عندكم غلاية سودا؟"),
        (EN, "I want white shoes in 43"),
        (EN, "do you have socks in black?"),
        (EN, "I want to buy a kettle"),
        # Nobody has ordered one.
        (EN, "I don't want a lamp"),
        (FA, "لباسمو مشکی می‌خوام"),
    ],
)
def test_it_is_of_what_may_be_bought(lang: str, text: str) -> None:
    assert not changes_owned(text, lang, shop.ORDERS)


@pytest.mark.parametrize(
    ("lang", "text"),
    [(FA, "کوله رو نمی‌خوام"), (AR, "الحقيبة ما أبيها"), (EN, "I don't want the case")],
)
def test_what_has_come_is_taken_out_of_no_order(lang: str, text: str) -> None:
    assert not changes_owned(text, lang, shop.ORDERS)


@pytest.mark.parametrize(
    ("lang", "text", "kept"),
    [
        (FA, "کتری پشیمون شدم، فقط جوراب رو می‌خوام", "socks"),
        (LATIN, "ketri ro hazf konid, faghat jurab", "socks"),
        (AR, "احذفوا الغلاية، بس الجوارب", "socks"),
        (EN, "drop the kettle, I only want the socks", "socks"),
        (EN, "just the T-shirt please, remove the kettle", "tee"),
    ],
)
def test_all_that_is_wanted_stays(lang: str, text: str, kept: str) -> None:
    said = read(text, lang, shop.known())

    assert {each.line: each.quantity for each in said.choices} == {"kettle": 0}
    assert kept in said.dropped


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (FA, "کفش پام رو می‌زنه و تنگه، ۴۳ بدید"),
        (LATIN, "kafsh tange 43 bedid"),
        (AR, "الحذاء ضيق علي عطوني 43"),
        (AR, "الحذاء طلع صغير ابعثولي 43"),
        (EN, "the shoes don't fit, send me a 43"),
        (EN, "too tight, can I have a 43"),
    ],
)
def test_another_size_of_what_does_not_fit_is_an_exchange(lang: str, text: str) -> None:
    known = shop.known()
    (piece,) = pieces(text, lang, known)

    assert piece.operation is EXCHANGE
    (choice,) = read(piece.text, lang, known).choices
    assert choice.candidates == ("shoes-black-43",)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (FA, "کوله رو پس می‌دم چون مشکی می‌خواستم"),
        (AR, "أبي أرجع الحقيبة لأنها صغيرة"),
        (EN, "return the shoes, they are too small"),
        (EN, "the shoes are tight, I want my money back"),
    ],
)
def test_why_something_goes_back_wants_no_other(lang: str, text: str) -> None:
    found = pieces(text, lang, shop.known("10039"))

    assert EXCHANGE not in [each.operation for each in found]


@pytest.mark.parametrize(
    ("lang", "text", "wanted"),
    [
        (FA, "قاب رو به جای صورتی مشکی می‌خوام، کوله رو پس می‌دم", "case-black"),
        (FA, "کوله رو پس می‌دم، قاب رو آبی بفرستید", "case-blue"),
        (LATIN, "kule ro pas midam, ghab ro meshki mikham", "case-black"),
        (AR, "أبي أرجع الحقيبة، والغطاء عطوني أسود بدل الوردي", "case-black"),
        (EN, "the case in black instead of pink, and the backpack goes back", ""),
        (EN, "return the backpack and get the case in blue", "case-blue"),
    ],
)
def test_an_exchange_and_a_return_in_either_order(
    lang: str, text: str, wanted: str
) -> None:
    known = shop.known("10039")
    found = {each.operation: each for each in pieces(text, lang, known)}

    assert {*found} == {EXCHANGE, RETURN} or not wanted
    assert read(found[RETURN].text, lang, known).lines == ("backpack",)
    if wanted:
        (choice,) = read(found[EXCHANGE].text, lang, known).choices
        assert choice.candidates == (wanted,)


@pytest.mark.parametrize("text", ["الدفتر ما اريده شيله", "الكتاب ما ابيه احذفوه"])
def test_what_they_do_not_want_is_no_denied_deed(text: str) -> None:
    (piece,) = pieces(text, AR, shop.known())

    assert piece.operation is Operation.CHANGE_ITEMS


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (FA, "بفرستید به شیراز خیابان زند پلاک ۸ و کفش رو سفید می‌خوام"),
        (LATIN, "adresesh beshe shiraz khiaban zand pelak 8 va kafsh ro 43 mikham"),
        (AR, "غيروا العنوان إلى طهران شارع آزادي 12 وأبي الحذاء مقاس 43"),
        (AR, "وصلوه على شيراز شارع زند 8 وشيلوا الغلاية"),
        (EN, "the new address is 9 Zand St, Shiraz and I need the shoes in 43"),
        (EN, "move the delivery to 8 Zand St, Shiraz and take one sock off"),
    ],
)
def test_a_change_behind_an_address_is_no_part_of_it(lang: str, text: str) -> None:
    known = shop.known()
    place, change = pieces(text, lang, known)

    assert place.operation is Operation.CHANGE_ADDRESS
    assert read(place.text, lang, known).address is not None
    assert change.operation in (EXCHANGE, Operation.CHANGE_ITEMS)
    (line,) = read(change.text, lang, known).lines
    assert line in ("shoes", "kettle", "socks")
