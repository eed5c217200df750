"""
Which messages want to be told when an order changes, which do not, which are neither.
"""

import pytest

from actions.orders.following import Wish, wish_of

START = [
    "هر وقت سفارشم ارسال شد خبرم کن",
    "وقتی مرسوله رسید بهم بگو",
    "اگه وضعیت سفارشم عوض شد بهم خبر بده",
    "به محض این‌که بسته‌ام رسید اطلاع بدید",
    "یادت نره وقتی سفارشم ارسال شد خبرم کنی",
    "har vaght sefaresham ersal shod khabaram kon",
    "vaghti baste resid behem begu",
    "age vaziate sefaresham avaz shod khabar bede",
    "أخبرني عندما يتم شحن طلبي",
    "بلغوني إذا تغيرت حالة طلبي",
    "خبروني لما يوصل طردي",
    "نبهني حالما تخرج الشحنة للتوصيل",
    "let me know when my order ships",
    "notify me when the parcel is out for delivery",
    "text me as soon as my package is delivered",
    "keep me updated on my order",
    "keep me posted about my parcel please",
    "don't forget to notify me when my order ships",
    "tell me whenever my order changes",
]
STOP = [
    "دیگر از سفارش‌هایم خبر نده",
    "دیگه درباره سفارشم پیام نده",
    "خبر سفارش‌ها را نمی‌خواهم",
    "نمی‌خواهم از سفارش‌هایم خبرم کنید",
    "لازم نیست درباره‌ی سفارشم خبر بدی",
    "dige az sefaresham khabar nade",
    "khabare sefaresham ro nemikham",
    "لا تخبرني عن طلباتي بعد الآن",
    "توقف عن إرسال أخبار طلباتي",
    "ما أبي إشعارات الطلبات",
    "لا ترسلوا لي إشعارات عن طلبي",
    "stop telling me about my orders",
    "please stop notifying me about my parcels",
    "don't tell me about my orders any more",
    "dont notify me of my order",
    "no more updates on my orders",
    "I don't want news of my orders",
    "stop sending me order updates",
]
NEITHER = [
    "سفارشم کجاست؟",
    "خبری از سفارشم نشد",
    "دیگه خبری از سفارشم نیست",
    "سفارشم کی می‌رسه؟ بهم خبر بده",
    "چرا از سفارشم خبر نمی‌دید؟",
    "سفارشم رو لغو کن و خبر بده",
    "هر وقت موجود شد خبرم کن",
    "دیگه برام تبلیغ نفرست",
    "sefaresham chi shod? khabari nist",
    "har vaght mojud shod khabaram kon",
    "أين طلبي؟",
    "متى يصل طلبي؟ أخبرني",
    "لا ترسلوا الطلب",
    "الغوا طلبي",
    "لا ترسلوا لي إعلانات بعد الآن",
    "where is my order?",
    "tell me when my order will arrive",
    "can you tell me where my parcel is?",
    "let me know if my order has shipped",
    "any update on my order?",
    "I haven't had any updates on my order",
    "don't send my order",
    "stop my order",
    "let me know when it is back in stock",
    "هر وقت قیمتش عوض شد خبرم کن",
    "أخبرني إذا تغير سعره",
    "let me know when the price changes",
    "don't send me ads any more",
    "stop the adverts, but keep the messages about my orders",
]
# Of whatever was spoken of last.
BARE = [
    "دیگه خبر نده",
    "دیگه نگو",
    "dige khabar nade",
    "لا تخبرني بعد الآن",
    "stop telling me",
    "no more updates please",
]


AFTER_ALL = [
    "هر وقت وضعیتش عوض شد خبرم کن",
    "آره، هر وقت تغییر کرد بهم خبر بده",
    "وقتی فرستادید بهم بگید",
    "are har vaght avaz shod khabaram kon",
    "vaghti resid begu",
    "نعم، أخبرني كلما تغيّرت حالته",
    "خبرني إذا وصل",
    "yes, tell me whenever it changes",
    "let me know when it ships",
]


@pytest.mark.parametrize("text", START)
def test_it_is_to_begin(text):
    assert wish_of(text, is_spoken_of=False) is Wish.START


@pytest.mark.parametrize("text", STOP)
def test_it_is_to_end(text):
    assert wish_of(text, is_spoken_of=False) is Wish.STOP


@pytest.mark.parametrize("text", NEITHER)
@pytest.mark.parametrize("is_spoken_of", [False, True])
def test_it_is_something_else(text, is_spoken_of):
    assert wish_of(text, is_spoken_of=is_spoken_of) is None


@pytest.mark.parametrize("text", BARE)
def test_of_what_was_spoken_of_it_need_not_be_said(text):
    assert wish_of(text, is_spoken_of=True) is Wish.STOP
    assert wish_of(text, is_spoken_of=False) is None


@pytest.mark.parametrize("text", AFTER_ALL)
def test_of_news_that_were_spoken_of_the_order_need_not_be_named(text):
    assert wish_of(text, is_spoken_of=True) is Wish.START


def test_whoever_writes_more_says_something_of_its_own():
    long = "stop telling me about my orders " + "and what else I wanted to say " * 3

    assert wish_of(long, is_spoken_of=False) is None
