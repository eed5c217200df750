"""
A free instruction is said in its time: at once, when asked, before a yes, after a no.
"""

from __future__ import annotations

import pytest

from bench._tasks.prose import Clause, Known, When, clauses, known, sentences
from bench._tasks.questions import Ask


def of(text: str) -> list[tuple[When, str]]:
    """
    What is said of it, and when.
    """
    return [(each.when, each.words) for each in clauses(text)]


def test_who_and_how_somebody_is_is_not_said() -> None:
    text = (
        "Your name is Mia Weber and your zip code is 44012. You are shy, a bit messy "
        "and very polite. You're sure that it is broken. You are returning a lamp."
    )

    assert of(text) == [
        (When.NOW, "I'm sure that it is broken."),
        (When.NOW, "I'm returning a lamp."),
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "Your name is Mia Weber and your zip code is 44012.",
            Known("Mia Weber", "44012", ()),
        ),
        ("You are Mia Weber in 44012.", Known("Mia Weber", "44012", ())),
        ("You are Mia Weber of Fort Worth, 44012.", Known("Mia Weber", "44012", ())),
        (
            "Your name is Mia Weber, with mia@example.com or m.w@mail.example.com.",
            Known("Mia Weber", "", ("mia@example.com", "m.w@mail.example.com")),
        ),
        ("You want a lamp for 44012 dollars.", Known()),
    ],
)
def test_who_the_customer_is_is_known(text: str, found: Known) -> None:
    assert known(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "If the agent asks for the refund method, you want the gift card.",
            (When.ASKED, "I want the gift card.", Ask.METHOD),
        ),
        (
            "If they ask you why, say you found a cheaper one",
            (When.ASKED, "I found a cheaper one.", Ask.REASON),
        ),
        (
            "If the agent asks for confirmation, mention you also want the lamp back",
            (When.CONFIRM, "I also want the lamp back.", None),
        ),
        (
            "But before confirming, decide to return the lamp as well.",
            (When.CONFIRM, "I'd like to return the lamp as well.", None),
        ),
        (
            "If that is not possible, then cancel the order.",
            (When.REFUSED, "I'd like to cancel the order.", None),
        ),
        (
            "If there is no blue lamp, you would go for a red one.",
            (When.REFUSED, "I would go for a red one.", None),
        ),
        (
            "If there is no lamp that is blue, big, and new, you'd go for a red one.",
            (When.REFUSED, "I'd go for a red one.", None),
        ),
        (
            "If they keep asking you to reset it, you did that already.",
            (When.ASKED, "I did that already.", None),
        ),
        (
            "If it does not have enough balance use your card.",
            (When.REFUSED, "I'd like to use my card.", None),
        ),
        (
            "If it weighs less than a pound, send it by post.",
            (When.NOW, "If it weighs less than a pound, send it by post.", None),
        ),
        (
            "You eventually decide on the brown color.",
            (When.ASKED, "The brown color.", Ask.OPTIONS),
        ),
        (
            "In the end, decide to keep everything.",
            (When.CONFIRM, "I'd rather keep everything.", None),
        ),
        (
            "Try to get a coupon.",
            (When.MORE, "I'd like to get a coupon.", None),
        ),
        (
            "You're unsure which card to use for the refund, ask for the choices.",
            (
                When.ASKED,
                "I'm not sure yet. Which payment methods are there to choose from?",
                Ask.METHOD,
            ),
        ),
    ],
)
def test_a_sentence_waits_for_its_moment(
    text: str, found: tuple[When, str, Ask | None]
) -> None:
    (clause,) = clauses(text)

    about = None if clause.when in (When.NOW, When.REFUSED) else clause.topic
    wanted = found if found[2] else (*found[:2], about)
    assert (clause.when, clause.words, about) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "You want a red lamp, but if that's not possible, you want a blue one.",
        "You want a red lamp; otherwise, you want a blue one.",
        "You want a red lamp. Otherwise, you want a blue one.",
        "You want a red lamp. If not, you want a blue one.",
        "You want a red lamp; if the agent says there is none, you want a blue one.",
    ],
)
def test_a_second_choice_waits_for_a_no(text: str) -> None:
    assert of(text) == [
        (When.NOW, "I want a red lamp."),
        (When.REFUSED, "I want a blue one."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "You do not want to reveal that it was you who broke it.",
        "You speak only in short sentences.",
        "Mention the two things together.",
        "Be polite but firm.",
        "You are Mei Weber, and you live in Fort Worth, 76165.",
    ],
)
def test_what_is_not_for_the_shop_is_not_said(text: str) -> None:
    assert of(text) == []


def test_a_mind_that_changes_says_both_one_after_the_other() -> None:
    first, then = clauses(
        "For #W1, initially you decide to exchange the lamp to a red one, but after "
        "the agent confirms that it is there, you decide to change your mind and "
        "exchange it for a blue one instead."
    )

    assert first.when is When.NOW
    assert first.words == "For #W1, I'd like to exchange the lamp to a red one."
    assert then == Clause(
        When.ASKED,
        "I'd like to exchange it for a blue one instead.",
        Ask.OPTIONS,
        decided=True,
    )


def test_a_wish_may_be_taken_back() -> None:
    first, then = clauses(
        "Try to exchange the lamp to a green one, but change your mind and decide to "
        "not exchange the lamp. after all."
    )

    assert first.words == "I'd like to exchange the lamp to a green one."
    assert then.is_withdrawn
    assert then.words == "I'd rather not exchange the lamp after all."


def test_what_comes_after_a_threat_is_done_in_the_end() -> None:
    assert of(
        "If the agent can't stop the letters, threaten to cancel the order and after "
        "that just go ahead and cancel the order #W12345."
    ) == [
        (When.REFUSED, "Or else I'll cancel the order."),
        (When.MORE, "I'd like to cancel the order #W12345."),
    ]


def test_a_number_or_a_small_letter_ends_no_sentence() -> None:
    assert sentences("It is 1.5 liters. and red. Order #W1.\nThat is all") == [
        "It is 1.5 liters and red.",
        "Order #W1.",
        "That is all",
    ]
