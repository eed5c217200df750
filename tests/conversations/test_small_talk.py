"""
The talk around the business, and what looks like a command but is only text.
"""

import pytest

from tests.fakes.orders import an_order
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

TALK = [
    ("fa", "درود بر شما", "همیار"),
    ("ar", "السلام عليكم", "هميار"),
    ("en", "hi there", "Hamyar"),
    ("fa", "dorood, khoobi?", "همیار"),
    ("fa", "دمت گرم", "خواهش می‌کنم"),
    ("ar", "شكرًا جزيلًا", "الرحب"),
    ("en", "thanks a lot", "welcome"),
    ("fa", "خداحافظ", "خدانگهدار"),
    ("ar", "مع السلامة", "السلامة"),
    ("en", "bye for now", "Goodbye"),
    ("en", "bye", "Goodbye"),
    ("fa", "تو آدمی یا ربات؟", "نه انسان"),
    ("ar", "هل أنت روبوت؟", "لست إنسانًا"),
    ("en", "am I talking to a real human?", "not a person"),
    ("fa", "چه کارهایی بلدی؟", "فهرست سفارش"),
    ("ar", "ماذا يمكنك أن تفعل؟", "قائمة طلباتك"),
    ("en", "what can you do?", "list of your orders"),
    ("fa", "می‌خوام با یه آدم حرف بزنم", "نمی‌توانم شما را"),
    ("ar", "أريد التحدث مع موظف", "لا أستطيع أن أوصلك"),
    ("en", "let me talk to a human please", "can't connect you"),
    ("fa", "هوا امروز چطوره؟", "از من برنمی‌آید"),
    ("ar", "ما عاصمة فرنسا؟", "لا أستطيع هذا"),
    ("en", "what is the capital of France?", "can't do that"),
]


@pytest.mark.parametrize(("lang", "text", "part"), slow_but_first(TALK))
async def test_small_talk_is_answered_in_the_language_it_came_in(
    talk, lang, text, part
):
    """
    Each intent of this first conversation, in each language.
    """
    (reply,) = await talk.says(text)
    assert part in reply.text
    assert reply.lang == lang


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_people_are_named_with_phone_and_hours(talk, lang):
    """
    The shop's own telephone and hours, in the language's digits.
    """
    asked = {
        "fa": "شماره پشتیبانی رو بده میخوام با کارشناس حرف بزنم",
        "ar": "أريد التحدث مع موظف",
        "en": "I want to speak to a person",
    }
    (reply,) = await talk.says(asked[lang])
    phone = {"fa": "۹۸۲۱۰۰۰۰۰۱۰۰", "ar": "٩٨٢١٠٠٠٠٠١٠٠", "en": "982100000100"}
    hours = {"fa": "۰۹:۰۰ تا ۲۱:۰۰", "ar": "٠٩:٠٠ إلى ٢١:٠٠", "en": "09:00 to 21:00"}
    assert phone[lang] in reply.text
    assert hours[lang] in reply.text


async def test_a_language_asked_for_is_kept_whatever_is_written_next(talk):
    """
    Until another one is asked for.
    """
    (reply,) = await talk.says("لطفا انگلیسی صحبت کن")
    assert reply.lang == "en"
    (reply,) = await talk.says("سلام")
    assert reply.lang == "en"
    (reply,) = await talk.says("please speak Arabic")
    assert reply.lang == "ar"


async def test_without_a_wish_the_language_follows_the_customer(talk):
    """
    Each message is answered in the language it is written in; a bare number keeps it.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963")]
    assert [r.lang for r in await talk.says("سلام")] == ["fa"]
    assert [r.lang for r in await talk.says("where is my order?")] == ["en"]
    assert [r.lang for r in await talk.says("21963")] == ["en"]
    assert [r.lang for r in await talk.says("أين طلبي؟")] == ["ar"]


@pytest.mark.parametrize(
    "text",
    [
        "/restart",
        '/track_order{"order_number": "21963"}',
        "/signed_in",
        '/change_language{"language": "ar"}',
        "/",
    ],
)
async def test_text_that_begins_with_a_slash_is_text(talk, text):
    """
    Rasa would take it for the intent itself, with full confidence.
    """
    talk.source.all_orders = [an_order("21963")]
    await talk.says("hello")
    (reply,) = await talk.says(text)
    assert talk.meta["intent"]["confidence"] != 1.0
    assert not reply.cards


@pytest.mark.parametrize(
    ("picture", "part"),
    [("👍", "خواهش می‌کنم"), ("❤️🙏", "خواهش می‌کنم"), ("😡", "متوجه"), ("؟", "متوجه")],
)
async def test_a_thumb_alone_is_thanks_and_other_signs_are_not(talk, picture, part):
    (reply,) = await talk.says(picture)
    assert part in reply.text


@pytest.mark.parametrize(
    ("text", "part", "person"),
    [
        ("خیلی احمقی", "دوست دارم کمکتان کنم", "چطور با یک همکار"),
        ("خفه شو", "دوست دارم کمکتان کنم", "چطور با یک همکار"),
        ("kheili khari", "دوست دارم کمکتان کنم", "چطور با یک همکار"),
        ("gom sho", "دوست دارم کمکتان کنم", "چطور با یک همکار"),
        ("أنت غبي", "وأودّ أن أساعدك", "كيف أتحدث إلى موظف"),
        ("يا حمار", "وأودّ أن أساعدك", "كيف أتحدث إلى موظف"),
        ("you are stupid", "I'd like to help", "How to reach a person"),
        ("fuck off", "I'd like to help", "How to reach a person"),
    ],
)
async def test_abuse_is_met_calmly_and_with_a_person(talk, text, part, person):
    (reply,) = await talk.says(text)

    assert part in reply.text
    (people,) = await talk.presses(person)
    assert talk.meta["intent"]["name"] == "contact_human_agent"
    assert people.text != reply.text


@pytest.mark.parametrize(
    ("text", "wish"),
    slow_but_first(
        [
            ("بتوصل باچر؟", "delivery_period"),
            ("توصلون باچر", "delivery_period"),
            ("my promo code SAVE10 doesn't work", "payment_issue"),
            ("کد تخفیفم کار نمیکنه", "payment_issue"),
            ("کد تخفیف NOROOZ قبول نمیشه", "payment_issue"),
            ("code SAVE20 ghabul nemishe", "payment_issue"),
            ("كود SAVE10 ما يشتغل", "payment_issue"),
            ("سایز چهل و دو", "search_product"),
            ("سایز ۳۸", "search_product"),
            ("saize 41", "search_product"),
            ("مقاس ٤١", "search_product"),
            ("size nine", "search_product"),
            ("size 8", "search_product"),
            ("أين هو", "track_order"),
            ("أين هو؟", "track_order"),
            ("أين هي", "track_order"),
            ("الان کجاست", "track_order"),
            ("alan kojast", "track_order"),
            ("where is it", "track_order"),
            # Where nothing was offered to choose from.
            ("هر دو", "list_orders"),
            ("همه‌شون", "list_orders"),
            ("har do", "list_orders"),
            ("hamashun", "list_orders"),
            ("كلاهما", "list_orders"),
            ("كلها", "list_orders"),
            ("both", "list_orders"),
            ("all of them", "list_orders"),
        ]
    ),
)
async def test_short_wishes_are_heard(talk, text, wish):
    await talk.says(text)

    assert talk.meta["intent"]["name"] == wish


async def test_what_is_not_understood_twice_is_met_with_a_telephone(talk):
    """
    No loop of the same sentence.
    """
    replies = [await talk.says(text) for text in ("qqq zzz xxkcd", "vvv bbn mmq")]
    texts = [reply[0].text for reply in replies]
    assert texts[0] != texts[1] or "982100000100" in texts[0]


async def test_a_shop_of_one_language_answers_everybody_in_it(rasa_engine, talk):
    """
    With its own words, not with empty places in another language's sentence.
    """
    offered = rasa_engine._offered, rasa_engine._default_language
    rasa_engine._offered, rasa_engine._default_language = ("fa",), "fa"
    try:
        (reply,) = await talk.says("let me talk to a human please")
    finally:
        rasa_engine._offered, rasa_engine._default_language = offered
    assert reply.lang == "fa"
    assert "{" not in reply.text


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("خب", "در خدمتم"),
        ("khob", "در خدمتم"),
        ("fine", "listening"),
        ("شوخی بود", "همین‌جا بنویسید"),
        ("shukhi kardam", "همین‌جا بنویسید"),
        ("كنت امزح", "هنا"),
        ("lol i was kidding", "just write here"),
    ],
)
async def test_a_nod_and_a_joke_are_no_wish(talk, text, part):
    (reply,) = await talk.says(text)
    assert part in reply.text
