"""
The words of the domain, without an engine.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

_DOMAIN = Path(__file__).parents[2] / "bot" / "domain"


@cache
def responses() -> dict[str, list[dict[str, Any]]]:
    """
    All responses of all files.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted(_DOMAIN.glob("*.yml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        found |= content.get("responses") or {}
    return found


def wording(response: str, language: str, **fields: str) -> str:
    """
    What a response says in a language; a field that is not given is a mistake.
    """
    for variation in responses()[response]:
        if variation["condition"][0]["value"] == language:
            return str(variation["text"]).format(**fields)
    raise KeyError(f"{response} in {language}")
