"""
An engine that follows the training files: what is saved is understood seconds later.

Sentences that come or go are learnt in the running process. After that, and after any
other edit, everything is trained anew in a process of its own, and that model takes
over when it is ready; until then the present one answers.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from threading import Event

import structlog

from bot.conversations.messages import Answer, Reply, Turn
from bot.engine import training
from bot.engine.engine import RasaEngine
from bot.nlu.kernel_update import TooMuchChanged
from bot.nlu.sentences import BadTrainingData, read_sentences
from bot.unusable import Unusable

log = structlog.get_logger(__name__)

LOOK_EVERY = 0.5
"""Seconds between two looks at the files."""


class LiveEngine:
    """
    The present engine behind the same two methods.

    `renew` trains everything and loads it; it is called in a thread, and ends early
    when its argument is set. What it raises is logged, and the present engine stays.
    """

    def __init__(
        self,
        engine: RasaEngine,
        renew: Callable[[Event], RasaEngine],
        look_every: float = LOOK_EVERY,
    ) -> None:
        self._engine = engine
        self._renew = renew
        self._look_every = look_every
        self._stamp = training.stamp()
        # What the present engine was trained on, apart from sentences.
        self._beside = training.beside_sentences()
        self._training: asyncio.Task[None] | None = None
        # Whether what was learnt quickly still waits for its whole training.
        self._owes_training = False
        self._closing = Event()

    @classmethod
    def opened(
        cls, load: Callable[[], RasaEngine], renew: Callable[[Event], RasaEngine]
    ) -> LiveEngine:
        """
        The engine that `load` gives, which takes seconds: an edit meanwhile is seen.
        """
        stamp, beside = training.stamp(), training.beside_sentences()
        live = cls(load(), renew)
        live._stamp, live._beside = stamp, beside
        return live

    async def respond(self, turn: Turn) -> Answer:
        """
        See `RasaEngine.respond`; one turn is worked by one engine.
        """
        return await self._engine.respond(turn)

    def apologise(self, lang: str | None) -> Reply:
        """
        See `RasaEngine.apologise`.
        """
        return self._engine.apologise(lang)

    def wording(self, response: str, language: str, **fields: str) -> str:
        """
        See `RasaEngine.wording`.
        """
        return self._engine.wording(response, language, **fields)

    @asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """
        Follow the files while the block runs.
        """
        follower = asyncio.create_task(self._follow())
        try:
            yield
        finally:
            self._closing.set()
            for task in (follower, self._training):
                if task is not None:
                    task.cancel()
                    with suppress(asyncio.CancelledError):
                        await task

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(self._look_every)
            try:
                await self.look()
            except Exception:
                # Whatever is wrong with the files, the bot goes on.
                log.exception("following_failed")

    async def look(self) -> None:
        """
        Look once; learn what changed since the last look.
        """
        stamp = await asyncio.to_thread(training.stamp)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        started = time.monotonic()
        try:
            changed = await asyncio.to_thread(self._learn)
        except BadTrainingData as error:
            log.error("training_file_unusable", fault=str(error))
            return
        except TooMuchChanged:
            log.info("training_everything")
        except Exception:
            # The next look would take these files for learnt.
            log.exception("learning_failed")
        else:
            seconds = round(time.monotonic() - started, 2)
            log.info("sentences_learnt", changed=changed, seconds=seconds)
            if not changed and not self._owes_training:
                return
        self._owes_training = True
        if self._training is None or self._training.done():
            self._training = asyncio.create_task(self._train())

    def _learn(self) -> int:
        # Read first: an edit that arrives meanwhile is met by the next look.
        sentences = read_sentences(training.training_files()).sentences
        if training.beside_sentences() != self._beside:
            raise TooMuchChanged
        return self._engine.learn(sentences)

    async def _train(self) -> None:
        """
        Train everything until nothing has changed meanwhile, then let it take over.
        """
        while True:
            stamp = self._stamp
            try:
                # Read first: an edit that arrives meanwhile may not be trained on.
                beside = await asyncio.to_thread(training.beside_sentences)
                renewed = await asyncio.to_thread(self._renew, self._closing)
            except (training.TrainingFailed, Unusable, OSError) as error:
                if not self._closing.is_set():
                    log.error("training_failed", fault=str(error))
                return
            except Exception:
                log.exception("training_failed")
                return
            if stamp == self._stamp:
                self._engine, self._beside = renewed, beside
                self._owes_training = False
                log.info("model_renewed")
                return
