"""
Training, and keeping what was trained for as long as nothing it came from changes.
"""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from threading import Event

from bot import HOUSE
from bot.engine.leftovers import LEFT, clear_left, leaving_nothing
from bot.nlu.encoder import encoder_mark
from bot.nlu.sentences import read_sentences

CONFIG = HOUSE / "config.yml"
DOMAIN = HOUSE / "bot" / "domain"
TRAINING_DATA = HOUSE / "nlu_data"
_COMPONENTS = HOUSE / "bot" / "nlu"
_IMPORTER = HOUSE / "bot" / "engine" / "importer.py"
# The lock that made this environment.
_LOCK = HOUSE / "requirements" / f"{os.environ.get('HAMYAR_EXTRA') or 'hamyar'}.lock"
_KEPT_MODELS = 3
_SAY_EVERY_SECONDS, _LOOK_EVERY_SECONDS = 10.0, 0.5


class TrainingFailed(Exception):
    """
    Rasa could not train on these files; its own words are in the message.
    """


def fingerprint() -> str:
    """
    A name for what a model depends on: files, component code, the lock, the encoder.

    Raises `Unusable` if the encoder that was chosen cannot be had.
    """
    digest = hashlib.sha256()
    for name, path in sorted(_sources()):
        content = path.read_bytes()
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    digest.update(encoder_mark().encode())
    return digest.hexdigest()[:16]


def stamp() -> tuple[tuple[str, int, int], ...]:
    """
    What changes when one of the files is written; cheap enough to ask every second.
    """
    stamps = []
    for path in sorted(_written_by_people()):
        with suppress(FileNotFoundError):
            state = path.stat()
            stamps.append((str(path), state.st_mtime_ns, state.st_size))
    return tuple(stamps)


def beside_sentences() -> str:
    """
    All that people write for the training, without the sentences of the intents.

    Raises `BadTrainingData` for a file that cannot be read.
    """
    others = [
        path for path in _written_by_people() if TRAINING_DATA not in path.parents
    ]
    digest = hashlib.sha256(read_sentences(training_files()).rest.encode())
    for path in sorted(others):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def training_files() -> list[Path]:
    """
    The files of sentences and rules.
    """
    return sorted(TRAINING_DATA.rglob("*.yml"))


def _written_by_people() -> Iterable[Path]:
    yield CONFIG
    yield from DOMAIN.rglob("*.yml")
    yield from training_files()


def _sources() -> Iterable[tuple[str, Path]]:
    """
    Each file with a name that tells it from all others and holds on any machine.
    """
    for path in (CONFIG, _LOCK, Path(__file__), _IMPORTER):
        yield path.name, path
    for folder in (DOMAIN, TRAINING_DATA, _COMPONENTS):
        for path in folder.rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path.relative_to(folder.parent).as_posix(), path


def ensure_model(
    data: Path,
    say: Callable[[str], None] = lambda _: None,
    stop: Event | None = None,
) -> Path:
    """
    The model for the present files: the kept one, or a new one trained into `data`.

    `say` hears what is going on; a training ends at once when `stop` is set. Raises
    `TrainingFailed`, OSError for the disk, or `Unusable` for the encoder.
    """
    models = data / "models"
    models.mkdir(parents=True, exist_ok=True)
    clear_left(models)
    wanted = fingerprint()
    model = models / f"{wanted}.tar.gz"
    if model.exists():
        model.touch()
        return model
    say("Training the bot on its sentences (once, until they change) ...")
    _train_apart(model, data, say, stop or Event())
    if fingerprint() != wanted:
        # Somebody wrote meanwhile: nobody knows which state was trained.
        model.unlink()
        return ensure_model(data, say, stop)
    by_age = sorted(models.glob("*.tar.gz"), key=lambda p: p.stat().st_mtime)
    for old in by_age[:-_KEPT_MODELS]:
        old.unlink(missing_ok=True)
    return model


def _train_apart(
    model: Path, data: Path, say: Callable[[str], None], stop: Event
) -> None:
    """
    Train in a process of its own: what training holds in memory goes with it.
    """
    log = data / "training.log"
    command = [sys.executable, "-m", "bot.engine.training", str(model.resolve())]
    environ = {
        **os.environ,
        "HAMYAR_DATA": str(data.resolve()),
        # Rasa's own cache sees a component's class but not the modules it uses, and
        # stands below the current folder: ours is the only one.
        "RASA_MAX_CACHE_SIZE": "0",
        "RASA_CACHE_DIRECTORY": str(data.resolve() / "rasa-cache"),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    started = time.monotonic()
    with (
        log.open("wb") as out,
        # Components are named by import path in config.yml, so it runs in the house.
        subprocess.Popen(command, cwd=HOUSE, env=environ, stdout=out, stderr=out) as p,  # noqa: S603
    ):
        try:
            said = started
            while (code := _ended(p)) is None:
                if stop.is_set():
                    raise TrainingFailed("the training was stopped")
                if time.monotonic() - said >= _SAY_EVERY_SECONDS:
                    said = time.monotonic()
                    say(f"  ... {said - started:.0f} s")
        except BaseException:
            p.kill()
            raise
    if code != 0 or not model.exists():
        tail = log.read_text(errors="replace").strip().splitlines()[-1:]
        reason = tail[0] if tail else f"exit code {code}"
        if "No space left" in reason:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        raise TrainingFailed(f"the bot could not be trained: {reason} (see {log})")
    say(f"  trained in {time.monotonic() - started:.0f} s.")


def _ended(process: subprocess.Popen[bytes]) -> int | None:
    """
    Wait a while: the exit code, or None if it still runs.
    """
    try:
        return process.wait(_LOOK_EVERY_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def main(model: Path) -> None:
    """
    Train into this file, in this process.
    """
    from rasa.model_training import train  # noqa: PLC0415 - takes seconds to import

    with (
        leaving_nothing(model.parent),
        tempfile.TemporaryDirectory(dir=model.parent, prefix=LEFT) as folder,
    ):
        result = train(
            domain=str(DOMAIN),
            config=str(CONFIG),
            training_files=[str(TRAINING_DATA)],
            output=folder,
            fixed_model_name="model",
            force_training=True,
        )
        if result.code != 0 or result.model is None:
            sys.exit("Rasa refused the training files; see above.")
        # Under its own name only when whole: a killed training leaves nothing.
        Path(result.model).replace(model)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
