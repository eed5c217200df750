"""
What must not be seen: a text that shows itself to nobody who does not ask for it.
"""

from __future__ import annotations


class Secret:
    """
    A credential; printing it or logging it tells nothing.
    """

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """
        The text itself, for the one place that has to send it.
        """
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Secret('***')"
