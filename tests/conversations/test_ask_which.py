"""
"Did you mean this or that?", and every way to answer it.
"""

import json

import pytest

from bot.engine.titles import titles
from bot.nlu.decision import Bounds, decide
from tests.fakes.orders import an_order
from tests.slices import slow_but_first

pytestmark = pytest.mark.engine

CLOSE = {"cancel_order": 0.45, "track_order": 0.4}
OTHER = {"fa": "موضوعی دیگر", "ar": "موضوع آخر", "en": "Something else"}
REPHRASE = {"fa": "جور دیگری", "ar": "بطريقة أخرى", "en": "another way"}


@pytest.fixture
def unclear(rasa_engine, monkeypatch):
    """
    Make a text mean several intents, with these confidences; the rest is the model's.
    """
    processor = rasa_engine._processor
    real, rankings = processor.understand, {}

    def understand(text, conversation):
        parsed = real(text, conversation)
        if text not in rankings:
            return parsed
        ranking = [{"name": n, "confidence": c} for n, c in rankings[text].items()]
        decision = decide(ranking, Bounds())
        intent = {"name": decision.intent, "confidence": decision.confidence}
        parsed = {**parsed, "intent": intent, "intent_ranking": ranking}
        parsed.pop("asked_between", None)
        if decision.between:
            parsed["asked_between"] = list(decision.between)
        return parsed

    monkeypatch.setattr(processor, "understand", understand)
    return rankings.__setitem__


@pytest.fixture
def asked(talk, unclear):
    """
    Ask a customer who has two orders which of two wishes was meant by a text.
    """
    talk.sign_in()
    talk.source.all_orders = [an_order("21963"), an_order("21964")]

    async def ask(text, ranking=None):
        unclear(text, CLOSE if ranking is None else ranking)
        return await talk.says(text)

    return ask


def slots(talk):
    """
    What the engine keeps between the turns.
    """
    return json.loads(talk.state)["slots"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("fa", "سفارش ۲۱۹۶۳ رو میشه"),
        ("fa", "sefareshe 21963 ro mishe"),
        ("ar", "هل يمكن للطلب رقم ٢١٩٦٣"),
        ("en", "about the order 21963"),
    ],
)
async def test_the_question_names_both_wishes_in_the_customers_language(
    asked, talk, lang, text
):
    (reply,) = await asked(text)
    named = [titles()[intent][lang] for intent in CLOSE]
    assert all(t in reply.text for t in named)
    assert "{" not in reply.text
    assert [button.title for button in reply.buttons] == [*named, OTHER[lang]]
    assert talk.meta["intent"]["name"] == "ask_which"


async def test_each_button_carries_what_the_message_named(asked, talk):
    await asked("about the order 21963")
    carried = [button.choice for button in talk.buttons.values()]
    assert [choice.intent for choice in carried] == [*CLOSE, "nlu_fallback"]
    assert [choice.entities.get("order_number") for choice in carried] == [
        "21963",
        "21963",
        None,
    ]


ANSWERS = [
    ("en", "Track an order"),
    ("en", "track an ordr"),
    ("en", "the second"),
    ("en", "the second one, please"),
    ("en", "option 2"),
    ("en", "2"),
    ("fa", "دومی"),
    ("fa", "گزینهٔ دوم لطفاً"),
    ("fa", "۲"),
    ("fa", "پیگیری سفارش"),
    ("fa", "پیگیری سفارش!"),
    ("fa", "dovomi"),
    ("fa", "peygiri sefaresh"),
    ("ar", "الثاني"),
    ("ar", "الخيار الثاني"),
    ("ar", "٢"),
    ("ar", "تتبع طلب"),
]
QUESTIONS = {
    "fa": "سفارش ۲۱۹۶۳ رو میشه",
    "ar": "هل يمكن للطلب رقم ٢١٩٦٣",
    "en": "about the order 21963",
}


@pytest.mark.parametrize(("lang", "answer"), slow_but_first(ANSWERS))
async def test_a_typed_answer_chooses_and_the_number_is_kept(asked, talk, lang, answer):
    await asked(QUESTIONS[lang])
    replies = await talk.says(answer)
    assert talk.meta["intent"]["name"] == "track_order"
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize("lang", list(QUESTIONS))
async def test_a_pressed_button_chooses_and_the_number_is_kept(asked, talk, lang):
    await asked(QUESTIONS[lang])
    replies = await talk.presses(titles()["track_order"][lang])
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]
    assert replies[0].lang == lang


async def test_the_first_is_the_better_one(asked, talk):
    await asked("about the order 21963")
    await talk.says("the first one")
    assert talk.meta["intent"]["name"] == "cancel_order"


async def test_a_button_still_works_when_the_question_is_gone(asked, talk):
    await asked("about the order 21963")
    button = talk.buttons["Track an order"]
    await talk.says("what can you do?")
    replies = await talk.asks(button.choice, button.title)
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


@pytest.mark.parametrize(
    ("lang", "answer"),
    [
        ("en", "Something else"),
        ("en", "neither of them"),
        ("en", "the third one"),
        ("en", "3"),
        ("fa", "هیچ‌کدوم"),
        ("fa", "ye chize dige"),
        ("fa", "سومی"),
        ("ar", "شيء آخر"),
        ("ar", "موضوع آخر"),
    ],
)
async def test_something_else_asks_for_other_words(asked, talk, lang, answer):
    await asked(QUESTIONS[lang])
    (reply,) = await talk.says(answer)
    assert REPHRASE[lang] in reply.text


async def test_the_button_something_else_asks_for_other_words(asked, talk):
    await asked("about the order 21963")
    (reply,) = await talk.presses("Something else")
    assert "another way" in reply.text


async def test_a_new_question_wins_over_the_one_that_was_asked(asked, talk):
    await asked("about the order 21963")
    (reply,) = await talk.says("what are your opening hours?")
    assert talk.meta["intent"]["name"] == "store_hours"
    assert not reply.cards


async def test_a_place_in_a_sentence_of_its_own_is_a_new_question(asked, talk):
    await asked("about the order 21963")
    replies = await talk.says("where is my second order?")
    assert [card.id for reply in replies for card in reply.cards] == ["21964"]


async def test_the_question_is_forgotten_with_the_next_message(asked, talk):
    await asked("about the order 21963")
    assert "asked_between" in slots(talk)
    await talk.says("what are your opening hours?")
    assert "asked_between" not in slots(talk)
    await talk.says("the first one")
    # With nothing asked, a place is a place among the orders.
    assert talk.meta["intent"]["name"] != "cancel_order"


async def test_signing_in_does_not_end_the_question(asked, talk):
    from bot.conversations.messages import Choice

    await asked("about the order 21963")
    await talk.happens(Choice("signed_in"))
    await talk.says("the first one")
    assert talk.meta["intent"]["name"] == "cancel_order"


async def test_beside_what_is_out_of_scope_one_wish_is_asked_about(asked, talk):
    text = "the weather for my parcel"
    (reply,) = await asked(text, {"out_of_scope": 0.45, "track_order": 0.4})
    assert reply.text == "Did you mean “Track an order”?"
    assert [b.title for b in reply.buttons] == ["Track an order", "Something else"]
    await talk.says("yes")
    assert talk.meta["intent"]["name"] == "track_order"


async def test_the_same_question_is_not_put_twice_in_a_row(asked, talk, unclear):
    await asked("about the order 21963")
    unclear("well the thing", CLOSE)
    (reply,) = await talk.says("well the thing")
    assert "another way" in reply.text
    unclear("you know the stuff", CLOSE)
    (reply,) = await talk.says("you know the stuff")
    assert "Did you mean" in reply.text


async def test_unclear_words_may_tell_the_two_apart(asked, talk, unclear):
    await asked("about the order 21963")
    unclear("its whereabouts", {"track_order": 0.36, "check_price": 0.2})
    replies = await talk.says("its whereabouts")
    assert talk.meta["intent"]["name"] == "track_order"
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


async def test_a_question_between_does_not_begin_the_count_anew(asked, talk, unclear):
    for text in ("qqq zzz xxkcd", "vvv bbn mmq"):
        unclear(text, {"greet": 0.1})
    await talk.says("qqq zzz xxkcd")
    await asked("about the order 21963")
    await talk.says("vvv bbn mmq")
    assert slots(talk)["misunderstood"] == 2.0


async def test_what_is_kept_grows_with_neither_message_nor_talk(asked, talk):
    sizes = []
    # As long as the last messages that are kept: half of them are these.
    for turn in range(10):
        await asked(f"{turn} " + "order 21963, red shoes, tomorrow; " * 110)
        assert len(slots(talk)["asked_between"]) < 2500
        sizes.append(len(talk.state))
        await talk.says("thanks")
    assert max(sizes[6:]) <= max(sizes[3:6]) + 50


async def test_of_a_message_too_long_to_keep_the_first_number_is_kept(asked, talk):
    await asked("about 21963 " + "and so on " * 300)
    replies = await talk.presses("Track an order")
    assert [card.id for reply in replies for card in reply.cards] == ["21963"]


YES = [
    ("fa", "سفارش ۲۱۹۶۳ رو میشه", "بله"),
    ("fa", "sefareshe 21963 ro mishe", "bale"),
    ("ar", "هل يمكن للطلب رقم ٢١٩٦٣", "نعم"),
    ("en", "about the order 21963", "yes"),
]
ONCE_MORE = {"fa": "کدامشان؟", "ar": "أيّهما", "en": "Which of the two"}


@pytest.mark.parametrize(("lang", "text", "yes"), YES)
async def test_a_yes_to_two_is_asked_once_more_which_with_buttons(
    asked, talk, lang, text, yes
):
    await asked(text)
    (reply,) = await talk.says(yes)
    assert ONCE_MORE[lang] in reply.text
    assert [button.title for button in reply.buttons] == [
        *(titles()[intent][lang] for intent in CLOSE),
        OTHER[lang],
    ]
    # What the first message named is still known.
    replies = await talk.presses(titles()["track_order"][lang])
    assert [card.id for each in replies for card in each.cards] == ["21963"]


@pytest.mark.parametrize(("lang", "text", "yes"), YES)
async def test_a_place_answers_the_question_that_was_put_again(
    asked, talk, lang, text, yes
):
    await asked(text)
    await talk.says(yes)
    replies = await talk.says("2")
    assert [card.id for each in replies for card in each.cards] == ["21963"]


@pytest.mark.parametrize(("lang", "text", "yes"), YES)
async def test_after_a_second_yes_it_is_let_go(asked, talk, lang, text, yes):
    await asked(text)
    await talk.says(yes)
    (reply,) = await talk.says(yes)
    assert not reply.buttons
    assert slots(talk).get("asked_between") is None
