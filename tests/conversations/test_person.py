"""
A customer asks for a person, waits, changes their mind and comes back from one.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from actions import services
from bot.conversations.messages import Choice
from bot.handoff.packet import Came, read
from bot.handoff.policy import Policy, Reason
from bot.handoff.routing import Outlook
from tests.fakes.desk import FakeDesk

pytestmark = pytest.mark.engine

ASKING = [
    ("fa", "می‌خوام با یه آدم واقعی صحبت کنم"),
    ("fa", "mikham ba ye adam vaghei sohbat konam"),
    ("ar", "أريد التحدث إلى موظف"),
    ("en", "let me talk to a human please"),
]
WAYS = ("fa", "fa-Latn", "ar", "en")
COMING = {
    "fa": "یکی از آن‌ها به همین گفت‌وگو می‌آید",
    "ar": "سينضم أحدهم إلى هذه المحادثة",
    "en": "one of them will join you right here",
}
NEXT = {"fa": "نفر بعدی شما هستید", "ar": "دورك هو التالي", "en": "You are next"}
WAITING = {"fa": "نوبتتان محفوظ است", "ar": "وهو في دوره", "en": "it keeps its place"}
WITHDRAWN = {
    "fa": "درخواستتان را پس گرفتم",
    "ar": "سحبتُ طلبك",
    "en": "taken your request back",
}
ORDER = {
    "fa": ("fa", "سفارش ۲۱۹۶۳ کجاست؟"),
    "fa-Latn": ("fa", "sefaresh 21963 kojast?"),
    "ar": ("ar", "أين الطلب 21963؟"),
    "en": ("en", "where is order 21963?"),
}
YES = {"fa": "بله، لطفاً", "ar": "نعم من فضلك", "en": "Yes, please"}
NO = {"fa": "نه، ادامه", "ar": "لا، لنتابع", "en": "No, go on"}
NONSENSE = {
    "fa": ("قلمبه سلمبه غژغژ", "خنزل پنزل ژیغوله"),
    "ar": ("شخبط لخبط زعبط", "كركب دعبل قشقل"),
    "en": ("blorf zindle quax", "wug fendle snorp"),
}


@pytest.fixture
def desk(talk):
    """
    Somebody is free at the desk of the talk's shop.
    """
    made = FakeDesk()
    services.configure(replace(services.services(), desk=made))
    return made


@pytest.mark.parametrize(("lang", "text"), ASKING)
async def test_who_asks_hears_at_once_that_a_person_is_coming(talk, desk, lang, text):
    (reply,) = await talk.says(text)
    assert COMING[lang] in reply.text
    assert NEXT[lang] in reply.text
    assert (talk.handed.reason, talk.handed.language) == ("asked", lang)
    assert desk.asked == [("asked", lang)]


@pytest.mark.parametrize(
    ("lang", "text", "behind", "wait"),
    [
        (*ASKING[0], "بعد از ۳ نفر", "حدود ۲۵ دقیقه"),
        (*ASKING[1], "بعد از ۳ نفر", "حدود ۲۵ دقیقه"),
        (*ASKING[2], "بعد ٣ أشخاص", "نحو ٢٥ دقيقة"),
        (*ASKING[3], "after 3 people", "about 25 minutes"),
    ],
)
async def test_the_place_and_an_estimate_are_told(talk, desk, lang, text, behind, wait):
    promised = talk.now + timedelta(minutes=30)
    desk.expects = Outlook(3, timedelta(minutes=22), None, promised)
    (reply,) = await talk.says(text)
    assert behind in reply.text
    assert wait in reply.text
    assert talk.handed.promised_at == promised


@pytest.mark.parametrize(
    ("lang", "text", "nobody", "by"),
    [
        (*ASKING[0], "هیچ‌کدام از همکارانم آنلاین نیستند", "حداکثر تا ساعت ۱۲:۴۰"),
        (*ASKING[1], "هیچ‌کدام از همکارانم آنلاین نیستند", "حداکثر تا ساعت ۱۲:۴۰"),
        (*ASKING[2], "لا أحد من زملائي متصل", "في موعد أقصاه الساعة ١٢:٤٠"),
        (*ASKING[3], "None of my colleagues is online", "by 12:40 at the latest"),
    ],
)
async def test_with_nobody_online_they_hear_by_when(talk, desk, lang, text, nobody, by):
    talk.now = datetime(2026, 11, 22, 8, 30, tzinfo=timezone.utc)
    promised = datetime(2026, 11, 22, 9, 10, tzinfo=timezone.utc)
    desk.expects = Outlook(2, None, None, promised)
    (reply,) = await talk.says(text)
    assert nobody in reply.text
    assert by in reply.text
    assert talk.handed.promised_at == promised


@pytest.mark.parametrize(
    ("lang", "text", "back"),
    [
        (*ASKING[0], "شنبه ۷ آذر ۱۴۰۵ ساعت ۰۹:۰۰ برمی‌گردند"),
        (*ASKING[1], "شنبه ۷ آذر ۱۴۰۵ ساعت ۰۹:۰۰ برمی‌گردند"),
        (*ASKING[2], "ويعودون السبت ٢٨ نوفمبر ٢٠٢٦ الساعة ٠٩:٠٠"),
        (*ASKING[3], "back at 09:00 on Saturday 28 November 2026"),
    ],
)
async def test_outside_hours_they_hear_when_people_are_back(
    talk, desk, lang, text, back
):
    talk.now = datetime(2026, 11, 26, 19, 30, tzinfo=timezone.utc)
    opens = datetime(2026, 11, 28, 5, 30, tzinfo=timezone.utc)
    desk.expects = Outlook(0, None, opens, opens + timedelta(minutes=10))
    (reply,) = await talk.says(text)
    assert back in reply.text
    here = {"fa": "همین‌جا برایتان", "ar": "سيكتبون إليك", "en": "write to you here"}
    assert here[lang] in reply.text
    assert talk.handed is not None


@pytest.mark.parametrize(("lang", "text"), ASKING)
async def test_asked_again_the_place_is_told_and_nothing_is_handed_twice(
    talk, desk, lang, text
):
    await talk.says(text)
    (reply,) = await talk.says(text)
    assert WAITING[lang] in reply.text
    assert NEXT[lang] in reply.text
    assert talk.handed is None


@pytest.mark.parametrize(("lang", "text"), ASKING)
async def test_without_anybody_at_the_desk_the_telephone_is_told(
    talk, desk, lang, text
):
    desk.expects = None
    (reply,) = await talk.says(text)
    assert talk.handed is None
    assert {"fa": "تلفن", "ar": "الهاتف", "en": "Phone"}[lang] in reply.text


@pytest.mark.parametrize(
    ("lang", "asks", "text"),
    [
        (*ASKING[0], "نمی‌خواد دیگه، ولش کن"),
        (*ASKING[0], "دیگه نیازی به همکارتون نیست"),
        (*ASKING[1], "nemikhad dige velesh kon"),
        (*ASKING[2], "لا داعي، شكرا"),
        (*ASKING[2], "لم أعد أريد التحدث مع أحد"),
        (*ASKING[3], "never mind"),
        (*ASKING[3], "I don't need a person any more, thanks"),
    ],
)
async def test_whoever_wants_nobody_any_more_says_so(talk, desk, lang, asks, text):
    await talk.says(asks)
    (reply,) = await talk.says(text)
    assert WITHDRAWN[lang] in reply.text
    assert not talk.is_waiting
    # And may ask again.
    await talk.says(asks)
    assert talk.handed is not None


async def test_a_button_takes_it_back_as_well_and_only_once(talk, desk):
    await talk.says(ASKING[3][1])
    (button,) = talk.buttons.values()
    await talk.presses(button.title)
    assert not talk.is_waiting
    (reply,) = await talk.happens(button.choice)
    assert "aren't waiting" in reply.text


async def test_never_mind_is_nothing_special_to_whoever_does_not_wait(talk, desk):
    (reply,) = await talk.says("never mind")
    assert WITHDRAWN["en"] not in reply.text


@pytest.mark.parametrize("way", WAYS)
async def test_the_bot_goes_on_answering_while_they_wait(shopper, desk, way):
    lang, text = ORDER[way]
    await shopper.says(dict(zip(WAYS, ASKING, strict=True))[way][1])
    replies = await shopper.says(text)
    assert replies[0].cards
    assert shopper.is_waiting
    assert replies[0].lang == lang


@pytest.mark.parametrize("way", WAYS)
async def test_the_agent_gets_the_wish_from_before_and_the_order_at_hand(
    shopper, desk, way
):
    _, text = ORDER[way]
    await shopper.says(text)
    await shopper.says(dict(zip(WAYS, ASKING, strict=True))[way][1])
    packet = read(shopper.handed.packet)
    assert (packet.wish.intent, packet.wish.words) == ("track_order", text)
    assert packet.wish.entities["order_number"] == "21963"
    assert packet.wish.language == way
    assert packet.order == "21963"


@pytest.mark.parametrize("way", WAYS)
async def test_a_system_that_fails_twice_is_a_reason_to_offer_one(shopper, desk, way):
    lang, text = ORDER[way]
    shopper.source.go_down()
    (alone,) = await shopper.says(text)
    assert not alone.buttons
    told, offered = await shopper.says(text)
    assert told.text == alone.text
    assert offered.buttons[0].title == YES[lang]
    await shopper.presses(YES[lang])
    assert shopper.handed.reason == "source_down"
    packet = read(shopper.handed.packet)
    tried = [(each.action, each.came, each.why) for each in packet.deeds]
    assert tried == [("action_track_order", Came.FAILED, "SourceUnavailable")] * 2
    assert packet.missing == ("fake",)
    assert packet.wish.words == text


async def test_an_answer_between_two_failures_begins_anew(shopper, desk):
    shopper.source.go_down()
    await shopper.says(ORDER["en"][1])
    shopper.source.come_back()
    await shopper.says(ORDER["en"][1])
    shopper.now += timedelta(minutes=30)
    shopper.source.go_down()
    for each in await shopper.says("what did I order?"):
        assert not any(button.title == YES["en"] for button in each.buttons)


@pytest.mark.parametrize(
    ("lang", "asks", "text"),
    [
        (*ASKING[0], "نمی‌خواد، ولش کن"),
        (*ASKING[2], "لا داعي"),
        (*ASKING[3], "never mind"),
    ],
)
async def test_an_open_question_is_what_a_bare_no_is_said_to(
    shopper, desk, lang, asks, text
):
    await shopper.says(asks)
    await shopper.asks(Choice("newsletter_subscription"), "!")
    await shopper.says(text)
    assert shopper.is_waiting


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "خیلی از فروشگاهتون شاکی‌ام، می‌خوام شکایت کنم"),
        ("fa", "mikham shekayat konam az forushgahetoon"),
        ("ar", "أريد تقديم شكوى ضد متجركم"),
        ("en", "I want to make a complaint about your shop"),
    ],
)
async def test_a_complaint_goes_to_a_person_at_once(talk, desk, lang, text):
    (reply,) = await talk.says(text)
    sorry = {"fa": "متأسفم", "ar": "يؤسفني", "en": "I am sorry"}
    assert sorry[lang] in reply.text
    assert NEXT[lang] in reply.text
    assert talk.handed.reason == "policy"
    assert talk.handed.priority == Policy().rules[Reason.POLICY].priority
    assert read(talk.handed.packet).wish.words == text
    (again,) = await talk.says(text)
    assert talk.handed is None
    assert sorry[lang] in again.text


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize("says_yes", [True, False])
async def test_who_is_not_understood_twice_is_offered_one(talk, desk, lang, says_yes):
    await talk.happens(Choice("change_language", {"language": lang}))
    for text in NONSENSE[lang]:
        assert talk.handed is None
        (reply,) = await talk.asks(Choice("nlu_fallback"), text)
    assert reply.buttons[0].title == YES[lang]
    if says_yes:
        (reply,) = await talk.presses(YES[lang])
        assert NEXT[lang] in reply.text
        assert talk.handed.reason == "not_understood_twice"
        packet = read(talk.handed.packet)
        assert packet.wish.words == NONSENSE[lang][1]
    else:
        await talk.presses(NO[lang])
        assert talk.handed is None
        # They said no: the telephone is named instead of asking once more.
        await talk.asks(Choice("nlu_fallback"), NONSENSE[lang][0])
        (reply,) = await talk.asks(Choice("nlu_fallback"), NONSENSE[lang][1])
        assert not reply.buttons


async def test_a_yes_in_words_is_one(talk, desk):
    for text in NONSENSE["en"]:
        await talk.asks(Choice("nlu_fallback"), text)
    await talk.says("yes please")
    assert talk.handed is not None


def returned(**parts):
    """
    What comes back from an agent, who is known as Sara.
    """
    return Choice("returned", {"by": "Sara", "words": "", "reason": "policy", **parts})


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
@pytest.mark.parametrize("settled", ["solved", "promised", "refused", "other"])
async def test_coming_back_the_bot_tells_how_it_came_out(talk, desk, lang, settled):
    await talk.happens(Choice("change_language", {"language": lang}))
    due = date(2026, 11, 24).isoformat()
    (reply,) = await talk.happens(
        returned(
            settled=settled,
            words="ABC",
            **({"due": due} if settled == "promised" else {}),
        )
    )
    assert "Sara" in reply.text
    assert "ABC" in reply.text
    assert reply.lang == lang
    if settled == "promised":
        day = {
            "fa": "سه‌شنبه ۳ آذر ۱۴۰۵",
            "ar": "الثلاثاء ٢٤ نوفمبر ٢٠٢٦",
            "en": "Tuesday 24 November 2026",
        }
        assert day[lang] in reply.text
    # Without words there is no empty line for them.
    (bare,) = await talk.happens(returned(settled=settled))
    assert "«»" not in bare.text
    assert "“”" not in bare.text


async def test_after_a_quiet_end_the_bot_says_nothing_by_itself(talk, desk):
    assert not await talk.happens(returned(settled="solved", quiet="yes"))
    (reply,) = await talk.asks(Choice("complaint"), "!")
    assert talk.handed is None
    assert reply.buttons[0].title == YES["fa"]


@pytest.mark.parametrize("lang", ["fa", "ar", "en"])
async def test_what_was_settled_is_not_handed_over_by_itself(talk, desk, lang):
    await talk.happens(Choice("change_language", {"language": lang}))
    await talk.happens(returned(settled="solved"))
    (reply,) = await talk.asks(Choice("complaint"), "!")
    assert talk.handed is None
    # It is offered, and asking works as before.
    assert reply.buttons[0].title == YES[lang]
    await talk.asks(Choice("contact_human_agent"), "!")
    assert talk.handed.reason == "asked"


async def test_a_day_later_it_is_handed_over_again(talk, desk):
    await talk.happens(returned(settled="solved"))
    talk.now += timedelta(days=1, minutes=1)
    await talk.asks(Choice("complaint"), "!")
    assert talk.handed.reason == "policy"


async def test_a_promise_holds_until_its_day_is_over(talk, desk):
    due = (talk.now + timedelta(days=3)).date().isoformat()
    await talk.happens(returned(settled="promised", due=due))
    talk.now += timedelta(days=2)
    await talk.asks(Choice("complaint"), "!")
    assert talk.handed is None


async def test_a_shop_may_offer_where_others_call(talk, desk):
    rules = dict(Policy().rules)
    rules[Reason.POLICY] = replace(rules[Reason.POLICY], is_offered=True)
    rules[Reason.NOT_UNDERSTOOD_TWICE] = replace(
        rules[Reason.NOT_UNDERSTOOD_TWICE], is_offered=False, skill="help"
    )
    desk.policy = Policy(rules)
    await talk.asks(Choice("complaint"), "!")
    assert talk.handed is None
    assert talk.buttons
    for text in NONSENSE["fa"]:
        (reply,) = await talk.asks(Choice("nlu_fallback"), text)
    assert talk.handed.reason == "not_understood_twice"
    # They did not ask for it, so it is no "of course".
    assert reply.text.startswith("بهتر است این را یکی از همکارانم ببیند")
    assert NEXT["fa"] in reply.text
