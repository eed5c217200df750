"""
What stock Rasa is trained on: our training data, and the pipeline it writes itself.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path
from typing import Any

import yaml

from bench._processes import last_lines
from bot import HOUSE
from bot.unusable import Unusable

DOMAIN = HOUSE / "bot" / "domain"
TRAINING_DATA = HOUSE / "nlu_data"
# What Rasa writes itself where pipeline and policies are left unset, as `rasa init`
# leaves them, but for the epochs: 100 of DIET over our sentences take hours, and how
# soon a turn is answered does not depend on how long was trained. What is asked here
# has to be answered rightly all the same, or the run is void.
CONFIG = """\
recipe: default.v1
assistant_id: hamyar-peer
language: fa
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 4
    constrain_similarities: true
  - name: EntitySynonymMapper
  - name: ResponseSelector
    epochs: 4
    constrain_similarities: true
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
policies:
  - name: MemoizationPolicy
  - name: RulePolicy
  - name: UnexpecTEDIntentPolicy
    max_history: 5
    epochs: 100
  - name: TEDPolicy
    max_history: 5
    epochs: 100
    constrain_similarities: true
"""
_PATIENCE_SECONDS = 3600
_STEP_SECONDS = 10
_KEPT_MODELS = 2

Words = Mapping[str, Mapping[str, str]]


def ensure_model(folder: Path, words: Words, say: Callable[[str], None]) -> Path:
    """
    The trained peer for the present training data: the kept one, or a new one.

    Raises `Unusable` if Rasa cannot train on it.
    """
    domain = domain_text(words)
    name = f"stock-{_key(domain)}"
    model = folder / f"{name}.tar.gz"
    if model.exists():
        model.touch()
        say(f"Stock Rasa {version('rasa')}: the kept model {name}.")
        return model
    project = folder / name
    project.mkdir(parents=True, exist_ok=True)
    (project / "config.yml").write_text(CONFIG, encoding="utf-8")
    (project / "domain.yml").write_text(domain, encoding="utf-8")
    _train(project, say)
    # Under its own name only when whole: a killed training leaves nothing.
    (project / "model.tar.gz").replace(model)
    shutil.rmtree(project)
    by_age = sorted(folder.glob("stock-*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for old in by_age[:-_KEPT_MODELS]:
        old.unlink(missing_ok=True)
    return model


def domain_text(words: Words) -> str:
    """
    Our domain in one file, with the shop's words already in the responses.

    Our engine fills them in while it answers; stock Rasa knows only slots.
    """
    domain: dict[str, Any] = {"version": "3.1"}
    for path in sorted(DOMAIN.rglob("*.yml")):
        part = yaml.safe_load(path.read_text(encoding="utf-8"))
        for section, content in part.items():
            if isinstance(content, list):
                domain.setdefault(section, []).extend(content)
            elif isinstance(content, dict):
                domain.setdefault(section, {}).update(content)
    for variations in domain["responses"].values():
        for variation in variations:
            _fill(variation, words)
    return yaml.safe_dump(domain, allow_unicode=True, sort_keys=False)


def _fill(variation: dict[str, Any], words: Words) -> None:
    languages = [
        condition["value"]
        for condition in variation.get("condition", ())
        if condition.get("name") == "language"
    ]
    if not languages or "text" not in variation:
        return
    for field, value in words[languages[0]].items():
        variation["text"] = variation["text"].replace(f"{{{field}}}", value)


def _key(domain: str) -> str:
    digest = hashlib.sha256(f"{version('rasa')}\0{CONFIG}\0{domain}".encode())
    for path in sorted(TRAINING_DATA.rglob("*.yml")):
        content = path.read_bytes()
        digest.update(f"\0{path.relative_to(HOUSE)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _train(project: Path, say: Callable[[str], None]) -> None:
    log = project / "train.log"
    command = [sys.executable, "-m", "rasa", "train", "--force"]
    command += ["--config", "config.yml", "--domain", "domain.yml"]
    command += ["--data", str(TRAINING_DATA), "--out", "."]
    command += ["--fixed-model-name", "model"]
    environ = {
        **os.environ,
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(project / "cache"),
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    say("Stock Rasa: training on our sentences (minutes, once until they change) ...")
    begun = time.monotonic()
    with log.open("wb") as out:
        training = subprocess.Popen(
            command, cwd=project, env=environ, stdout=out, stderr=subprocess.STDOUT
        )
        try:
            code = _watch(training, begun, log, say)
        finally:
            training.kill()
            training.wait()
    if code != 0:
        raise Unusable(f"stock Rasa could not be trained; see {log}.")
    say(f"Stock Rasa: trained in {time.monotonic() - begun:.0f} s.")


def _watch(
    training: subprocess.Popen[bytes],
    begun: float,
    log: Path,
    say: Callable[[str], None],
) -> int:
    while True:
        with suppress(subprocess.TimeoutExpired):
            return training.wait(timeout=_STEP_SECONDS)
        spent = time.monotonic() - begun
        if spent > _PATIENCE_SECONDS:
            raise Unusable(
                f"stock Rasa was not trained after {spent:.0f} s; see {log}."
            )
        say(f"  {spent:4.0f} s  {last_lines(log, 1)[:80]}")
