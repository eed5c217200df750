"""
Remembering what the policies predicted.

Rasa's rule policy rebuilds the conversation's states and goes through all rules twice
for every action. What it predicts depends on the names in the events alone (intents,
kinds of entities, actions, loops, slots that matter), not on texts or confidences; the
same names come again and again.
"""

from __future__ import annotations

import copy
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator

from rasa.core.policies.memoization import MemoizationPolicy
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    DefinePrevUserUtteredFeaturization,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

DEPEND_ON_NAMES = (RulePolicy, MemoizationPolicy)
_MOST = 10_000


class PredictionMemory:
    """
    Predictions by the names in a tracker's events; the oldest are forgotten first.

    Only for models all of whose policies are in `DEPEND_ON_NAMES`.
    """

    def __init__(self, domain: Domain, most: int = _MOST) -> None:
        self._matter = {s.name for s in domain.slots if s.influence_conversation}
        self._most = most
        self._known: OrderedDict[Hashable, PolicyPrediction] = OrderedDict()

    def get(
        self,
        tracker: DialogueStateTracker,
        predict: Callable[[DialogueStateTracker], PolicyPrediction],
    ) -> PolicyPrediction:
        """
        The prediction for this tracker: a remembered one, or what `predict` gives.
        """
        key = tuple(self._names(tracker))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = predict(tracker)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        fresh = copy.copy(known)
        # The events go into the tracker and are that turn's own from then on.
        fresh.events = [_again(event) for event in known.events]
        return fresh

    def _names(self, tracker: DialogueStateTracker) -> Iterator[Hashable]:
        loop = tracker.active_loop
        yield (
            None
            if loop is None
            else (
                loop.name,
                loop.is_interrupted,
                loop.rejected,
            )
        )
        for name in sorted(self._matter):
            yield repr(tracker.slots[name].initial_value)
        for event in tracker.events:
            if isinstance(event, UserUttered):
                kinds = {str(e.get("entity")) for e in event.entities}
                yield ("user", event.intent_name, tuple(sorted(kinds)))
            elif isinstance(event, ActionExecuted):
                yield ("action", event.action_name, event.hide_rule_turn)
            elif isinstance(event, SlotSet):
                if event.key in self._matter:
                    yield ("slot", event.key, repr(event.value))
            elif isinstance(event, ActiveLoop):
                yield ("loop", event.name)
            elif isinstance(event, DefinePrevUserUtteredFeaturization):
                yield ("featurized", event.use_text_for_featurization)
            elif not isinstance(event, BotUttered):
                yield repr(event)


def _again(event: Event) -> Event:
    made = copy.copy(event)
    made.timestamp = time.time()
    return made
