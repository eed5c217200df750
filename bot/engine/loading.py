"""
Loading a trained model, whose domain is read once.

A model file has its domain twice: as JSON among what is said of the model, and as YAML
for the component that gives it to the policies. Rasa reads both, the YAML five times,
which for a domain like ours takes fifteen seconds of every start. Here the component
gives the one that was read from the JSON.

A model is hundreds of thousands of objects that stay: `settle` has them left alone.
"""

from __future__ import annotations

import gc
from dataclasses import replace
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelMetadata, ModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from bot.engine.runner import PlannedGraphRunner


class GivenDomain(DomainProvider):
    """
    Gives the domain that stands in its configuration.
    """

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> GivenDomain:
        """
        Read nothing from the storage.
        """
        return cls(model_storage, resource, config["domain"])


def load(model: Path) -> tuple[ModelMetadata, PlannedGraphRunner]:
    """
    Give what is said of a model file, and what runs its nodes.
    """
    with TempDirectoryPath(get_temp_dir_name()) as folder:
        storage, metadata = LocalModelStorage.from_model_archive(Path(folder), model)
        schema = _with_domain(metadata.predict_schema, metadata.domain)
        runner = PlannedGraphRunner(
            schema, storage, ExecutionContext(schema, metadata.model_id)
        )
    return metadata, runner


def settle() -> None:
    """
    Have the garbage collector pass over all that is there now: it is there to stay.

    Looking through everything takes it a quarter of a second with a model, in which
    nobody is answered. What has gone since the last call is let go of here.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()


def _with_domain(schema: GraphSchema, domain: Domain) -> GraphSchema:
    nodes = {
        name: replace(node, uses=GivenDomain, config={"domain": domain})
        if node.uses is DomainProvider
        else node
        for name, node in schema.nodes.items()
    }
    return GraphSchema(nodes)
