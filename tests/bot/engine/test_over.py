"""
A wish that is taken back later in the same message is none.
"""

import pytest

from bot.engine.over import taken_back
from bot.engine.parts import stretches
from tests.bot.engine.test_several import texts

TAKEN_BACK = {
    "en": (
        "cancel it. how many points do I have? actually don't cancel it",
        "cancel it. how many points do I have? no, forget it",
    ),
    "fa": ("سفارش رو لغو کن. چند امتیاز دارم؟ نه لغوش نکن",),
    "fa-Latn": ("sefaresho laghv kon. chand ta emtiaz daram? na laghvesh nakon",),
    "ar": ("الغوا الطلب. كم نقطة عندي؟ لا تلغيه",),
}
NOT_TAKEN_BACK = {
    "en": "cancel it. how many points do I have?",
    "fa": "سفارش رو لغو کن. چند امتیاز دارم؟",
    "fa-Latn": "sefaresho laghv kon. chand ta emtiaz daram?",
    "ar": "الغوا الطلب. كم نقطة عندي؟",
}


@pytest.mark.parametrize("lang", TAKEN_BACK)
def test_what_is_taken_back_and_what_takes_it_back_are_no_wish(lang):
    for text in TAKEN_BACK[lang]:
        assert len(taken_back(stretches(text, lang), lang)) >= 2
    assert taken_back(stretches(NOT_TAKEN_BACK[lang], lang), lang) == ()


def test_only_what_is_asked_beside_it_is_answered():
    for text in TAKEN_BACK["en"]:
        assert texts(text) == ["how many points do I have?"]
