"""
Which wishes of a message are answered by themselves, and in what order.
"""

import pytest

from bot.engine.apart import MOST
from bot.engine.several import Several

# What these words are understood as, in the order in which they are looked for.
MEANS = (
    ("human", "contact_human_agent"),
    ("points", "loyalty_points"),
    ("newsletter", "newsletter_subscription"),
    ("open", "store_hours"),
    ("invoice", "get_invoice"),
    ("policy", "check_refund_policy"),
    ("money", "track_refund"),
    ("where", "track_order"),
    ("arrive", "track_order"),
    ("buy", "place_order"),
    ("branch", "store_locations"),
    ("cancel", "cancel_order"),
    ("toothpaste", "search_product"),
    ("return", "return_item"),
    ("yes", "affirm"),
    ("warranty", "check_warranty"),
    ("have any", "check_availability"),
    ("how much", "check_price"),
    ("unsubscribe", "newsletter_subscription"),
    ("no", "deny"),
    ("thanks", "thank"),
)


GOODS = ("kettle", "coffee")


class FakeUnderstanding:
    """
    Understands by single words, this surely, and counts how often it is asked.
    """

    def __init__(self, confidence=1.0):
        self._confidence = confidence
        self.asked = []

    def __call__(self, text):
        self.asked.append(text)
        known = (intent for word, intent in MEANS if word in text.lower())
        intent = next(known, None)
        numbers = [word.strip("?.,") for word in text.split()]
        return {
            "text": text,
            "intent": {
                "name": intent or "nlu_fallback",
                "confidence": self._confidence if intent else 0.1,
            },
            "entities": [
                {"entity": "order_number", "value": each, "start": 0, "end": 5}
                for each in numbers
                if each.isdigit()
            ]
            + [
                {"entity": "product_word", "value": each, "start": 0, "end": 5}
                for each in GOODS
                if each in text.lower()
            ],
        }


def apart(text, *, awaited=None, whole=None, confidence=1.0):
    """
    What a message comes apart into.
    """
    understand = FakeUnderstanding(confidence)
    parsed = understand(text)
    if whole is not None:
        parsed["intent"] = {"name": whole, "confidence": 1.0}
    return Several(text, "en", understand, awaited).apart(parsed)


def parts(text, **more):
    """
    The parts, in the order in which they are answered.
    """
    return apart(text, **more).parts


def texts(text, **more):
    """
    What is said of each.
    """
    return [each.text for each in parts(text, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "cancel 21962 and tell me how many points I have",
        "how many points do I have? please cancel 21962",
    ],
)
def test_what_tells_comes_before_what_asks_something_back(text):
    first, second = texts(text)

    assert "points" in first
    assert "cancel" in second


def test_a_person_is_called_after_everything_else():
    told = texts("I want a human, cancel 21962, and how many points do I have?")

    assert [each.split()[-1] for each in told] == ["have?", "21962", "human"]


def test_wishes_about_orders_are_left_to_their_form_together():
    assert texts("cancel 21962 and return 21963 please") == []
    told = texts("cancel 21962, are you open on Friday? and return 21963")
    assert told == ["are you open on Friday?", "cancel 21962\nreturn 21963"]


@pytest.mark.parametrize(
    "text",
    [
        "thanks, and how many points do I have?",
        "hi there. please cancel 21962",
        "I have been where you are and want my points",
        "cancel 21962 and what is your return policy",
        "where is 21962 and where is my money",
        "if you are open on Friday, how many points do I get",
        "cancel 21962 and is it ok?",
        "",
    ],
)
def test_what_is_one_matter_or_small_talk_is_not_taken_apart(text):
    assert texts(text) == []


def test_a_part_that_is_not_understood_for_sure_leaves_the_message_whole():
    text = "are you open on Friday and how many points do I have?"
    assert len(texts(text, confidence=0.85)) == 2
    assert texts(text, confidence=0.75) == []


def test_a_message_that_means_something_else_as_a_whole_stays_whole():
    text = "are you open on Friday and how many points do I have?"
    assert texts(text, whole="complaint") == []
    assert len(texts(text, whole="store_hours")) == 2


def test_the_order_named_beside_it_is_lent_to_what_is_answered_first():
    track, change = parts("cancel 21962 and when will it arrive?")

    assert (track.text, change.text) == ("when will it arrive?", "cancel 21962")
    assert [each["value"] for each in track.lent] == ["21962"]
    parsed = {"intent": {"name": "track_order"}, "entities": []}
    assert track.meant(parsed)["entities"] == list(track.lent)
    # Points are of no order.
    other = {"intent": {"name": "loyalty_points"}, "entities": []}
    assert track.meant(other) == other


def test_what_names_its_own_order_is_lent_none():
    track, _ = parts("cancel 21962 and where is 21963?")

    assert track.lent == ()


def test_beside_an_open_form_its_answer_comes_first():
    told = texts("yes, and how many points do I have?", awaited="change_order")

    assert told == ["yes", "how many points do I have?"]


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        ("no how many points do I have?", "how many points do I have?"),
        ("no, but first tell me my points", "first tell me my points"),
        ("nope tell me when it will arrive", "tell me when it will arrive"),
    ],
)
def test_a_no_needs_no_comma_and_hangs_on_nothing(text, behind):
    first, *others = texts(text, awaited="place_order")

    assert first.strip(",") in ("no", "nope")
    assert others == [behind]


def test_what_asks_for_a_yes_of_its_own_comes_behind_the_form():
    text = "please subscribe me to the newsletter, and cancel 21962"

    assert texts(text) == ["cancel 21962", "please subscribe me to the newsletter"]


@pytest.mark.parametrize(
    "text",
    [
        # An answer must be one as a whole, and come first.
        "yes if it's free, and how many points do I have?",
        "how many points do I have? yes",
        "yes, but first tell me how many points I have",
        "yes. How many points do I get if you do that?",
        "yes, how many points do I have? hold on",
        "yes, not yet. How many points do I have?",
        "yes, except the mug. How many points do I have?",
        "yes, and I want a human",
        # It sets right which order is meant.
        "not 21963, where is 21928?",
        "ok, and how many points do I have?",
        "thanks, and how many points do I have?",
        "so I wondered, how many points do I have?",
        # What is asked of the same matter is for the form.
        "yes, and where is my money?",
        "yes, and what is your policy?",
        "yes, and cancel 21963 too",
        "how many points do I have?",
    ],
)
def test_beside_an_open_form_all_else_is_for_the_form(text):
    assert texts(text, awaited="change_order") == []


def test_of_what_is_everybodys_no_proof_is_waited_for():
    told = parts("cancel 21962, are you open on Friday and when does it arrive?")

    assert [(each.text, each.is_own) for each in told] == [
        ("are you open on Friday", False),
        ("when does it arrive?", True),
        ("cancel 21962", True),
    ]


SEVEN = (
    "cancel 21962. how many points? are you open? unsubscribe please. "
    "invoice please. any branch? want a human?"
)


def test_what_is_beyond_the_most_is_named_and_a_person_always_called():
    found = apart(SEVEN)

    assert len(found.parts) == MOST
    assert found.parts[-1].text == "want a human?"
    assert found.left == ("invoice please.", "any branch?")


def test_a_stretch_is_understood_once_and_what_is_joined_once_more():
    understand = FakeUnderstanding()

    Several(SEVEN, "en", understand).apart(understand(SEVEN))

    assert understand.asked == [SEVEN, *dict.fromkeys(understand.asked[1:])]
    assert len(understand.asked) == 1 + 7


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "please return the kettle, and is there a warranty on coffee?",
            ["is there a warranty on coffee?"],
        ),
        ("where is my money for 21790 and where is 21894", ["where is 21894"]),
        ("have any coffee? where is my order", ["have any coffee?"]),
    ],
)
def test_what_names_other_things_is_another_matter(text, told):
    assert {*told} < {*texts(text)}


@pytest.mark.parametrize(
    "text",
    [
        "return the kettle, and is there a warranty on it?",
        "return the kettle, and is there a warranty on the kettle?",
        "where is 21790 and where is my money for 21790",
        "how much is it? where is my order",
        "have any in 21990? where is my order",
    ],
)
def test_what_names_the_same_or_nothing_is_not(text):
    assert texts(text) == []


def test_what_is_one_matter_is_one_part_beside_what_is_not():
    told = texts(
        "cancel 21962, what is the return policy? and how many points do I have?"
    )

    assert told == [
        "cancel 21962\nwhat is the return policy?",
        "how many points do I have?",
    ]


@pytest.mark.parametrize("numbers", ["21962 and 21963", "21962, 21963 please"])
def test_a_number_alone_goes_on_with_what_was_said_before_it(numbers):
    told = texts(f"cancel {numbers}, and how many points do I have?")

    assert told == ["how many points do I have?", f"cancel {numbers}"]


def test_a_change_that_was_heard_as_its_question_is_begun():
    # When the money comes stands in the read-back.
    text = "return the kettle and where is my money"
    assert texts(text, whole="track_refund") == ["return the kettle"]
    assert texts(text, whole="return_item") == []


def test_what_has_been_done_is_not_begun_anew():
    text = "I have returned the kettle, please tell me where is my money"
    assert texts(text, whole="track_refund") == []


def test_what_is_to_be_told_first_comes_first():
    text = "I want to cancel 21962 but first tell me your return policy"

    told = texts(text, whole="check_cancellation_fee")

    assert told == [text, "I want to cancel 21962"]


@pytest.mark.parametrize(
    ("text", "whole", "words"),
    [
        (
            "how much is the kettle? if it got cheaper, please cancel it",
            "check_price",
            "if it got cheaper, please cancel it",
        ),
        (
            "where is my order? unless it comes today cancel the order",
            "track_order",
            "unless it comes today cancel the order",
        ),
    ],
)
def test_what_was_to_be_done_on_a_condition_is_said_not_to_be(text, whole, words):
    assert apart(text, whole=whole).on_condition == (words,)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("where is my order? if I return it, who pays?", "track_order"),
        ("please cancel it. if it was sent, cancel the order", "cancel_order"),
    ],
)
def test_a_question_about_a_condition_and_what_is_read_back_are_not(text, whole):
    assert apart(text, whole=whole).on_condition == ()


def test_what_is_asked_beside_a_change_and_answered_by_nothing_is_named():
    found = apart("return the kettle. have any coffee?", confidence=0.7)

    assert found.parts == ()
    assert found.left == ("have any coffee?",)
    # Who asks nothing has told why.
    assert apart("return the kettle. have any coffee", confidence=0.7).left == ()


def test_what_is_to_be_done_and_was_heard_as_a_question_for_goods_is_named():
    text = "I want to return my toothpaste, how much is the kettle?"

    assert apart(text, whole="check_price").left == ("I want to return my toothpaste",)
    assert apart(text, whole="check_refund_policy").left == ()


@pytest.mark.parametrize(
    ("text", "change"),
    [
        ("make the case navy and where is my order?", "make the case navy"),
        (
            "swap the case for navy, and also where is my order?",
            "swap the case for navy",
        ),
        ("could you change the case to navy, where is my order", "change the case"),
    ],
)
def test_what_begins_by_telling_us_to_change_something_is_no_search(text, change):
    first, second = parts(text)

    assert first.text == text[text.index("where") :]
    assert change in second.text
    assert second.is_form


def test_but_not_where_a_cart_is_asked_about() -> None:
    text = "make the case navy and where is my order?"

    assert not any(each.is_form for each in parts(text, awaited="place_order"))
