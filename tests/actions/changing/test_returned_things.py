"""
What comes back: the thing that was named, as many as were said, and nothing opened.
"""

from dataclasses import replace

import pytest

from actions.changing.state.wishes import Kind
from crm_connector.model import OrderStatus
from tests.actions.changing.journeys import DELIVERED, STRICT, strict, talk
from tests.actions.changing.shops import CARD, COFFEE, LAMP, MUG, an_order

BEANS = replace(COFFEE, names={"en": "Coffee", "fa": "قهوه", "ar": "القهوة"})
TEA = replace(
    BEANS,
    id="5",
    product_id="tea",
    variant_id="t1",
    names={"en": "Tea", "fa": "چای", "ar": "الشاي"},
)
CUP = replace(MUG, names={"en": "Mug", "fa": "ماگ", "ar": "الكوب"}, quantity=2)
RETURNED = "utter_ask_wish_return_items"


def brought(lang, *lines):
    """
    A customer to whom these came; what of them is coffee goes back only unopened.
    """
    made = talk(an_order("W1", DELIVERED, *lines), policies=STRICT)
    made.lang = "fa" if lang == "fa-Latn" else lang
    made.shop.methods = (CARD,)
    return made


def back(made):
    """
    The ids of the lines that come back, and how many of each where not all.
    """
    wish = made.wishes.at_hand
    return {e: getattr(wish.pick_of(e), "quantity", None) for e in wish.lines}


@pytest.mark.parametrize(
    ("lang", "first", "other"),
    [
        (
            "en",
            "return the coffee, I changed my mind",
            "I return the tea, not opened",
        ),
        ("fa", "قهوه رو پس میدم نظرم عوض شده", "چای رو پس میدم، باز نشده"),
        ("fa-Latn", "ghahve ro pas midam nazaram avaz shode", "chay chi? baz nashode"),
        ("ar", "اريد ارجع القهوة غيرت رأيي", "ارجع الشاي، غير مفتوح"),
    ],
)
async def test_what_was_opened_does_not_come_back_in_place_of_what_is_named(
    lang, first, other
):
    made = brought(lang, BEANS, TEA)
    await made.begins(first, Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"
    await made.presses("no")
    assert made.told[0] == "utter_wish_refused_category"

    await made.begins(other, Kind.RETURN)

    assert back(made) == {"5": None}


@pytest.mark.parametrize(
    ("lang", "first", "other"),
    [
        (
            "en",
            "return the coffee, I have opened it, I changed my mind",
            "the tea is unopened",
        ),
        ("fa", "قهوه رو پس میدم بازش کردم نظرم عوض شده", "چای باز نشده"),
        (
            "fa-Latn",
            "ghahve ro pas midam bazesh kardam nazaram avaz shode",
            "chay baz nashode",
        ),
        ("ar", "اريد ارجع القهوة فتحتها غيرت رأيي", "الشاي غير مفتوح"),
    ],
)
async def test_another_unopened_thing_does_not_answer_for_the_opened_one(
    lang, first, other
):
    made = brought(lang, BEANS, TEA)
    await made.begins(first, Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"

    await made.says(other)

    assert made.asked == RETURNED
    assert back(made) == {"5": None}


TWO = [
    ("en", "return the coffee and the tea, I changed my mind"),
    ("fa", "قهوه و چای رو پس میدم نظرم عوض شده"),
    ("fa-Latn", "ghahve va chay ro pas midam nazaram avaz shode"),
    ("ar", "اريد ارجع القهوة والشاي غيرت رأيي"),
]


@pytest.mark.parametrize(
    ("lang", "first", "answer", "chosen"),
    [
        (*TWO[0], "the coffee is not opened but we drank the tea", "the coffee"),
        (*TWO[1], "قهوه باز نشده ولی چای رو خوردیم", "قهوه"),
        (*TWO[2], "ghahve baz nashode vali chay ro khordim", "ghahve"),
        (*TWO[3], "القهوة غير مفتوحة لكن الشاي شربناه", "القهوة"),
        (*TWO[0], "the coffee is not opened", "the coffee"),
        (*TWO[1], "قهوه باز نشده", "قهوه"),
        (*TWO[2], "ghahve baz nashode", "ghahve"),
        (*TWO[3], "القهوة غير مفتوحة", "القهوة"),
    ],
)
async def test_that_one_is_unopened_is_not_said_of_both(lang, first, answer, chosen):
    made = brought(lang, BEANS, TEA)
    await made.begins(first, Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"

    await made.says(answer)

    assert made.asked == "utter_ask_wish_items"
    await made.says(chosen)
    assert made.asked == "utter_ask_wish_unopened"
    await made.presses("yes")
    assert made.asked == RETURNED
    assert back(made) == {"4": None}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        (
            "en",
            "return the coffee (unopened) and the tea (opened), I changed my mind",
        ),
        ("fa", "قهوه (باز نشده) و چای (باز شده) رو پس میدم نظرم عوض شده"),
        (
            "fa-Latn",
            "ghahve (baz nashode) va chay (baz shode) ro pas midam nazaram avaz shode",
        ),
        ("ar", "اريد ارجع القهوة (غير مفتوحة) والشاي (مفتوح) غيرت رأيي"),
    ],
)
async def test_a_yes_to_unopened_is_none_to_what_was_said_to_be_opened(lang, text):
    made = brought(lang, BEANS, TEA)
    await made.begins(text, Kind.RETURN)
    assert made.asked == "utter_ask_wish_unopened"

    await made.presses("yes")

    assert made.asked == "utter_ask_wish_items"


@pytest.mark.parametrize(("lang", "text"), TWO)
async def test_both_that_are_unopened_come_back(lang, text):
    made = brought(lang, BEANS, TEA)
    await made.begins(text, Kind.RETURN)

    await made.presses("yes")

    assert made.asked == RETURNED
    assert back(made) == {"4": None, "5": None}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I bought two mugs and return one of them, I changed my mind"),
        ("fa", "من دو تا ماگ گرفتم یکیشو پس میدم، نظرم عوض شده"),
        ("fa", "یکی از ماگ‌ها رو پس میدم، نظرم عوض شده"),
        ("fa-Latn", "man do ta mag gereftam yekisho pas midam, nazaram avaz shode"),
        ("ar", "اريد ارجع حبة واحدة من الكوب، غيرت رأيي"),
    ],
)
async def test_one_of_several_pieces_comes_back_alone(lang, text):
    made = brought(lang, CUP)

    await made.begins(text, Kind.RETURN)

    assert made.asked == RETURNED
    assert back(made) == {"1": 1}


@pytest.mark.parametrize(
    ("lang", "text", "thing"),
    [
        ("en", "I want to return one of them, I changed my mind", "the mug"),
        ("fa", "یکیشو پس میدم، نظرم عوض شده", "ماگ"),
        ("fa-Latn", "yekisho pas midam, nazaram avaz shode", "mag"),
        ("ar", "اريد ارجع واحدة منها، غيرت رأيي", "الكوب"),
    ],
)
async def test_one_piece_stays_one_when_it_is_asked_of_what(lang, text, thing):
    made = brought(lang, CUP, TEA)
    await made.begins(text, Kind.RETURN)
    assert made.asked == "utter_ask_wish_items"

    await made.says(thing)

    assert made.asked == RETURNED
    assert back(made) == {"1": 1}


@pytest.mark.parametrize(
    ("lang", "no", "other"),
    [
        ("en", "no", "make the lamp white"),
        ("fa", "نه", "چراغ رو سفید کن"),
        ("fa-Latn", "na", "cheragh ro sefid kon"),
        ("ar", "لا", "غير المصباح الى ابيض"),
    ],
)
async def test_what_was_refused_does_not_come_back_with_another_thing(lang, no, other):
    names = {"en": "Lamp", "fa": "چراغ", "ar": "المصباح"}
    color = {"en": {"color": "black"}, "fa": {"رنگ": "سیاه"}, "ar": {"اللون": "اسود"}}
    white = {"en": {"color": "white"}, "fa": {"رنگ": "سفید"}, "ar": {"اللون": "ابيض"}}
    lamp = replace(LAMP, names=names, options=color)
    placed = an_order("W1", OrderStatus.PLACED, CUP, lamp, COFFEE)
    made = talk(placed, policies=STRICT)
    old, new = made.shop.variants["lamps"]
    kinds = (replace(old, options=color), replace(new, options=white))
    made.shop.variants["lamps"] = kinds
    made.lang = "fa" if lang == "fa-Latn" else lang
    made.shop.methods = (CARD,)
    removal = {
        "en": "take the mug out of the order",
        "fa": "ماگ رو از سفارش حذف کن",
        "fa-Latn": "mag ro hazf kon",
        "ar": "احذف الكوب من الطلب",
    }
    await made.begins(removal[lang], Kind.CHANGE)
    assert made.asked == "utter_ask_wish_change_items"
    await made.says(no)
    assert made.asked == "utter_ask_wish_more"

    await made.says(other)

    assert made.asked == "utter_ask_wish_change_items"
    (pick,) = made.wishes.at_hand.picks
    assert (pick.line, pick.variant) == ("2", "l2")


ONE_CUP = replace(CUP, quantity=1)
# The wish without its reason, what is said of the coffee, of the mug, and the reason.
SOME = [
    (
        "en",
        "return the mug and the coffee",
        "the coffee is not opened",
        "the mug was used once",
        "I changed my mind",
    ),
    ("fa", "ماگ و قهوه رو پس میدم", "قهوه باز نشده", "ماگ استفاده شده", "نظرم عوض شده"),
    (
        "fa-Latn",
        "mug va ghahve ro pas midam",
        "ghahve baz nashode",
        "mug estefade shode",
        "nazaram avaz shode",
    ),
    (
        "ar",
        "اريد ارجع الكوب والقهوة",
        "القهوة غير مفتوحة",
        "الكوب مستعمل",
        "غيرت رأيي",
    ),
]


@pytest.mark.parametrize(("lang", "first", "closed", "used", "reason"), SOME)
async def test_what_may_come_back_opened_need_not_be_unopened(
    lang, first, closed, used, reason
):
    made = brought(lang, BEANS, ONE_CUP)
    await made.begins(first, Kind.RETURN)
    assert made.asked == "utter_ask_wish_reason"

    await made.says(closed)
    assert made.asked == "utter_ask_wish_reason"
    await made.says(reason)

    assert made.asked == RETURNED
    assert set(back(made)) == {BEANS.id, ONE_CUP.id}


@pytest.mark.parametrize(("lang", "first", "closed", "used", "reason"), SOME)
async def test_what_may_come_back_opened_takes_nothing_out_when_it_was_used(
    lang, first, closed, used, reason
):
    made = brought(lang, BEANS, ONE_CUP)
    await made.begins(first, Kind.RETURN)
    await made.says(reason)
    assert made.asked == "utter_ask_wish_unopened"

    await made.says(used)
    assert made.asked == "utter_ask_wish_unopened"
    await made.says(closed)

    assert made.asked == RETURNED
    assert set(back(made)) == {BEANS.id, ONE_CUP.id}


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "باز نشده"),
        ("fa-Latn", "baz nashode"),
        ("ar", "ما انفتح"),
        ("en", "it's not opened"),
    ],
)
async def test_not_opened_is_no_no_to_which_order(lang, text):
    made = strict(
        an_order("W1", DELIVERED, MUG), an_order("W2", DELIVERED, LAMP), lang=lang
    )
    await made.begins("I want to return something", Kind.RETURN)
    assert made.asked == "utter_ask_wish_order"

    await made.says(text)

    assert made.asked == "utter_ask_wish_order"
    assert made.wishes.at_hand.is_unopened is True


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "باز نکردم"),
        ("fa-Latn", "bazesh nakardam"),
        ("ar", "ما فتحتها"),
        ("en", "I haven't opened it"),
    ],
)
async def test_nor_is_it_a_complaint(lang, text):
    made = brought(lang, BEANS)
    await made.begins("I want to return the coffee of W1", Kind.RETURN)
    assert made.asked == "utter_ask_wish_reason"

    await made.says(text, "complaint", is_sure=True)
    assert made.asked == "utter_ask_wish_reason"
    await made.says("changed my mind")

    assert made.asked == RETURNED


async def test_a_reason_beside_it_is_heard() -> None:
    made = brought("en", BEANS)
    await made.begins("I want to return the coffee of W1", Kind.RETURN)

    await made.says("not opened, it's stale")

    assert made.asked == "utter_ask_wish_photo"
