"""
Training, and keeping what was trained for as long as nothing it came from changes.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from bot import HOUSE

CONFIG = HOUSE / "config.yml"
DOMAIN = HOUSE / "bot" / "domain"
TRAINING_DATA = HOUSE / "nlu_data"
_CODE = (HOUSE / "bot" / "nlu", Path(__file__))
_LOCK = HOUSE / "requirements" / "hamyar.lock"
_KEPT_MODELS = 3


class TrainingFailed(Exception):
    """
    Rasa could not train on these files; its own words are in the message.
    """


def fingerprint() -> str:
    """
    A name for everything a model depends on: files, component code and the lock.
    """
    digest = hashlib.sha256()
    for path in sorted(_sources()):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(HOUSE)}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()[:16]


def _sources() -> Iterable[Path]:
    yield from (CONFIG, _LOCK)
    for folder in (DOMAIN, TRAINING_DATA):
        yield from (p for p in folder.rglob("*") if p.is_file())
    for code in _CODE:
        yield from code.rglob("*.py") if code.is_dir() else (code,)


def ensure_model(data: Path, say: Callable[[str], None] = lambda _: None) -> Path:
    """
    The model for the present files: the kept one, or a new one trained into `data`.

    `say` hears what is going on. Raises `TrainingFailed`, or OSError for the disk.
    """
    models = data / "models"
    models.mkdir(parents=True, exist_ok=True)
    model = models / f"{fingerprint()}.tar.gz"
    if model.exists():
        model.touch()
        return model
    say("Training the bot on its sentences (once, until they change) ...")
    _train(model, data)
    by_age = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for old in by_age[:-_KEPT_MODELS]:
        old.unlink(missing_ok=True)
    return model


def _train(model: Path, data: Path) -> None:
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    # Rasa would keep its training cache below the current folder.
    os.environ.setdefault("RASA_CACHE_DIRECTORY", str(data.resolve() / "rasa-cache"))
    os.environ.setdefault("HAMYAR_DATA", str(data.resolve()))
    # Components are named by import path in config.yml.
    if str(HOUSE) not in sys.path:
        sys.path.insert(0, str(HOUSE))
    from rasa.model_training import train  # noqa: PLC0415 - takes seconds to import
    from rasa.shared.exceptions import RasaException  # noqa: PLC0415

    with tempfile.TemporaryDirectory(dir=model.parent) as folder:
        try:
            result = train(
                domain=str(DOMAIN),
                config=str(CONFIG),
                training_files=[str(TRAINING_DATA)],
                output=folder,
                fixed_model_name="model",
                force_training=True,
            )
        except RasaException as error:
            raise TrainingFailed(str(error)) from error
        if result.code != 0 or result.model is None:
            raise TrainingFailed("Rasa refused the training files; see above.")
        # Under its own name only when whole: a killed training leaves nothing.
        Path(result.model).replace(model)
