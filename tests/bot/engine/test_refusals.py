"""
Wishes that a message names only to say that they are not wanted.
"""

import pytest

from bot.engine.refusals import is_refused


@pytest.mark.parametrize(
    "text",
    [
        "سفارش ۲۱۹۶۳ رو لغو نکن",
        "لطفاً سفارشم رو کنسل نکنید",
        "لغوش نکنید",
        "نمی‌خوام سفارش ۲۱۹۶۳ لغو بشه",
        "نمی‌خوام لغوش کنم",
        "sefaresh 21963 ro laghv nakon",
        "sefaresham ro cancel nakonid",
        "nemikham laghv beshe",
        "لا تلغي الطلب 21963",
        "لا تلغِ طلبي",
        "لا تلغوا طلبي من فضلكم",
        "لا أريد إلغاء الطلب",
        "مش عايز ألغي الطلب",
        "don't cancel 21963",
        "please do not cancel my order",
        "i don’t want to cancel it",
    ],
)
def test_who_says_not_to_cancel_does_not_want_it(text):
    assert is_refused("cancel_order", text)


@pytest.mark.parametrize(
    "text",
    [
        "مرجوع نکنید",
        "نمی‌خوام پسش بدم",
        "nemikham pas bedam",
        "لا أريد إرجاع الطلب",
        "i don't want to return the shoes",
    ],
)
def test_who_says_not_to_return_does_not_want_it(text):
    assert is_refused("return_item", text)
    assert not is_refused("cancel_order", text)


@pytest.mark.parametrize(
    "text",
    [
        "سفارش ۲۱۹۶۳ رو لغو کن",
        "نمی‌خوامش، لغوش کنید",
        "سفارشم رو نمی‌خوام لغو کنید",
        "۲۲۰۰۰ رو لغو نکن، ۲۱۹۶۳ رو لغو کن",
        "اگه لغو نکنید شکایت می‌کنم",
        "چرا سفارشم رو لغو نمی‌کنید؟",
        "چیزی جز ۲۱۹۶۳ رو لغو نکن",
        "nemikhamesh, laghvesh konid",
        "لا أريد الطلب، ألغه",
        "لماذا لا تلغي طلبي؟",
        "i don't want it anymore, cancel it",
        "don't cancel 22000, cancel 21963",
        "don't cancel anything but 21963",
        "why don't you cancel it?",
        "what if i don't cancel?",
    ],
)
def test_a_no_of_something_else_refuses_no_wish(text):
    assert not is_refused("cancel_order", text)
