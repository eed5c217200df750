"""
Refuses a model's folder that would bring code of its own into this process.

The library trusts what stands in a folder: classes that its settings name are imported
from files beside them, or from another model's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.unusable import Unusable

_MODULES = "modules.json"
_OWN_CLASS = re.compile(r"sentence_transformers(\.[A-Za-z_]\w*)+", re.ASCII)
_ELSEWHERE = "auto_map"


def check_no_code(folder: Path) -> None:
    """
    See that every class this model names is the library's own; reads no weights.

    Raises:
        Unusable: it brings code, names a foreign class, or cannot be read.
    """
    whole = folder.resolve()
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.suffix.lower() == ".py":
            raise _refused(folder, f"it holds code ({name})")
        # What a link leads to is not looked at here, but the library would.
        if path.is_symlink() and path.is_dir():
            raise _refused(folder, f"{name} is a link to another folder")
        if path.suffix == ".json" and path.is_file():
            if path.name == _MODULES:
                _check_modules(folder, whole, name)
            elif "config" in path.name:
                _check_settings(folder, name)


def _check_modules(folder: Path, whole: Path, name: str) -> None:
    modules = _read(folder, name)
    if not isinstance(modules, list) or not all(isinstance(m, dict) for m in modules):
        raise _unreadable(folder, f"{name} is no list of modules")
    for module in modules:
        _check_class(folder, name, module.get("type"))
        place = module.get("path", "")
        if not isinstance(place, str) or "\0" in place:
            raise _unreadable(folder, f"{name} names no path")
        if not (whole / place).resolve().is_relative_to(whole):
            raise _refused(folder, f"{name} leads out of it ({place!a:.80})")


def _check_settings(folder: Path, name: str) -> None:
    settings = _read(folder, name)
    if _ELSEWHERE in _keys(settings):
        raise _refused(folder, f"{name} asks for code ({_ELSEWHERE})")
    # How a module that holds others names their classes.
    types = settings.get("types") if isinstance(settings, dict) else None
    if isinstance(types, dict):
        for place, kind in types.items():
            _check_class(folder, name, kind)
            if ".." in place or place.startswith("/"):
                raise _refused(folder, f"{name} leads out of it ({place!a:.80})")


def _check_class(folder: Path, name: str, kind: Any) -> None:
    if not isinstance(kind, str) or not _OWN_CLASS.fullmatch(kind):
        raise _refused(folder, f"{name} names the class {kind!a:.80}")


def _keys(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from value
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
