"""
Abuse is known by its words, and pets are not.
"""

import pytest

from actions.smalltalk.rudeness import is_rude


@pytest.mark.parametrize(
    "text",
    [
        *("you are stupid", "fuck you", "Fucking bot!!", "you idiots", "shut up"),
        *("go to hell", "idiooot", "you're useless", "you are such a pig", "you dick"),
        *("useless", "you tin can", "fuck your mother", "u r ugly", "you are all pigs"),
        *("خیلی گاوی", "تو یه سگی", "گاوی", "آشغال", "ای سگ", "kheili gavi", "to sagi"),
        *("يا كلب", "أنت حيوان", "انتو حمير", "زبالة"),
        *("احمق", "خیلی احمقی", "بی‌شعور", "خررر", "خفه شو", "برو بمیر بابا"),
        *("kheili ahmaghi", "khari", "bishoor", "gom sho", "khafe sho baba"),
        *("أنت غبي", "يا حمار", "انقلع", "الله ياخذك", "كل تبن", "يا قليل الأدب"),
    ],
)
def test_abuse_is_heard_in_every_way_of_writing(text):
    assert is_rude(text)


@pytest.mark.parametrize(
    "text",
    [
        *("what's the weather like", "my dog is ill, what can i do", "", "123", "?!"),
        *("هوا چطوره", "سگم مریضه چی کار کنم", "یه گاو تو مزرعه چند لیتر شیر میده"),
        *("tule sag shitzu mikham", "hava chetore", "aks gav dar tabiat mikham"),
        *(
            "what is your mother's name",
            "your mother is nice",
            "Moby Dick",
            "ugly duckling",
        ),
        *("a pig", "trash bags", "tin can", "do you like dogs", "dog or cat"),
        *("your dog", "your mom"),
        *("شیر گاو", "شیر گاوی", "سگ", "لباس سگی", "گربه یا سگ", "شما سگ دارید؟"),
        *("کد پستی", "سطل آشغال", "shire gav", "sag", "kode posti", "gorbe ya sag"),
        *("كلب", "حليب البقرة", "عندكم كلب", "ما اسم أمك"),
        *("ما عاصمة فرنسا", "الكلب حق الجيران ينبح طول الليل"),
    ],
)
def test_what_is_merely_no_business_of_the_shop_is_no_abuse(text):
    assert not is_rude(text)
