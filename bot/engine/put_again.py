"""
A question that was left for something else, and is put again behind the answer.
"""

from __future__ import annotations

from actions.shared import open_question
from actions.shared.open_question import OpenQuestion
from bot.conversations.messages import Turn
from bot.engine.replies import ReplyCollector
from bot.engine.store import OpenTurn
from bot.engine.words import Words


def is_still_asked(asked: OpenQuestion, work: OpenTurn) -> bool:
    """
    Whether nothing that was done has answered the question or put another.
    """
    kept = OpenQuestion.read(work.tracker.get_slot(open_question.SLOT))
    return kept == asked.repeated()


async def put_again(
    asked: OpenQuestion,
    words: Words,
    collector: ReplyCollector,
    turn: Turn,
    work: OpenTurn,
) -> None:
    """
    Behind the answer to something else: that the yes or no in it was not noted.
    """
    said = words.say(
        f"utter_late_{asked.about}",
        {"language": work.language},
        **asked.fields,
        **asked.buttons,
    )
    if said is not None:
        await collector.send_response(turn.conversation, said)
