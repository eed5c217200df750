"""
Running rasa-sdk actions in our own process, without the HTTP hop.
"""

from __future__ import annotations

from typing import Any

from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection as SdkRejection


class LocalAction(RemoteAction):
    """
    A custom action, run by rasa-sdk's executor; what it raises reaches the caller.
    """

    def __init__(
        self, name: str, executor: ActionExecutor, domain: dict[str, Any]
    ) -> None:
        super().__init__(name, None)
        self._executor = executor
        self._domain = domain

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """
        Run the action and utter its responses; its events follow the utterances.
        """
        call = {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": tracker.current_state(EventVerbosity.AFTER_RESTART),
            "domain": self._domain,
        }
        try:
            result = await self._executor.run(call) or {}
        except SdkRejection as rejection:
            raise ActionExecutionRejection(
                rejection.action_name, rejection.message
            ) from rejection
        uttered = await self._utter_responses(
            result.get("responses", []), output_channel, nlg, tracker
        )
        return [*uttered, *deserialise_events(result.get("events", []))]


class LocalActions:
    """
    All actions of a package, and the domain as they get it.
    """

    def __init__(self, package: str, domain: Domain) -> None:
        self._executor = ActionExecutor()
        self._executor.register_package(package)
        self._domain = domain.as_dict()
        missing = sorted(
            name
            for name in domain.user_actions
            if not name.startswith("utter_") and name not in self._executor.actions
        )
        if missing:
            raise LookupError(f"The domain names actions nobody wrote: {missing}")

    def __getitem__(self, name: str) -> LocalAction:
        return LocalAction(name, self._executor, self._domain)


class LocalForm(FormAction):
    """
    A form whose validation and questions are actions of ours, run in our process.
    """

    def __init__(self, name: str, actions: LocalActions) -> None:
        super().__init__(name, None)
        self._actions = actions

    async def validate_slots(
        self,
        slot_candidates: dict[str, Any],
        tracker: DialogueStateTracker,
        domain: Domain,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
    ) -> list[Event]:
        """
        What `validate_<form>` says. Its slots are filled by it alone.
        """
        action = self._actions[f"validate_{self.name()}"]
        return await action.run(output_channel, nlg, tracker, domain)

    async def _ask_for_slot(
        self,
        domain: Domain,
        nlg: NaturalLanguageGenerator,
        output_channel: OutputChannel,
        slot_name: str,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        name = str(self._name_of_utterance(domain, slot_name))
        return await self._actions[name].run(output_channel, nlg, tracker, domain)
