"""
The engine: one turn in, replies and the next state out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import structlog
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.trackers import DialogueStateTracker

from actions import services
from actions.account import pages
from actions.orders import at_hand
from actions.orders.at_hand import AtHand
from actions.people import rating, review
from actions.shared import last_told, open_question, outcome, talk
from actions.shared.edge import PENDING
from actions.shared.last_told import Told
from actions.shared.open_question import OpenQuestion
from actions.shared.talk import Talk
from bot.conversations.database import hand_over_quickly
from bot.conversations.messages import Answer, Reply, Turn
from bot.engine import asides, followups, handing_over, news, wishing
from bot.engine.acting import ActingFor
from bot.engine.ahead import ReadingAhead
from bot.engine.corrections import corrected
from bot.engine.meaning import beyond_words, parse_data_of, without_title
from bot.engine.noted import noted
from bot.engine.processor import TurnProcessor
from bot.engine.put_again import is_still_asked, put_again
from bot.engine.rating import rated
from bot.engine.replies import ReplyCollector
from bot.engine.store import OpenTurn
from bot.engine.typed import TypedTitles
from bot.engine.which import SLOT, Question, asking
from bot.handoff.policy import Policy
from bot.handoff.sentiment import Mood, MoodJudge
from bot.nlu import language as languages
from bot.nlu.decision import ASK_WHICH, FALLBACK
from bot.nlu.encoder import default_encoder
from bot.nlu.kernel_draw import Sentence
from bot.nlu.reading import read

log = structlog.get_logger(__name__)

ShopWords = Mapping[str, Mapping[str, str]]

# In what language we answer what customers write: Persian in Persian script.
ANSWER_IN = {"fa": "fa", "fa-Latn": "fa", "ar": "ar", "en": "en"}


class RasaEngine:
    """
    Answers turns with a trained model. Holds no conversation itself.

    `shop_words` are fields for the responses by language; `policy` tells what follows
    where a person is wanted.
    """

    def __init__(
        self,
        processor: TurnProcessor,
        acting: ActingFor,
        offered: Sequence[str],
        policy: Policy,
    ) -> None:
        self._processor = processor
        self._acting = acting
        self._policy = policy
        self._offered = tuple(offered)
        self._default_language = self._offered[0]
        self._judge = MoodJudge(default_encoder() if processor.reads_vectors else None)
        self._titles = TypedTitles(processor.domain.responses)
        self._ahead = ReadingAhead(lambda texts: default_encoder().encode(texts))

    @classmethod
    def load(
        cls,
        model: Path,
        *,
        shop_words: ShopWords,
        acting: ActingFor,
        offered: Sequence[str] = ("fa", "ar", "en"),
        policy: Policy | None = None,
        actions_package: str = "actions",
    ) -> RasaEngine:
        """
        Load a model file. Raises Rasa's `ModelNotFound`, or LookupError for an action.

        `offered` are the languages to answer in; the first is for everybody else.
        """
        hand_over_quickly()
        processor = TurnProcessor(model, shop_words, actions_package)
        return cls(processor, acting, offered, policy or Policy())

    def learn(self, sentences: Iterable[Sentence]) -> int:
        """
        Understand by these training sentences from now on; how many came or went.

        May be called in a thread. Raises `TooMuchChanged`.
        """
        return self._processor.learn(sentences)

    async def respond(self, turn: Turn) -> Answer:
        """
        Understand, decide, act. Whatever happens, the customer hears something.
        """
        turn = without_title(turn)
        written, answer_in = self._default_language, self._default_language
        if turn.text and turn.choice is None and self._processor.reads_vectors:
            await self._ahead.read(read(turn.text).legible)
        try:
            with self._processor.turns.turn(turn.conversation, turn.state) as work:
                written, answer_in = self._languages(turn, work)
                state = noted(turn, work, self._processor.domain)
                if state is not None:
                    return Answer(replies=(), state=state, customer_lang=written)
                if news.is_news(turn):
                    tongue = written, answer_in
                    with self._acting(
                        turn.identity,
                        is_waiting=turn.is_waiting,
                        channel=turn.channel,
                    ):
                        return await news.told(turn, work, self._processor, tongue)
                return await self._work(turn, work, written, answer_in)
        except Exception as error:  # noqa: BLE001 - the one place that must not be silent
            return self._went_wrong(turn, error, written, answer_in)

    async def _work(
        self, turn: Turn, work: OpenTurn, written: str, answer_in: str
    ) -> Answer:
        parsed = self._parse(turn, work.tracker, written)
        asked = OpenQuestion.read(work.tracker.get_slot(open_question.SLOT))
        is_left = asides.is_left(asked, turn, parsed["intent"]["name"])
        if is_left:
            parsed = asides.without_answer(parsed)
        if parsed["intent"]["name"] == ASK_WHICH:
            parsed = asking(parsed, answer_in)
        heard = _at_hand(work.tracker, turn).heard(
            parsed["intent"]["name"], parsed["entities"], turn.at
        )
        intent, entities = parsed["intent"]["name"], parsed["entities"]
        so_far = self._talk(work, turn).heard(
            intent, turn.text, written, entities, turn.at
        )
        mood = self._mood(so_far)
        work.slots = {
            "language": answer_in,
            talk.SLOT: so_far.slot,
            at_hand.SLOT: heard.slot,
            open_question.SLOT: asked.heard(intent).slot,
            last_told.SLOT: last_told.heard(
                work.tracker.get_slot(last_told.SLOT), intent, turn.at
            ),
        }
        if turn.text:
            # A question holds until the next message; signing in is none.
            work.slots[SLOT] = None
            work.slots[review.AWAITED] = None
            work.slots[rating.SLOT] = None
        if parsed["intent"]["name"] not in (FALLBACK, ASK_WHICH):
            work.slots["misunderstood"] = 0.0
        collector = ReplyCollector()
        message = UserMessage(
            turn.text,
            collector,
            turn.conversation,
            parse_data=parsed,
            input_channel=turn.channel,
        )
        if is_left:
            work.slots[open_question.SLOT] = asked.repeated().slot
        with self._acting(
            turn.identity,
            is_waiting=turn.is_waiting,
            upset=mood.score,
            files=turn.files,
            channel=turn.channel,
        ) as acting:
            await self._processor.handle_message(message)
            if work.after is None:
                raise RuntimeError("The turn ended without saving its tracker.")
            if is_left and is_still_asked(asked, work):
                await put_again(asked, self._processor.words, collector, turn, work)
            if turn.text and turn.files and not (turn.is_waiting or acting.called):
                said = self._processor.words.say(
                    "utter_file_beside", {"language": work.language}
                )
                await collector.send_response(turn.conversation, said or {})
            replies = collector.replies(work.language)
            if not replies and turn.text:
                replies = (self._say("utter_rephrase", work.language),)
        return Answer(
            replies=replies,
            state=work.after,
            customer_lang=written,
            hand_over=handing_over.wish(
                acting.called, work, turn, parsed, written, self._policy, mood
            ),
            withdraws=acting.withdraws,
            meta={"intent": parsed["intent"]},
        )

    @staticmethod
    def _talk(work: OpenTurn, turn: Turn) -> Talk:
        """
        The talk before this message, with what came of the one before it.
        """
        slots = work.tracker.current_slot_values()
        kept = Talk.read(slots.get(talk.SLOT), turn.at)
        misunderstood = float(slots.get("misunderstood") or 0.0) > 0
        return kept.came_of_last(misunderstood=misunderstood)

    def _mood(self, so_far: Talk) -> Mood:
        """
        How upset the customer seems by now; not asked where nobody could be called.
        """
        if services.desk() is None:
            return Mood(0.0)
        return self._judge.judge([handing_over.said(each) for each in so_far.said])

    def _parse(
        self, turn: Turn, before: DialogueStateTracker, written: str
    ) -> dict[str, Any]:
        """
        What the turn means, by itself or after what was said before.
        """
        question = Question.of(before.get_slot(SLOT))
        if turn.choice is not None:
            parsed = parse_data_of(turn.choice, turn.text)
            return question.pressed(turn.choice, parsed) if question else parsed
        beyond = beyond_words(turn)
        if beyond is not None:
            return parse_data_of(beyond, turn.text)
        parsed = self._processor.understand(turn.text, turn.conversation)
        meant = question.typed(turn.text, parsed) if question else parsed
        if meant is parsed:
            meant = rated(parsed, before.get_slot(rating.SLOT), turn.at)
        if meant is not parsed:
            return meant
        parsed = self._titles.typed(parsed)
        asked = OpenQuestion.read(before.get_slot(open_question.SLOT))
        who = turn.identity.customer_id
        is_stranger = who is None
        waits = before.get_slot(PENDING) if is_stranger else None
        # In a thread of two nobody speaks of what the other was asked.
        is_theirs = asked.customer == (who or "")
        told = Told.read(before.get_slot(last_told.SLOT), who or "", turn.at)
        is_open = is_theirs and asked.is_awaited(turn.at)
        slots = before.current_slot_values()
        if not is_open and wishing.is_awaited(slots, who, turn.at):
            # Whether it says anything of the wish is for the form to see.
            return corrected(parsed, _at_hand(before, turn))
        is_of_deed = last_told.is_of_deed(told, parsed["text"])
        wanted = parsed
        if not (is_open or is_of_deed):
            wanted = wishing.begun(parsed, written)
        if wanted is not parsed:
            return wanted
        is_open = is_open or question is not None or _at_hand(before, turn).asks
        is_open = is_open or before.get_slot(review.AWAITED) is not None
        meant = asides.of_told(parsed, told, is_open=is_open)
        if meant is parsed and is_theirs:
            meant = asides.beside(parsed, asked, turn.at)
        if meant is parsed:
            meant = asides.signing_in(
                parsed,
                waits=waits,
                is_stranger=is_stranger,
                is_waiting=turn.is_waiting,
            )
        if meant is parsed:
            meant = asides.news(parsed, asked, turn.at)
        if meant is parsed:
            left = before.get_slot(outcome.SLOT)
            meant = asides.promised(parsed, left, who, turn.at)
        if meant is parsed and turn.is_waiting:
            is_asked = question is not None or (asked.is_last and not asked.is_answered)
            is_asked = is_asked or _at_hand(before, turn).asks
            meant = asides.waiting(parsed, is_asked=is_asked)
        if meant is parsed:
            meant = asides.trying(parsed, before.get_slot(pages.SLOT), turn.at)
        if meant is parsed:
            awaited = before.get_slot(review.AWAITED)
            meant = asides.reviewing(parsed, awaited, turn.at)
        if meant is not parsed:
            return meant
        hand = _at_hand(before, turn)
        spoken = before.get_slot(followups.SLOT)
        parsed = corrected(parsed, hand)
        return followups.followed_up(parsed, spoken, hand.at, turn.at)

    def _languages(self, turn: Turn, work: OpenTurn) -> tuple[str, str]:
        """
        The language written in, and the one to answer in.
        """
        slots = work.tracker.current_slot_values()
        # Of an app it may be any: what we do not speak says nothing.
        hint = turn.language_hint if turn.language_hint in ANSWER_IN else None
        known = hint or self._default_language
        if turn.state and hint is None:
            known = str(slots["language"])
        if turn.choice is not None or not turn.text:
            answer_in = str(slots["language"]) if turn.state else self._answer_in(known)
            return known, answer_in
        written = languages.detect(turn.text, prior=_prior(known)).language
        if slots["language_chosen"]:
            return written, str(slots["language"])
        return written, self._answer_in(written)

    def _answer_in(self, written: str) -> str:
        language = ANSWER_IN[written]
        return language if language in self._offered else self._default_language

    def wording(self, response: str, language: str, **fields: str) -> str:
        """
        What a response of the domain says in a language, with the shop's own words.
        """
        return self._say(response, language, **fields).text

    def _say(self, response: str, language: str, **fields: Any) -> Reply:
        said = self._processor.words.say(response, {"language": language}, **fields)
        return Reply(text=said["text"] if said else response, lang=language)

    def _went_wrong(
        self, turn: Turn, error: Exception, written: str, answer_in: str
    ) -> Answer:
        """
        The customer hears that it went wrong and what next; the state stays as it was.
        """
        incident = secrets.token_hex(3)
        log.error(
            "turn_failed",
            incident=incident,
            conversation=turn.conversation,
            exc_info=error,
        )
        return Answer(
            replies=(self._say("utter_went_wrong", answer_in, incident=incident),),
            state=turn.state or b"",
            customer_lang=written,
            meta={"incident": incident},
        )

    def apologise(self, lang: str | None) -> Reply:
        """
        What to say when not even `respond` came back.
        """
        language = self._answer_in(lang or self._default_language)
        incident = secrets.token_hex(3)
        log.error("turn_lost", incident=incident)
        return self._say("utter_went_wrong", language, incident=incident)


def _at_hand(before: DialogueStateTracker, turn: Turn) -> AtHand:
    return AtHand.read(before.get_slot(at_hand.SLOT), turn.at)


def _prior(language: str) -> languages.Language:
    return next(known for known in languages.LANGUAGES if known == language)
