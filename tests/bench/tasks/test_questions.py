"""
What a bot asks is read from its words and buttons.
"""

from __future__ import annotations

import pytest

from bench._tasks.questions import Ask, Heard, affirmative, read

YES_NO = ("Yes", "No")


@pytest.mark.parametrize(
    ("text", "buttons", "kind"),
    [
        ("Order #W1 will be cancelled. Shall I do that?", YES_NO, Ask.CONFIRM),
        ("I cancel #W1, $4 go back to your card.", YES_NO, Ask.CONFIRM),
        ("Is that right?", (), Ask.CONFIRM),
        ("Please confirm the change.", (), Ask.CONFIRM),
        ("It is cancelled. Is there anything else?", YES_NO, Ask.MORE),
        ("Would you like to talk to a colleague?", YES_NO, Ask.PERSON),
        ("Why do you want to cancel it?", (), Ask.REASON),
        ("What is the reason?", ("No longer needed", "By mistake"), Ask.REASON),
        ("Which payment method shall I use?", (), Ask.METHOD),
        ("Where should the refund go?", (), Ask.METHOD),
        ("How do you want to pay the difference?", (), Ask.METHOD),
        ("What is the new address?", (), Ask.ADDRESS),
        ("Which color would you like?", ("red", "blue"), Ask.OPTIONS),
        ("What should the lamp be instead?", (), Ask.OPTIONS),
        ("Which order do you mean?", ("#W1", "#W2"), Ask.ORDER),
        ("Please tell me the order number.", (), Ask.ORDER),
        ("Which items do you want to return?", (), Ask.ITEM),
        ("Did you mean “Cancel an order” or “Refund”?", (), Ask.MEANT),
        ("What is your name?", (), Ask.WHO),
        ("I did not understand that. Say it differently?", (), Ask.UNCLEAR),
        ("I'm not sure what you mean.", (), Ask.UNCLEAR),
        ("Say it another way? As in “Where is my order?”", (), Ask.UNCLEAR),
        ("A shipped order cannot be cancelled.", (), Ask.REFUSED),
        ("Your order has been cancelled.", (), Ask.DONE),
        ("Hello.", (), Ask.OTHER),
    ],
)
def test_a_message_is_of_a_kind(text: str, buttons: tuple[str, ...], kind: Ask) -> None:
    assert read(Heard((text,), buttons)).kind is kind


def test_the_last_question_counts() -> None:
    heard = Heard(("Which order? This one?", "Done. Which items do you mean? Thanks."))

    assert read(heard).kind is Ask.ITEM


def test_yes_is_found_among_the_buttons() -> None:
    assert affirmative(("No", "Yes, cancel it")) == "Yes, cancel it"
    assert affirmative(("No", "Later")) is None
