"""
What sounds like a yes and is none to a write: nothing is done before it is clear.
"""

import pytest

from actions.changing.reading import begins_with_yes
from tests.actions.changing.journeys import read_back, talk

SURE = {"is_sure": True}
NODS = {
    "en": ("ok", "okay", "sure", "alright", "fine", "right", "k"),
    "fa": ("باشه", "اوکی", "حتما", "البته", "درسته", "خب", "ها"),
    "fa-Latn": ("bashe", "hatman", "doroste", "okeye", "albate", "khob"),
    "ar": ("تمام", "طيب", "زين", "اوكي", "حسنا", "ماشي", "حاضر"),
}
NOT_WANTED = {
    "en": ("I don't want it", "i do not need that", "it's fine", "it is all right"),
    "fa": ("نمی‌خوام", "نمی‌خوامش", "لازم ندارم", "دیگه نمی‌خواهم"),
    "fa-Latn": ("nemikham", "nemikhamesh", "lazem nadaram"),
    "ar": ("ما أريد", "لا أريد", "لا أريد ذلك", "ما أبيه", "ما أبي", "لا أحتاج"),
}
# Nods that are no word for yes.
THANKED = ("fine", "right", "خب", "khob", "okeye")
OUTRIGHT = {
    "en": "yes, I no longer want it",
    "fa": "آره دیگه نمی‌خوامش",
    "fa-Latn": "are dige nemikhamesh",
    "ar": "نعم ما أبغاها",
}
DENYING_THE_DEED = {
    "en": ("yes, I don't want it cancel it",),
    "fa": ("آره نمی‌خوام لغو بشه", "بله نمی‌خوامش لغو کنید"),
    "fa-Latn": ("are nemikham laghv beshe",),
    "ar": ("نعم لا أريد إلغاءه", "ايوه ما ابي الغيه"),
}
HEARD = {
    "en": "ok great",
    "fa": "باشه بابا",
    "fa-Latn": "bashe dige",
    "ar": "طيب خلاص",
}
MORE_HEARD = [
    *("ok now", "ok then", "ok already", "okay just", "sure thing", "ok cool thanks"),
    *("باشه دیگه", "باشه برو", "ها بابا", "حالا باشه", "bashe khube", "basheh baba"),
    *("اوكي حبيبي", "تمام خلاص", "خلاص طيب", "ماشي حبيبي"),
]
CLEAR = [
    *(
        "ok, cancel it",
        "sure, go ahead",
        "okay do it",
        "باشه لغوش کن",
        "باشه انجام بده",
    ),
    *(
        "bashe laghvesh kon",
        "طيب الغها",
        "تمام نفذ",
        "yes great",
        "بله خوبه",
        "نعم خلاص",
    ),
]


async def said(text, lang, intent="affirm"):
    """
    The journey after this was said to a cancellation that was read back.
    """
    made = await read_back(talk())
    # Persian in Latin letters is answered in Persian.
    made.lang = lang.split("-")[0]
    await made.says(text, intent, **SURE)
    return made


@pytest.mark.parametrize("intent", ["affirm", "deny", "nlu_fallback"])
@pytest.mark.parametrize("lang", NODS)
async def test_a_nod_and_that_it_is_not_wanted_is_no_yes(lang, intent):
    for nod in NODS[lang]:
        for rest in NOT_WANTED[lang]:
            for text in (f"{nod} {rest}", f"{nod}, {rest}"):
                made = await said(text, lang, intent)
                assert made.shop.writes == [], text


@pytest.mark.parametrize("lang", OUTRIGHT)
async def test_an_outright_yes_with_it_is_one_unless_it_was_heard_as_a_no(lang):
    made = await said(OUTRIGHT[lang], lang)
    assert len(made.shop.writes) == 1

    made = await said(OUTRIGHT[lang], lang, "deny")

    assert made.shop.writes == []
    assert made.told == ["utter_wish_yes_or_no"]
    assert made.asked == "utter_ask_wish_cancel_order"


@pytest.mark.parametrize("lang", DENYING_THE_DEED)
async def test_that_the_deed_is_not_wanted_is_no_yes_to_it(lang):
    for text in DENYING_THE_DEED[lang]:
        made = await said(text, lang)
        assert made.shop.writes == [], text


@pytest.mark.parametrize("lang", HEARD)
async def test_a_nod_with_what_stands_around_it_is_asked_to_be_clear(lang):
    made = await said(HEARD[lang], lang)

    assert made.shop.writes == []
    assert made.told == ["utter_wish_yes_or_no"]
    assert made.asked == "utter_ask_wish_cancel_order"


@pytest.mark.parametrize("text", MORE_HEARD)
async def test_other_nods_do_nothing_either(text):
    assert (await said(text, "en")).shop.writes == []


@pytest.mark.parametrize("text", CLEAR)
async def test_a_nod_with_the_deed_and_a_yes_with_a_nod_are_clear(text):
    assert len((await said(text, "en")).shop.writes) == 1


@pytest.mark.parametrize("lang", NODS)
def test_every_word_of_yes_may_begin_more(lang):
    more = {"en": "but", "fa": "ولی", "fa-Latn": "vali", "ar": "بس"}[lang]
    for word in (*NODS[lang], OUTRIGHT[lang].split()[0]):
        assert begins_with_yes(f"{word}, {more} x") or word in THANKED, word
    assert not begins_with_yes("correct the address")
    assert not begins_with_yes(NODS[lang][0])
