"""
Changing an account and getting into it: the site's page, and who helps with the rest.
"""

from dataclasses import replace

import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.handoff.packet import read
from bot.shop_words import shop_words
from crm_connector.model import ContactKind, OrderStatus
from tests.conversations.wishes import SHOP
from tests.fakes.desk import FakeDesk
from tests.fakes.orders import COFFEE, an_order
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

WAYS = ("fa", "fa-Latn", "ar", "en")
LANG = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}
PHONE = {lang: words["shop_phone"] for lang, words in shop_words(SHOP).items()}
YES = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
PAGE = "niksara.example"
FAILED = {"fa": "آن‌جا نشد", "ar": "لم ينجح ذلك", "en": "It didn't work"}
HERE = {"fa": "همین‌جا بگویید", "ar": "فقل لي هنا", "en": "tell me here"}
STILL = {
    "fa": "بازم نشد، همون خطا رو میده",
    "fa-Latn": "hanuzam nemishe",
    "ar": "ما زالت لا تعمل",
    "en": "still not working",
}
CHANGES = {
    "phone": {
        "fa": ("شماره‌ی تلفن روی حسابم قدیمیه، چطور تازه‌ش کنم؟", "شمارهٔ تلفن حسابتان"),
        "fa-Latn": ("shomare telefone hesabam ghadimie, avazesh konam", "شمارهٔ تلفن"),
        "ar": ("رقم هاتفي في الحساب صار قديمًا، كيف أحدثه؟", "رقم الهاتف في حسابك"),
        "en": (
            "my profile has an outdated phone number, how do I fix it",
            "phone number",
        ),
    },
    "email": {
        "fa": ("ایمیل توی پروفایلمو می‌خوام عوض کنم", "ایمیل حسابتان"),
        "fa-Latn": ("mikham emaile too profilamo avaz konam", "ایمیل حسابتان"),
        "ar": ("أود تغيير الإيميل المسجل في ملفي الشخصي", "البريد الإلكتروني في حسابك"),
        "en": ("i would like another e-mail in my profile", "e-mail address of your"),
    },
    "name": {
        "fa": ("اسمم رو توی حساب کاربری غلط نوشتم، درستش کنم", "نام روی حسابتان"),
        "fa-Latn": ("esmam tu hesab karbari ghalat neveshte shode", "نام روی حسابتان"),
        "ar": ("اسمي في حسابي مكتوب خطأ وأريد تصحيحه", "الاسم في حسابك"),
        "en": ("my surname is misspelt in my account", "correct the name"),
    },
}


@pytest.fixture
def desk(talk):
    """
    Somebody is free at the desk of the talk's shop.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("detail", CHANGES)
async def test_the_detail_is_said_back_with_its_page(talk, shop, way, detail):
    text, said = CHANGES[detail][way]
    (reply,) = await talk.says(text)
    assert said in reply.text
    assert PAGE in reply.text
    # Nobody answers in the chat of this shop.
    assert PHONE[LANG[way]] in reply.text
    assert talk.meta["intent"]["name"] == "edit_account"


@pytest.mark.parametrize("way", WAYS)
async def test_what_the_page_did_not_do_is_offered_to_a_person(talk, shop, desk, way):
    lang = LANG[way]
    (told,) = await talk.says(CHANGES["phone"][way][0])
    assert HERE[lang] in told.text
    assert PHONE[lang] not in told.text
    replies = await talk.says(STILL[way])
    assert replies[-1].buttons[0].title == YES[lang]
    assert talk.handed is None
    await talk.presses(YES[lang])
    assert talk.handed.reason == "capability_missing"


async def test_the_button_says_so_as_well(talk, shop, desk):
    await talk.says(CHANGES["email"]["en"][0])
    replies = await talk.presses(FAILED["en"])
    assert "sorry" in replies[0].text
    assert talk.buttons[YES["en"]]


@pytest.mark.parametrize("way", WAYS)
async def test_without_a_desk_the_telephone_follows(talk, shop, way):
    await talk.says(CHANGES["name"][way][0])
    (reply,) = await talk.says(STILL[way])
    assert PHONE[LANG[way]] in reply.text
    assert not reply.buttons


async def test_who_said_no_is_told_the_telephone(talk, shop, desk):
    await talk.says(CHANGES["name"]["en"][0])
    await talk.says(STILL["en"])
    await talk.says("no thanks")
    (reply,) = await talk.says(STILL["en"])
    assert PHONE["en"] in reply.text
    assert not talk.buttons


async def test_it_does_not_work_is_nothing_of_an_account_by_itself(talk, shop, desk):
    await talk.says(STILL["en"])
    assert talk.meta["intent"]["name"] not in ("edit_account", "registration_problems")


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "شماره‌ی حسابم رو عوض کنم ولی خط قبلیم رو دزدیدن و نمی‌تونم وارد بشم"),
        ("ar", "أريد تغيير رقم حسابي لكن شريحتي القديمة سُرقت ولا أستطيع الدخول"),
        (
            "en",
            "change the phone of my account, my old sim was stolen so i can't sign in",
        ),
    ],
)
async def test_what_no_page_can_do_is_offered_at_once(talk, shop, desk, lang, text):
    await talk.happens(Choice("change_language", {"language": lang}))
    replies = await talk.asks(Choice("edit_account"), text)
    assert replies[-1].buttons[0].title == YES[lang]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_an_address_of_an_open_order_is_the_orders(shopper, shop, lang):
    said = {
        "fa": "آدرس سفارش ۲۱۹۶۳ رو توی حسابم عوض کن",
        "ar": "غيّر عنوان الطلب 21963 في حسابي",
        "en": "change the address of order 21963 in my account",
    }
    await shopper.happens(Choice("change_language", {"language": lang}))
    number = {"order_number": "21963"}
    (reply,) = await shopper.asks(Choice("edit_account", number), said[lang])
    assert SHOP.policies["changes"][lang] in reply.text


@pytest.mark.parametrize(
    ("lang", "text", "part"),
    [
        ("fa", "خونه‌مون عوض شد، آدرس توی پروفایلم رو چطور تازه کنم؟", "همان نشانی"),
        ("fa", "adrese tu profilamo mikham avaz konam", "همان نشانی"),
        ("ar", "انتقلت، كيف أحدّث العنوان المحفوظ في حسابي؟", "العنوان الذي اخترته"),
        ("en", "i moved, update the address saved in my profile", "still go to"),
    ],
)
async def test_open_orders_keep_their_address_and_say_so(
    shopper, shop, lang, text, part
):
    delivered = an_order("20001", OrderStatus.DELIVERED, product=COFFEE)
    shopper.source.all_orders.append(delivered)
    told, orders = await shopper.says(text)
    assert PAGE in told.text
    assert part in orders.text
    chosen = [button.choice.entities["order_number"] for button in orders.buttons]
    assert sorted(chosen) == ["21928", "21963"]
    assert {button.choice.intent for button in orders.buttons} == {
        "change_shipping_address"
    }


async def test_a_page_that_the_shop_names_is_told(talk, shop, rasa_engine):
    words = shop_words(replace(SHOP, links={"account": "https://a.example/me"}))
    assert "https://a.example/me" in words["en"]["link_account"]
    assert "niksara.example" in words["en"]["link_password"]


FORGOTTEN = {
    "fa": "هر چی فکر می‌کنم رمز حسابم یادم نمیاد",
    "fa-Latn": "har chi fekr mikonam ramzam yadam nemiad",
    "ar": "لا أتذكر كلمة سر حسابي أبدًا",
    "en": "whatever i try i cannot remember my password",
}


@pytest.mark.parametrize("way", WAYS)
async def test_a_forgotten_password_has_its_page_then_a_person(talk, shop, desk, way):
    lang = LANG[way]
    (told,) = await talk.says(FORGOTTEN[way])
    nobody = {"fa": "به هیچ‌کس نگویید", "ar": "لا تخبر أحدًا", "en": "Tell nobody"}
    assert PAGE in told.text
    assert nobody[lang] in told.text
    await talk.says(STILL[way])
    await talk.presses(YES[lang])
    assert talk.handed.reason == "capability_missing"
    assert read(talk.handed.packet).reason == "capability_missing"


TROUBLES = [
    ("fa", "کد تأیید برام نمی‌رسه", "پوشهٔ هرزنامه"),
    ("fa", "kode vorud nemiad har chi mizanam", "پوشهٔ هرزنامه"),
    ("ar", "رمز التحقق لم يصلني حتى الآن", "غير المرغوبة"),
    ("en", "i never get the code when signing in", "spam folder"),
    ("fa", "میگه شماره‌ت معتبر نیست", "رقم‌های شماره"),
    ("fa", "mige shomarat motabar nist moghe vorud", "رقم‌های شماره"),
    ("ar", "يقول إن الرقم غير صحيح عند الدخول", "أرقام الهاتف"),
    ("en", "when i sign in it says the number is wrong", "digits of the number"),
    ("fa", "موقع ثبت‌نام میگه شماره قبلاً استفاده شده", "حساب دارد یا نه"),
    ("ar", "عند التسجيل يقول إن الرقم مسجل من قبل", "هل لرقم ما حساب"),
    ("en", "registering says my number is already in use", "has an account"),
    ("en", "my account got locked after wrong tries", "I can't see"),
]


@pytest.mark.parametrize(("lang", "text", "part"), TROUBLES)
@pytest.mark.parametrize("has_desk", slow_but_first([True, False]))
async def test_each_trouble_has_its_hints_and_somebody_who_helps(
    talk, shop, lang, text, part, has_desk
):
    made = FakeDesk() if has_desk else None
    services.configure(replace(services.services(), desk=made))
    replies = await talk.says(text)
    assert part in replies[0].text
    if has_desk:
        assert replies[-1].buttons[0].title == YES[lang]
        assert PHONE[lang] not in replies[0].text
    else:
        assert PHONE[lang] in replies[-1].text


async def test_nobody_learns_whether_there_is_an_account(talk, shop):
    known, strange = "+989120000007", "+989129999999"
    answers = []
    for number in (known, strange):
        replies = await talk.says(
            f"it says the number {number} is wrong when i sign in"
        )
        answers.append([reply.text for reply in replies])
    assert answers[0] == answers[1]


async def test_the_chat_has_its_own_way_in(talk, shop):
    services.configure(
        replace(services.services(), codes_reach=frozenset({ContactKind.PHONE}))
    )
    (reply,) = await talk.says("i never get the code when signing in")
    assert "sign in right here with a code" in reply.text
    talk.sign_in()
    (reply,) = await talk.says("i never get the code when signing in")
    assert "you are signed in" in reply.text


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "رمزم aB123456 هست، چرا قبول نمی‌کنه؟"),
        ("fa", "ramzam ali1375 hast vali vared nemishe"),
        ("ar", "كلمة السر حقي Nora1990 ولا تعمل"),
        ("en", "my password is hunter2! and it does not work"),
        ("fa", "رمزم swordfish هست ولی وارد نمیشه"),
        ("fa", "ramzam swordfish hast vali vared nemishe"),
        ("ar", "كلمة السر حقي swordfish وما تشتغل"),
        ("en", "my password is swordfish but it does not work"),
    ],
)
async def test_a_password_in_the_chat_is_answered_with_a_warning(
    talk, shop, lang, text
):
    (reply,) = await talk.says(text)
    never = {
        "fa": "رمزی را که این‌جا نوشته‌اید دیگر به کار نبرید",
        "ar": "لا تستعمل بعد الآن الكلمة التي كتبتها",
        "en": "Don't use the one you have written",
    }
    assert never[lang] in reply.text
    for secret in ("aB123456", "ali1375", "Nora1990", "hunter2", "swordfish"):
        assert secret not in reply.text
