"""
A YAML file read strictly, so that every mistake is named with its place.

YAML's own guesses are a trap for people who write down database words: `no`, `on`,
`01` and `2026-05-01` are text here. Only whole numbers, true, false and null are not.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import phonenumbers
import yaml
from rapidfuzz import fuzz, process

from crm_connector.contacts import NOWHERE
from crm_connector.errors import BadMapping

_DECIMAL = re.compile(r"\d+\.\d+", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}")


def nearest(name: str, known: Iterable[str]) -> str:
    """
    ` (did you mean ...?)` with the known name most like `name`, if any is known.
    """
    found = process.extractOne(
        name, sorted(known), scorer=fuzz.ratio, processor=str.casefold
    )
    return f" (did you mean {found[0]!r}?)" if found else ""


# The one in C reads a mapping ten times as fast; not every PyYAML was built with it.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_SafeLoader):
    """
    SafeLoader without YAML 1.1's guesses, and without silent duplicates.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 (PyYAML's own form)

    def construct_mapping(
        self, node: yaml.MappingNode, deep: bool = False
    ) -> dict[Hashable, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, Hashable) or key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands twice", key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep=deep)


for _tag, _pattern, _first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9]*)", list("-0123456789")),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), _first
    )


@dataclass(frozen=True)
class Section:
    """
    One mapping of the file; `place` is the dotted way to it from the top.
    """

    file: str
    place: str
    content: dict[str, Any]

    def at(self, key: str) -> str:
        """
        The place of `key` in this section.
        """
        return f"{self.place}.{key}" if self.place else key

    def wrong(self, key: str, why: str) -> BadMapping:
        """
        The error that says `why` the value at `key` is wrong.
        """
        return BadMapping(f"{self.file}: {self.at(key)}: {why}")

    def only(self, required: Collection[str], optional: Collection[str] = ()) -> None:
        """
        Fails unless all required keys are there and no unknown ones.
        """
        known = {*required, *optional}
        for key in self.content:
            if key not in known:
                near = nearest(key, known)
                raise self.wrong(key, f"there is no such setting{near}")
        for key in required:
            if self.content.get(key) is None:
                raise self.wrong(key, "this setting is missing")

    def section(self, key: str) -> Section:
        """
        The mapping at `key`; an absent one is empty.
        """
        value = self.content.get(key)
        if value is None:
            value = {}
        if not isinstance(value, dict):
            raise self.wrong(key, "must hold further settings (key: value)")
        # Keys are words for us: a status code 3 is the word "3".
        words = {"null" if k is None else _word(k): v for k, v in value.items()}
        return Section(self.file, self.at(key), words)

    def text(self, key: str, default: str | None = None) -> str:
        """
        The text at `key`.
        """
        value = self.content.get(key, default)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "must be text")
        return value

    def whole(self, key: str, default: int) -> int:
        """
        The whole number at `key`, at least 1.
        """
        value = self.content.get(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise self.wrong(key, "must be a whole number, at least 1")
        return value

    def seconds(self, key: str, default: float | None = None) -> float:
        """
        The number of seconds at `key`, not below 0; `default` where there is none.
        """
        value = self.content.get(key, default)
        # A number with a point is text here, as everything is that YAML guesses.
        if isinstance(value, str) and _DECIMAL.fullmatch(value):
            value = float(value)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or value < 0:
            raise self.wrong(key, "must be a number of seconds, not below 0")
        return float(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """
        The list of texts at `key`; an absent one is empty.
        """
        value = self.content.get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(x, str) for x in value):
            raise self.wrong(key, "must be a list of texts: [one, another]")
        return tuple(value)

    def choice(self, key: str, choices: Collection[str], default: str) -> str:
        """
        One of `choices`.
        """
        value = self.content.get(key, default)
        if value not in choices:
            near = nearest(str(value), choices)
            raise self.wrong(key, f"must be one of {', '.join(choices)}{near}")
        return str(value)

    def country(self, key: str) -> str:
        """
        The country of phones without their own; `NOWHERE` where the file does not say.
        """
        if key not in self.content:
            return NOWHERE
        country = self.text(key)
        if country not in phonenumbers.SUPPORTED_REGIONS:
            raise self.wrong(key, "must be two capital letters, such as IR")
        return country

    def currency(self, key: str) -> str | None:
        """
        A currency's three letters, or None where the file does not say.
        """
        if key not in self.content:
            return None
        currency = self.text(key)
        if not _CURRENCY.fullmatch(currency):
            raise self.wrong(key, "must be three capital letters, as IRT")
        return currency


def _word(key: object) -> str:
    if isinstance(key, bool):
        return str(key).lower()
    return str(key)


def read(path: Path) -> Section:
    """
    The file's top section; raises `BadMapping` with the line where YAML is broken.
    """
    try:
        content = yaml.load(path.read_text("utf-8"), Loader=_Loader)  # noqa: S506 (a SafeLoader)
    except OSError as exc:
        raise BadMapping(f"{path}: cannot be read: {exc.strerror}") from exc
    except UnicodeDecodeError as exc:
        raise BadMapping(f"{path}: is not UTF-8 text") from exc
    except yaml.MarkedYAMLError as exc:
        mark = exc.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise BadMapping(f"{path}: {where}{exc.problem}") from exc
    except yaml.YAMLError as exc:
        raise BadMapping(f"{path}: is not YAML") from exc
    if not isinstance(content, dict):
        raise BadMapping(f"{path}: must hold settings (key: value)")
    return Section(str(path), "", {_word(k): v for k, v in content.items()})
