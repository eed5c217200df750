"""
What came torn, with the number of its order behind it; and who wants no bot.
"""

import pytest

pytestmark = pytest.mark.engine

TORN = [
    ("fa", "کفش‌هام پاره رسیده، سفارش ۲۱۹۶۳", "متأسف"),
    ("fa", "سفارش ۲۱۹۶۳ پاره رسیده دستم", "متأسف"),
    ("fa", "kafsham pare resid, sefaresh 21963", "متأسف"),
    ("fa", "sefaresh 21963 pare reside dastam", "متأسف"),
    ("ar", "حذائي وصل ممزق، الطلب 21963", "نأسف"),
    ("ar", "وصلني الحذاء مقطوع، رقم الطلب ٢١٩٦٣", "نأسف"),
    ("en", "my shoes arrived torn, order 21963", "sorry"),
    ("en", "these came ripped, order number 21963", "sorry"),
]
DIGITS = {"fa": "۲۱۹۶۳", "ar": "٢١٩٦٣", "en": "21963"}
PEOPLE = [
    "I don't want to talk to a bot",
    "اَدمین",
    "ادمین لطفا",
    "admin hastid?",
    "وين الأدمن",
]


@pytest.mark.parametrize(("lang", "text", "sorry"), TORN)
async def test_what_came_torn_is_heard_as_that_and_not_as_a_bill(
    shopper, shop, lang, text, sorry
):
    replies = await shopper.says(text)
    assert shopper.meta["intent"]["name"] == "report_damaged_item"
    assert sorry in replies[0].text
    assert DIGITS[lang] in replies[0].text


@pytest.mark.parametrize("text", PEOPLE)
async def test_who_wants_no_bot_wants_a_person(talk, text):
    await talk.says(text)
    assert talk.meta["intent"]["name"] == "contact_human_agent"


@pytest.mark.parametrize("text", ["a bot", "talk to a bot", "no Bots"])
def test_a_bot_is_no_boot(rasa_engine, text):
    parsed = rasa_engine._processor.understand(text, "x")
    assert not [e for e in parsed["entities"] if e["entity"] == "product_word"]


@pytest.mark.parametrize("text", ["boots", "where are my boots", "بوت", "chakme"])
def test_boots_still_are(rasa_engine, text):
    parsed = rasa_engine._processor.understand(text, "x")
    kinds = [e["value"] for e in parsed["entities"] if e["entity"] == "product_word"]
    assert kinds == ["boots"]
