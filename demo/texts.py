"""
Texts in the shop's three languages, and the files they are written in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("fa", "ar", "en")
HERE = Path(__file__).parent

_DIGITS = {
    "fa": str.maketrans("0123456789.", "۰۱۲۳۴۵۶۷۸۹٫"),
    "ar": str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫"),
    "en": str.maketrans("", ""),
}


@dataclass(frozen=True)
class Text:
    """
    One text in Persian, Arabic and English.
    """

    fa: str
    ar: str
    en: str

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Text:
        """
        Take the three languages out of a mapping that may hold more.
        """
        return cls(*(str(values[language]) for language in LANGUAGES))

    def row(self) -> tuple[str, str, str]:
        """
        The three texts in the order of the columns _fa, _ar, _en.
        """
        return (self.fa, self.ar, self.en)

    def get(self, language: str) -> str:
        """
        The text in one of the three languages.
        """
        return dict(zip(LANGUAGES, self.row(), strict=True))[language]

    def filled(self, **parts: Text) -> Text:
        """
        Put each part's own language into the places {part} of this text.
        """
        return Text(
            *(
                self.get(language).format(
                    **{name: part.get(language) for name, part in parts.items()}
                )
                for language in LANGUAGES
            )
        )


def digits(number: str, language: str) -> str:
    """
    A number written with the digits of the language.
    """
    return number.translate(_DIGITS[language])


def read_data(name: str) -> Any:
    """
    The content of one file of `demo/data/`.
    """
    return _read(HERE / "data" / f"{name}.yml")


def read_catalogue() -> list[Any]:
    """
    The content of all files of `demo/catalogue/`, in the order of their names.
    """
    return [_read(path) for path in sorted((HERE / "catalogue").glob("*.yml"))]


def _read(path: Path) -> Any:
    # The C loader, where PyYAML has one, is many times faster.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    with path.open(encoding="utf-8") as file:
        return yaml.load(file, Loader=loader)  # noqa: S506 (both loaders are the safe ones)
