"""
A model's domain is read once, and is the one that Rasa reads.
"""

import gc
import weakref

import pytest
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.graph_components.providers.domain_provider import DomainProvider
from rasa.shared.core.domain import Domain

from bot.engine import loading

pytestmark = pytest.mark.engine


def test_the_policies_have_the_domain_of_the_turns(rasa_engine):
    processor = rasa_engine._processor

    provider = processor.graph_runner.component(DomainProvider)

    assert provider.provide_inference() is processor.domain


def test_rasas_file_of_the_domain_is_not_read(model, monkeypatch):
    def read(path):
        raise AssertionError(path)

    monkeypatch.setattr(Domain, "from_path", read)

    metadata, _ = loading.load(model)

    assert metadata.domain.intents


@pytest.mark.slow
def test_it_is_the_same_as_in_rasas_file(model, tmp_path):
    storage, metadata = LocalModelStorage.from_model_archive(tmp_path, model)
    (provider,) = (
        node
        for node in metadata.predict_schema.nodes.values()
        if node.uses is DomainProvider
    )

    with storage.read_from(provider.resource) as folder:
        read = Domain.from_path(folder)

    assert read.as_dict() == metadata.domain.as_dict()
    assert read.fingerprint() == metadata.domain.fingerprint()
    assert read.input_states == metadata.domain.input_states


class Old:
    """
    Something that refers to itself, as engines do.
    """

    def __init__(self):
        self.own = self


def test_what_is_loaded_is_looked_through_no_more_until_the_next_is():
    old = Old()
    there = weakref.ref(old)

    loading.settle()
    assert all(each is not old for each in gc.get_objects())

    del old
    gc.collect()
    assert there() is not None
    loading.settle()
    assert there() is None


def test_an_engine_is_settled(rasa_engine):
    assert all(each is not rasa_engine for each in gc.get_objects())
