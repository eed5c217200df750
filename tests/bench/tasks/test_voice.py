"""
What a customer is told to be becomes what they say.
"""

from __future__ import annotations

import pytest

from bench._tasks.voice import spoken, values


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("You want your money back", "I want my money back."),
        (
            "You're sure they sent you the wrong one.",
            "I'm sure they sent me the wrong one.",
        ),
        (
            "You've a lamp, and you'd like it in blue",
            "I have a lamp, and I'd like it in blue.",
        ),
        ("Return the lamp of your order.", "I'd like to return the lamp of my order."),
        ("Try your best to get a coupon", "I'd like to get a coupon."),
        ("Mention that you used it once", "I used it once."),
        ("Tell the agent that your cat broke it", "My cat broke it."),
        ("Express disappointment in the price", "I feel disappointment in the price."),
        ("Threaten to cancel the order", "Or else I'll cancel the order."),
        ("For #W1, you decide to keep the lamp", "For #W1, I'd like to keep the lamp."),
        ("If the agent can't help you, leave", "If you can't help me, leave."),
        (
            "Exchange Lamp {'color': 'red', 'size': '9'} for a blue one",
            "I'd like to exchange Lamp (color red, size 9) for a blue one.",
        ),
        ("Is it possible to keep it?", "Is it possible to keep it?"),
        ("  ", ""),
    ],
)
def test_an_instruction_in_the_first_person(told: str, said: str) -> None:
    assert spoken(told) == said


def test_what_stands_in_braces_is_read_as_text() -> None:
    assert values("{'size': 9, 'waterproof': 'no'}") == {
        "size": "9",
        "waterproof": "no",
    }
