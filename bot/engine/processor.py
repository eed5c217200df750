"""
Rasa's message processor with our runner, our actions and no swallowed failures.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rasa.core.actions.action import Action, ActionExecutionRejection, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecutionRejected, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from actions import services
from actions.shared import last_told
from bot.engine import loading
from bot.engine.local_actions import LocalActions, LocalForm
from bot.engine.predictions import DEPEND_ON_NAMES, PredictionMemory
from bot.engine.runner import PlannedGraphRunner
from bot.engine.store import TurnStore
from bot.engine.words import Words
from bot.nlu.classifier import HamyarIntentClassifier
from bot.nlu.extractor import HamyarEntityExtractor
from bot.nlu.featurizer import HamyarEncoderFeaturizer
from bot.nlu.kernel_draw import Sentence
from bot.nlu.kernel_update import TooMuchChanged

_LOOK_AFTER = "action_look_after"
# What people send instead of a thank-you.
_PLEASED = frozenset("👍👌🙏❤💚💙💛🧡💜🌹🌷💐😍🥰😘🤝👏")


class TurnFailed(Exception):
    """
    An action raised; the turn's utterances so far should not be sent.
    """

    def __init__(self, action: str) -> None:
        super().__init__(f"Action '{action}' failed.")
        self.action = action


class TurnProcessor(MessageProcessor):
    """
    Works one turn at a time on the trackers of a `TurnStore`.
    """

    graph_runner: PlannedGraphRunner

    def __init__(self, model: Path, shop_words: Any, actions_package: str) -> None:
        super().__init__(model, None, InMemoryLockStore(), None)
        self.turns = TurnStore(self.domain)
        self.tracker_store = self.turns
        self.words = Words(self.domain.responses, shop_words)
        self.nlg = self.words
        self._actions = LocalActions(actions_package, self.domain)
        self._memory = (
            PredictionMemory(self.domain)
            if self.graph_runner.policies_are(DEPEND_ON_NAMES)
            else None
        )
        self._nlu_target = self.graph_runner.before_regex(
            str(self.model_metadata.nlu_target)
        )

    @staticmethod
    def _load_model(
        model_path: Path,
    ) -> tuple[str, ModelMetadata, PlannedGraphRunner]:
        metadata, runner = loading.load(Path(model_path))
        return Path(model_path).name, metadata, runner

    def understand(self, text: str, conversation: str) -> dict[str, Any]:
        """
        Intent, ranking and entities of a text; whatever it begins with, it is text.
        """
        empty = {"text": text, "intent": {"name": None, "confidence": 0.0}}
        if not any(letter.isalnum() for letter in text):
            # Signs and pictures alone ("؟", "🎁") ask nothing that can be known.
            pleased = not _PLEASED.isdisjoint(text)
            name, sure = ("thank", 1.0) if pleased else ("nlu_fallback", 0.0)
            intent = {"name": name, "confidence": sure}
            return {**empty, "intent": intent, "entities": []}
        message = UserMessage(text, sender_id=conversation)
        tracker = DialogueStateTracker.from_events(conversation, [])
        results = self.graph_runner.run(
            inputs={"__message__": [message], "__tracker__": tracker},
            targets=[self._nlu_target],
        )
        parsed = results[self._nlu_target][0].as_dict(only_output_properties=True)
        return {**empty, "entities": [], **parsed}

    def learn(self, sentences: Iterable[Sentence]) -> int:
        """
        Understand by these training sentences from now on; how many came or went.

        Raises `TooMuchChanged`, also where the pipeline has none of our components.
        """
        classifier = self.graph_runner.component(HamyarIntentClassifier)
        extractor = self.graph_runner.component(HamyarEntityExtractor)
        if classifier is None or extractor is None:
            raise TooMuchChanged
        return classifier.learn(sentences, extractor.entities)

    @property
    def reads_vectors(self) -> bool:
        """
        Whether the model's pipeline looks at the encoder's vectors.
        """
        return self.graph_runner.uses(HamyarEncoderFeaturizer)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: DialogueStateTracker | None = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """
        The same for Rasa's own callers.
        """
        return self.understand(message.text or "", message.sender_id)

    def _predict_next_with_tracker(
        self, tracker: DialogueStateTracker
    ) -> PolicyPrediction:
        predict = super()._predict_next_with_tracker
        # An action that the last one asked for is nothing that policies predict.
        asked_for = tracker.followup_action
        if self._memory is None or asked_for:
            return predict(tracker)
        return self._memory.get(tracker, predict)

    async def _run_action(
        self,
        action: Action,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        prediction: PolicyPrediction,
    ) -> bool:
        if isinstance(action, RemoteAction):
            action = self._actions[action.name()]
        elif isinstance(action, FormAction):
            action = LocalForm(action.name(), self._actions)
        view = self._view(tracker, prediction)
        try:
            events = await action.run(output_channel, nlg, view, self.domain)
            told = services.noted_told()
            if action.name() == ACTION_LISTEN_NAME and told is not None:
                events = [*events, SlotSet(last_told.SLOT, told)]
            is_over = action.name() == ACTION_LISTEN_NAME and not services.goes_on()
            if is_over and services.desk() is not None:
                # The last thing of a turn, whatever was answered.
                look_after = self._actions[_LOOK_AFTER]
                after = await look_after.run(output_channel, nlg, view, self.domain)
                events = [*events, *after]
        except ActionExecutionRejection:
            tracker.update(
                ActionExecutionRejected(
                    action.name(), prediction.policy_name, prediction.max_confidence
                )
            )
            return self.should_predict_another_action(action.name())
        except Exception as error:
            # Rasa would log this and leave the customer without a word.
            raise TurnFailed(action.name()) from error
        self._log_action_on_tracker(tracker, action, events, prediction)
        await self.execute_side_effects(events, tracker, output_channel)
        return self.should_predict_another_action(action.name())

    async def beside(
        self, action: str, view: DialogueStateTracker, output_channel: OutputChannel
    ) -> list[Event]:
        """
        Have one action say what nothing predicted; gives what it would have kept.
        """
        run = self._actions[action].run
        events = await run(output_channel, self.words, view, self.domain)
        await self.execute_side_effects(events, view, output_channel)
        return events

    def _view(
        self, tracker: DialogueStateTracker, prediction: PolicyPrediction
    ) -> DialogueStateTracker:
        """
        A tracker for the action to read, as Rasa gives it, without replaying events.
        """
        view = copy.copy(tracker)
        view.events = copy.copy(tracker.events)
        view.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
        view.active_loop = copy.copy(tracker.active_loop)
        view.update_with_events(prediction.events, self.domain)
        return view
