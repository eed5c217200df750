"""
A customer says and answers what the instruction tells, and no more.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench._tasks import playing, reference
from bench._tasks.customer import Customer, Said
from bench._tasks.data import Task, Write
from bench._tasks.playing import RUNS
from bench._tasks.questions import Heard
from bench._tasks.states import state
from tests.bench.tasks.clerk import Clerk

YES_NO = ("Yes", "No")
WHO = "Your name is Mia Weber and your zip code is 44012. You are shy. "


def talked(instruction: str, *heard: str | Heard, run: int = 0) -> list[str | None]:
    """
    The first message, and what is said to each of these.
    """
    customer = Customer(WHO + instruction, run)
    lines: list[str | None] = [customer.opening()]
    for each in heard:
        said = customer.reply(each if isinstance(each, Heard) else Heard((each,)))
        lines.append(None if said is None else said.text)
    return lines


def is_yes(text: str | None) -> bool:
    """
    Whether they agree.
    """
    return text is not None and text.lower().startswith("yes")


class TestWithAClerk:
    """
    Somebody who asks for everything gets every answer.
    """

    @pytest.mark.shared
    @pytest.mark.parametrize("run", range(RUNS))
    async def test_every_regular_task_is_told_whole(
        self, tasks: list[Task], shop: Path, run: int
    ) -> None:
        wrong = []
        for task in tasks:
            if task.file != "train":
                continue
            with reference.copied(shop) as database:
                left = [write for write, _ in reference.perform(database, task)]
            with reference.copied(shop) as database:
                clerk = Clerk(database, task.user)
                await playing.play(clerk, Customer(task.instruction, run))
            wanted = Counter(_told(w) for w in task.writes if w not in left)
            if Counter(map(_told, clerk.written)) != wanted:
                wrong.append(task.name)
        assert wrong == []

    @pytest.mark.shared
    async def test_the_runs_differ_in_words_and_not_in_the_end(
        self, tasks: list[Task], shop: Path
    ) -> None:
        judge = playing.Judge(shop)
        task = next(each for each in tasks if len(each.kinds) == 4)
        verdicts = []
        for run in range(RUNS):
            with reference.copied(shop) as database:
                clerk = Clerk(database, task.user)
                lines = await playing.play(clerk, Customer(task.instruction, run))
                verdicts.append(judge(task, run, state(database), lines))

        assert all(each.has_passed for each in verdicts)
        assert len({each.lines for each in verdicts}) == RUNS


def _told(write: Write) -> tuple[object, ...]:
    """
    A write, whose pairs of items may come in any order.
    """
    rest = {k: str(v) for k, v in write.arguments.items() if not k.endswith("_ids")}
    old = write.arguments.get("item_ids", ())
    new = write.arguments.get("new_item_ids", old)
    return (
        write.kind,
        frozenset(rest.items()),
        tuple(sorted(zip(old, new, strict=True))),
    )


class TestAnswers:
    """
    Each kind of question, of a regular wish.
    """

    WISH = (
        "For #W12345, exchange Lamp {'color': 'red'} to {'color': 'blue'}; "
        "via gift_card_1. "
    )

    @pytest.mark.parametrize(
        ("asked", "answer"),
        [
            ("Which order do you mean?", "#W12345"),
            ("Which items do you want to exchange?", "The lamp (color red)."),
            ("Which payment method shall I use?", "gift_card_1"),
            ("What is your e-mail address, or your zip code?", None),
            ("Who are you? Your name, please?", "Mia Weber, zip code 44012"),
            ("Would you like to talk to a colleague?", "No, thank you."),
        ],
    )
    def test_what_is_asked_is_answered(self, asked: str, answer: str | None) -> None:
        _, said = talked(self.WISH, asked)

        assert said == answer or answer is None

    def test_the_new_one_is_told(self) -> None:
        for run in range(6):
            _, said = talked(self.WISH, "What should the lamp be instead?", run=run)
            assert said in ("One with color blue.", "One that is blue.")

    def test_a_choice_is_taken_by_what_it_says(self) -> None:
        heard = Heard(("Which one would you like?",), ("red, 9", "blue, 9"))
        _, said = talked(self.WISH, heard)

        assert said == "blue, 9"

    def test_yes_is_said_to_their_own_wish_alone(self) -> None:
        ours = Heard(("Order #W12345: red becomes blue. Shall I do that?",), YES_NO)
        other = Heard(("Order #W99999 is cancelled. Shall I do that?",), YES_NO)

        assert is_yes(talked(self.WISH, ours)[1])
        said = talked(self.WISH, other)[1]
        assert said is not None
        assert said.startswith("No. ")
        assert "#W12345" in said

    def test_who_is_not_understood_says_it_again_twice_and_leaves(self) -> None:
        said = talked(self.WISH, *["I did not understand that."] * 3)

        assert len(set(said)) == 4
        assert all(each and "#W12345" in each for each in said[:3])
        assert said[3] is None

    def test_nobody_hears_the_same_for_ever(self) -> None:
        lines = talked(self.WISH, *["Which order do you mean?"] * 4)

        assert lines[1:] == ["#W12345"] * 3 + [None]

    def test_what_was_refused_is_left(self) -> None:
        _, said, gone = talked(
            self.WISH, "That is not possible. Is there anything else?", "Goodbye."
        )

        assert said is not None
        assert not is_yes(said)
        assert gone is None

    def test_a_forgotten_wish_is_said_again(self) -> None:
        two = "Cancel order #W11111 because no longer needed. " + self.WISH
        shall = Heard(("Cancel #W11111. Shall I do that?",), YES_NO)
        for run in range(8):
            lines = talked(two, shall, "It is done. Anything else?", run=run)
            assert is_yes(lines[1])
            assert "#W12345" in (lines[2] or "")


class TestFreely:
    """
    The instructions that somebody wrote.
    """

    def test_what_is_told_for_later_is_said_later(self) -> None:
        said = talked(
            "You want to return the skateboard that you bought. If the agent asks for "
            "confirmation, mention you also want to return the desk lamp.",
            Heard(("The skateboard comes back. Shall I do that?",), YES_NO),
            Heard(("The skateboard and the lamp. Shall I do that?",), YES_NO),
            "It is done.",
        )

        assert "skateboard" in (said[0] or "").lower()
        assert "lamp" not in (said[0] or "").lower()
        assert said[1] == "I also want to return the desk lamp."
        assert is_yes(said[2])
        assert said[3] is None

    def test_a_mind_changes_before_the_yes(self) -> None:
        said = talked(
            "For #W12345, initially you decide to exchange the kettle to a black one, "
            "but eventually you decide to change your mind and exchange it for a "
            "glass one.",
            Heard(("Kettle to black, order #W12345. Shall I do that?",), YES_NO),
            Heard(("Kettle to glass, order #W12345. Shall I do that?",), YES_NO),
        )

        assert said[1] == "I'd like to exchange it for a glass one."
        assert is_yes(said[2])

    def test_a_wish_is_taken_back_with_a_no(self) -> None:
        said = talked(
            "Try to exchange the kettle to a black one, but change your mind and "
            "decide to not exchange the kettle.",
            Heard(("Kettle to black. Shall I do that?",), YES_NO),
            "Nothing was changed. Is there anything else?",
        )

        assert said[1] == "No. I'd rather not exchange the kettle."
        assert not is_yes(said[2])

    def test_another_way_is_asked_for_once_the_first_is_refused(self) -> None:
        said = talked(
            "You want to cancel only the lamp of #W12345. If that is not possible, "
            "cancel the whole order.",
            "A single item cannot be cancelled.",
            "That cannot be done either.",
        )

        assert said[1:] == ["I'd like to cancel the whole order.", None]

    def test_the_order_is_found_by_what_is_in_it(self) -> None:
        choices = ("#W1: Tea Kettle, Lamp", "#W2: Jigsaw Puzzle, Bicycle")
        said = talked(
            "The jigsaw puzzle has missing pieces. You want a refund.",
            Heard(("Which order do you mean?",), choices),
            "Which order do you mean?",
        )

        assert said[1] == "#W2: Jigsaw Puzzle, Bicycle"
        assert said[2] == "I don't remember the number. I want a refund."

    def test_the_end_of_a_number_is_what_they_know(self) -> None:
        said = talked(
            "You want to cancel your order. You know that the order number ends in 66.",
            "Which order do you mean?",
            Heard(("Which one of your orders?",), ("#W7430166", "#W7430177")),
        )

        assert said[1] == "I know that the order number ends in 66."
        assert said[2] == "#W7430166"

    @pytest.mark.parametrize(
        ("story", "reason"),
        [
            ("You accidentally placed it.", "I ordered it by mistake."),
            ("You found a cheaper one.", "I no longer need it."),
        ],
    )
    def test_a_reason_is_read_out_of_the_story(self, story: str, reason: str) -> None:
        said = talked(f"{story} You want to cancel #W12345.", "Why?")

        assert said[1] == reason

    def test_what_they_pay_with_is_said_when_asked(self) -> None:
        said = talked(
            "You want to return the lamp. You prefer paypal over the gift card.",
            Heard(("Where should the refund go?",), ("Visa 1111", "PayPal")),
        )

        assert said[1] == "PayPal"

    def test_without_a_preference_it_is_what_was_paid_with(self) -> None:
        said = talked("You want to return the lamp.", "Where should the refund go?")

        assert said[1] == "The payment method that I used for the order, please."

    def test_the_same_sentences_are_typed_in_several_ways(self) -> None:
        text = "You're sure that you don't want the Lamp of #W12345. Return it."
        said = {
            line.split("I'm sure")[-1].split("i'm sure")[-1].split("I am sure")[-1]
            for run in range(40)
            if (line := talked(text, run=run)[0]) is not None
        }

        assert said == {
            " that I don't want the Lamp of #W12345. I'd like to return it.",
            " that I don't want the Lamp of #W12345.\nI'd like to return it.",
            " that I do not want the Lamp of #W12345. I would like to return it.",
            " that i don't want the lamp of #W12345. i'd like to return it",
        }

    def test_what_they_want_besides_comes_last(self) -> None:
        said = talked(
            "Try to get a coupon. You want to return the lamp of #W12345.",
            Heard(("The lamp of #W12345 comes back. Shall I do that?",), YES_NO),
            "It is done. Is there anything else?",
        )

        assert "coupon" not in (said[0] or "").lower()
        assert said[2] == "I'd like to get a coupon."


def test_buttons_are_pressed_in_some_runs_and_typed_in_others() -> None:
    shall = Heard(("Cancel #W12345. Shall I do that?",), YES_NO)
    found = set()
    for run in range(12):
        customer = Customer("Cancel order #W12345 because no longer needed. ", run)
        customer.opening()
        found.add((customer.reply(shall) or Said("")).is_button)

    assert found == {True, False}


def test_the_same_run_says_the_same() -> None:
    text = WHO + TestAnswers.WISH

    assert Customer(text, 3).opening() == Customer(text, 3).opening()
    assert len({Customer(text, run).opening() for run in range(20)}) > 5
