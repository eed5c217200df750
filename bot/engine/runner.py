"""
Running Rasa's prediction graph without planning it anew for every message.

Rasa's own runner computes the minimal graph, builds a dask graph and formats a debug
line with the whole tracker at each call; for a handful of nodes that costs more than
the nodes. The nodes and their results are exactly Rasa's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from rasa.core.policies.policy import Policy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner

_Kind = TypeVar("_Kind")


class PlannedGraphRunner(DaskGraphRunner):
    """
    Runs the nodes one after the other, in an order worked out once per target.
    """

    _plans: dict[tuple[str, ...], tuple[str, ...]]

    def run(
        self,
        inputs: dict[str, Any] | None = None,
        targets: list[str] | None = None,
    ) -> dict[str, Any]:
        """
        Run what the targets need; see `rasa.engine.runner.interface.GraphRunner`.
        """
        wanted = targets or self._graph_schema.target_names
        done: dict[str, Any] = dict(inputs or {})
        for name in self._plan(wanted, done.keys()):
            node = self._instantiated_nodes[name]
            needs = self._graph_schema.nodes[name].needs.values()
            try:
                _, done[name] = node(*((need, done[need]) for need in needs))
            except RuntimeError as error:
                raise GraphRunError(f"Node '{name}' failed.") from error
        return {name: done[name] for name in wanted}

    def before_regex(self, target: str) -> str:
        """
        The node that feeds `target` its messages.

        Rasa ends each understanding pipeline with a handler that takes text such as
        `/intent{"entity": "value"}` for that intent, with full confidence, whoever
        wrote it. What customers write must stop one node earlier.
        """
        return str(self._graph_schema.nodes[target].needs["messages"])

    def uses(self, component: type) -> bool:
        """
        Whether any node is of this class.
        """
        return any(node.uses is component for node in self._graph_schema.nodes.values())

    def component(self, kind: type[_Kind]) -> _Kind | None:
        """
        The component of this class, if the model has one.
        """
        for node in self._instantiated_nodes.values():
            if isinstance(node._component, kind):  # noqa: SLF001 - Rasa has no other way
                return node._component  # noqa: SLF001
        return None

    def policies_are(self, kinds: tuple[type, ...]) -> bool:
        """
        Whether every policy of the model is of one of these classes (exactly).
        """
        used = {node.uses for node in self._graph_schema.nodes.values()}
        return all(u in kinds for u in used if issubclass(u, Policy))

    def _plan(self, targets: Sequence[str], given: Iterable[str]) -> tuple[str, ...]:
        plans = self.__dict__.setdefault("_plans", {})
        key = (*targets, "given", *given)
        if key not in plans:
            order: list[str] = []
            for target in targets:
                self._visit(target, set(given), order)
            plans[key] = tuple(order)
        return tuple(plans[key])

    def _visit(self, name: str, given: set[str], order: list[str]) -> None:
        if name in given or name in order:
            return
        if name not in self._graph_schema.nodes:
            raise GraphRunError(f"Nothing provides '{name}'.")
        for need in self._graph_schema.nodes[name].needs.values():
            self._visit(need, given, order)
        order.append(name)
