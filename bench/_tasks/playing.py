"""
A task as a conversation: a customer, a bot, and what the database is afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bench._tasks import reference, states
from bench._tasks.customer import Customer, Said
from bench._tasks.data import Task
from bench._tasks.questions import Heard
from bench._tasks.states import State

RUNS = 4
"""So often a task is played, each time in other words."""
MOST = 60
"""Messages of a customer after which nobody would go on."""


class Bot(Protocol):
    """
    Whoever serves the customer, who is signed in.
    """

    async def say(self, text: str) -> Heard:
        """
        What a customer sees after having written this.
        """

    async def press(self, title: str) -> Heard:
        """
        What they see after having pressed this button of the last message.
        """


@dataclass(frozen=True)
class Line:
    """
    A line of a conversation.
    """

    who: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """
    How a task went; `differences` of the end state are none where it has passed.
    """

    task: Task
    run: int
    differences: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def has_passed(self) -> bool:
        """
        Whether the database is exactly as it should be.
        """
        return not self.differences

    def __str__(self) -> str:
        told = [f"{self.task.name}, run {self.run}: {self.task.instruction}"]
        told += [f"  {line.who}: {line.text}" for line in self.lines]
        told += [f"  ! {each}" for each in self.differences]
        return "\n".join(told)


async def play(bot: Bot, customer: Customer) -> tuple[Line, ...]:
    """
    The conversation, until the customer leaves.
    """
    lines: list[Line] = []
    said: Said | None = Said(customer.opening())
    while said is not None and len(lines) < 2 * MOST:
        lines.append(Line("customer", said.text))
        heard = await (bot.press if said.is_button else bot.say)(said.text)
        buttons = f" [{' | '.join(heard.buttons)}]" if heard.buttons else ""
        lines.append(Line("bot", f"{heard.text}{buttons}"))
        said = customer.reply(heard)
    return tuple(lines)


class Judge:
    """
    Compares databases with what the reference makes of the original.
    """

    def __init__(self, original: Path) -> None:
        self._original = original
        self._wanted: tuple[str, State] = ("", {})

    def __call__(
        self, task: Task, run: int, found: State, lines: tuple[Line, ...]
    ) -> Verdict:
        """
        What became of a task, whose conversation has left the database like this.
        """
        if self._wanted[0] != task.name:
            with reference.copied(self._original) as wanted:
                reference.perform(wanted, task)
                self._wanted = task.name, states.state(wanted)
        differences = states.differences(found, self._wanted[1])
        return Verdict(task, run, tuple(differences), lines)
