"""
The engine: one turn in, replies and the next state out.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import structlog
from rasa.core.channels.channel import UserMessage

from actions import formatting, services
from actions.orders import at_hand
from actions.people import rating, review
from actions.services import Acting
from actions.shared import last_told, open_question, talk
from actions.shared.open_question import OpenQuestion
from actions.shared.talk import Talk
from bot.conversations.database import hand_over_quickly
from bot.conversations.messages import Answer, Reply, Turn
from bot.engine import asides, handing_over, news, waiting, wishing
from bot.engine.acting import ActingFor
from bot.engine.ahead import ReadingAhead
from bot.engine.apart import Part
from bot.engine.loading import settle
from bot.engine.meaning import Parsed, without_title
from bot.engine.noted import noted
from bot.engine.processor import TurnProcessor
from bot.engine.put_again import is_still_asked, put_again
from bot.engine.replies import ReplyCollector
from bot.engine.several import may_be_wishes
from bot.engine.store import OpenTurn
from bot.engine.understanding import Understanding, at_hand_in
from bot.engine.which import SLOT, asking
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
        self._understanding = Understanding(processor)
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
        engine = cls(processor, acting, offered, policy or Policy())
        settle()
        return engine

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
        try:
            with self._processor.turns.turn(turn.conversation, turn.state) as work:
                written, answer_in = self._languages(turn, work)
                await self._read_ahead(turn, written)
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

    async def _read_ahead(self, turn: Turn, written: str) -> None:
        """
        Have the vectors worked out without holding up other conversations.
        """
        if not turn.text or turn.choice is not None:
            return
        if not self._processor.reads_vectors:
            return
        # One after the other: in a batch a vector depends a little on its company.
        for each in (turn.text, *may_be_wishes(turn.text, written)):
            await self._ahead.read(read(each).legible)

    async def _work(
        self, turn: Turn, work: OpenTurn, written: str, answer_in: str
    ) -> Answer:
        """
        Answer a message; where several wishes are in it, one after the other.
        """
        tongue, tracker = (written, answer_in), work.tracker
        parsed = self._understanding.parse(turn, tracker, written)
        with self._acting(turn.identity, channel=turn.channel):
            owned = await self._understanding.owned(turn, tracker, parsed)
        parsed = wishing.of_own(parsed, written, owned)
        apart = self._understanding.apart(turn, tracker, parsed, written, owned)
        taken_up = waiting.taken_up(turn, tracker)
        todo: list[Part | None] = [*(apart.parts or (None,)), *taken_up.parts]
        left = (*apart.left, *taken_up.past)
        replies = self._named("utter_left_open", left, answer_in)
        mood = self._mood(self._heard(turn, work, parsed, written))
        waits = waiting.Waiting(work, self._processor.domain, turn.at)
        heard: list[str] = []
        incident: dict[str, str] = {}
        with self._acting(
            turn.identity,
            is_waiting=turn.is_waiting,
            upset=mood.score,
            files=turn.files,
            channel=turn.channel,
        ) as acting:
            while todo:
                part, *todo = todo
                acting.goes_on, acting.told = bool(todo), None
                acting.is_deferred = any(each and each.is_form for each in todo)
                acting.before, acting.asks_proof = tuple(heard), False
                said = turn
                if part is not None:
                    said = replace(turn, text=part.text, choice=None)
                try:
                    if part is not None:
                        parsed = self._understanding.parse(said, tracker, written)
                        parsed = wishing.of_own(parsed, written, owned)
                        parsed = part.meant(parsed)
                    told, parsed = await self._answer(
                        said, work, parsed, tongue, acting
                    )
                    replies += told
                except Exception as error:  # one wish: those before it stand
                    if work.after is None:
                        raise
                    # What was answered before this may have been done: it stands.
                    incident = {"incident": _noted_incident(turn, error)}
                    replies += self._failed(part, todo, answer_in, incident)
                    break
                heard.append(parsed["intent"]["name"])
                todo = waits.after(part, todo, asks_proof=acting.asks_proof)
            if work.after is None:
                raise RuntimeError("The turn ended without saving its tracker.")
            if not replies and turn.text:
                replies = (self._say("utter_rephrase", work.language),)
        replies += self._named("utter_on_condition", apart.on_condition, answer_in)
        return Answer(
            replies=replies,
            state=work.after,
            customer_lang=written,
            hand_over=handing_over.wish(
                acting.called, work, turn, parsed, written, self._policy, mood
            ),
            withdraws=acting.withdraws,
            meta={"intent": parsed["intent"], "intents": heard, **incident},
        )

    def _failed(
        self,
        part: Part | None,
        todo: Sequence[Part | None],
        language: str,
        incident: Mapping[str, str],
    ) -> tuple[Reply, ...]:
        """
        What is said where one of several wishes fails: of which, and what is not done.
        """
        words = part.text if part is not None else ""
        response = "utter_went_wrong_with" if words else "utter_went_wrong"
        said = self._say(response, language, words=words, **incident)
        rest = [each.text for each in todo if each is not None]
        return (said, *self._named("utter_left_open", rest, language))

    def _named(
        self, response: str, texts: Sequence[str], language: str
    ) -> tuple[Reply, ...]:
        """
        The response with these words of the customer's; nothing where there are none.
        """
        if not texts:
            return ()
        begin, end = ("“", "”") if language == "en" else ("«", "»")
        quoted = [begin + " ".join(each.split()) + end for each in texts]
        words = formatting.listed(quoted, language)
        return (self._say(response, language, words=words),)

    async def _answer(
        self,
        turn: Turn,
        work: OpenTurn,
        parsed: Parsed,
        tongue: tuple[str, str],
        acting: Acting,
    ) -> tuple[tuple[Reply, ...], Parsed]:
        """
        What is said to one wish, and what it was taken for.

        `tongue` is the language it is written in, and the one to answer in.
        """
        written, answer_in = tongue
        asked = OpenQuestion.read(work.tracker.get_slot(open_question.SLOT))
        is_left = asides.is_left(asked, turn, parsed["intent"]["name"])
        if is_left:
            parsed = asides.without_answer(parsed)
        if parsed["intent"]["name"] == ASK_WHICH:
            parsed = asking(parsed, answer_in)
        intent, entities = parsed["intent"]["name"], parsed["entities"]
        hand = at_hand_in(work.tracker, turn).heard(intent, entities, turn.at)
        work.slots = {
            "language": answer_in,
            talk.SLOT: self._heard(turn, work, parsed, written).slot,
            at_hand.SLOT: hand.slot,
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
        if intent not in (FALLBACK, ASK_WHICH):
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
        await self._processor.handle_message(message)
        if is_left and is_still_asked(asked, work):
            await put_again(asked, self._processor.words, collector, turn, work)
        is_seen_to = turn.is_waiting or acting.called or acting.took_files
        if turn.text and turn.files and not is_seen_to:
            said = self._processor.words.say(
                "utter_file_beside", {"language": work.language}
            )
            await collector.send_response(turn.conversation, said or {})
        return collector.replies(work.language), parsed

    def _heard(self, turn: Turn, work: OpenTurn, parsed: Parsed, written: str) -> Talk:
        """
        The talk with this message in it, and with what came of the one before it.
        """
        slots = work.tracker.current_slot_values()
        kept = Talk.read(slots.get(talk.SLOT), turn.at)
        misunderstood = float(slots.get("misunderstood") or 0.0) > 0
        so_far = kept.came_of_last(misunderstood=misunderstood)
        intent, entities = parsed["intent"]["name"], parsed["entities"]
        return so_far.heard(intent, turn.text, written, entities, turn.at)

    def _mood(self, so_far: Talk) -> Mood:
        """
        How upset the customer seems by now; not asked where nobody could be called.
        """
        if services.desk() is None:
            return Mood(0.0)
        return self._judge.judge([handing_over.said(each) for each in so_far.said])

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
            said = Talk.read(slots.get(talk.SLOT), turn.at).said
            if said and self._answer_in(said[-1].lang) == known:
                # "are" is a yes of who has written Persian in Latin letters before.
                known = said[-1].lang
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
        incident = _noted_incident(turn, error)
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


def _noted_incident(turn: Turn, error: Exception) -> str:
    """
    The code under which what went wrong stands in the log.
    """
    incident = secrets.token_hex(3)
    log.error(
        "turn_failed",
        incident=incident,
        conversation=turn.conversation,
        exc_info=error,
    )
    return incident


def _prior(language: str) -> languages.Language:
    return next(known for known in languages.LANGUAGES if known == language)
