"""
Refuses a model's folder that would bring code of its own into this process.

The library trusts what stands in a folder: what its settings name by a dotted path is
imported, be it a file beside them, another model's, or anything that is installed. So
only the parts of which models are built are taken, by their names: a module of the
library also gives whatever it has imported itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from bot.unusable import Unusable

_MODULES = "modules.json"
_ELSEWHERE = "auto_map"
# Where the library would read another tokenizer from: a folder, or the network.
_TOKENIZER_PLACES = ("tokenizer_name_or_path", "processor_name")
# Where the library keeps, and kept in its older versions, what models are built of.
_HOMES = (
    "models",
    "base.modules",
    "sentence_transformer.modules",
    "sparse_encoder.models",
    "sparse_encoder.modules",
)
_PARTS = (
    "Asym BoW CLIPModel CNN Dense Dropout LayerNorm LSTM MLMTransformer Normalize "
    "Pooling Router SparseAutoEncoder SparseStaticEmbedding SpladePooling "
    "StaticEmbedding Transformer WeightedLayerPooling WordEmbeddings WordWeights"
)
_TOKENIZERS = (
    "PhraseTokenizer TransformersTokenizerWrapper WhitespaceTokenizer WordTokenizer"
)
_ACTIVATIONS = (
    "CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh Identity LeakyReLU "
    "LogSigmoid LogSoftmax Mish PReLU ReLU ReLU6 RReLU SELU Sigmoid SiLU Softmax "
    "Softmin Softplus Softshrink Softsign Tanh Tanhshrink"
)


def _one_of(homes: Iterable[str], names: str) -> re.Pattern[str]:
    """
    The paths of these names in these packages, or in a module or package of theirs.
    """
    where, what = "|".join(map(re.escape, homes)), "|".join(names.split())
    return re.compile(rf"(?:{where})(?:\.[A-Za-z]\w*){{0,2}}\.(?:{what})", re.ASCII)


_LIBRARY = [f"sentence_transformers.{home}" for home in _HOMES]
_OWN_PART = _one_of(_LIBRARY, _PARTS)
# Elsewhere these settings are a plain name, which the library looks up in a list.
_LOOKED_UP = {
    "tokenizer_class": _one_of(_LIBRARY, _TOKENIZERS),
    "activation_function": _one_of(["torch.nn"], _ACTIVATIONS),
}


def check_no_code(folder: Path) -> None:
    """
    See that all code this model names is the libraries' own; reads no weights.

    Raises:
        Unusable: it brings code, names foreign code, or cannot be read.
    """
    whole = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".py":
            raise _refused(folder, f"it holds code ({name})")
        # What a link leads to is not looked at here, but the library would.
        if path.is_symlink() and path.is_dir():
            raise _refused(folder, f"{name} is a link to another folder")
        # Disks that ignore case open config.json by whatever letters it has.
        called = path.name.casefold()
        if called.endswith(".json") and path.is_file():
            if called == _MODULES:
                _check_modules(folder, whole, name)
            elif "config" in called:
                _check_settings(folder, name)


def _check_modules(folder: Path, whole: Path, name: str) -> None:
    modules = _read(folder, name)
    if not isinstance(modules, list) or not all(isinstance(m, dict) for m in modules):
        raise _unreadable(folder, f"{name} is no list of modules")
    for module in modules:
        _check_name(folder, name, module.get("type"), _OWN_PART)
        place = module.get("path", "")
        if not isinstance(place, str) or "\0" in place:
            raise _unreadable(folder, f"{name} names no path")
        if not (whole / place).resolve().is_relative_to(whole):
            raise _refused(folder, f"{name} leads out of it ({place!a:.80})")


def _check_settings(folder: Path, name: str) -> None:
    settings = _read(folder, name)
    for key, value in _entries(settings):
        if key == _ELSEWHERE:
            raise _refused(folder, f"{name} asks for code ({_ELSEWHERE})")
        if key in _TOKENIZER_PLACES and value is not None:
            # The model's mark knows only what lies in its folder.
            raise _refused(folder, f"{name} leads out of it ({key})")
        own = _LOOKED_UP.get(key)
        # A plain name has no module to be imported from.
        if own and isinstance(value, str) and not value.isidentifier():
            _check_name(folder, name, value, own)
    # How a module that holds others names their classes.
    types = settings.get("types") if isinstance(settings, dict) else None
    if isinstance(types, dict):
        for place, kind in types.items():
            _check_name(folder, name, kind, _OWN_PART)
            if ".." in place or place.startswith("/"):
                raise _refused(folder, f"{name} leads out of it ({place!a:.80})")


def _check_name(folder: Path, file: str, name: Any, own: re.Pattern[str]) -> None:
    if not isinstance(name, str) or not own.fullmatch(name):
        raise _refused(folder, f"{file} names the class {name!a:.80}")


def _entries(value: Any) -> Iterator[tuple[str, Any]]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from value.items()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _read(folder: Path, name: str) -> Any:
    try:
        return json.loads((folder / name).read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(folder, f"{name}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise _unreadable(folder, f"{name} is no JSON") from error


def _refused(folder: Path, why: str) -> Unusable:
    return Unusable(
        f"the encoder in {folder} is refused: {why}, and only models that need no code "
        "but the library's own are taken."
    )


def _unreadable(folder: Path, why: str) -> Unusable:
    return Unusable(f"the encoder in {folder} cannot be read: {why}.")
