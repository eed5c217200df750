"""
The tone of a message, from its vector of meaning: what no list of words holds.

The weights are those of a logistic regression over the labelled conversations in
`tests/language/mood/development.*.yml`; `./hamyar bench sentiment --train` makes them
anew. They hold for one encoder only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

FILE = Path(__file__).parent / "tone.json"

Vector = npt.NDArray[np.float32]

_SHORT, _LONG, _PART = 15, 60, 0.1


@dataclass(frozen=True)
class Manner:
    """
    What the tone knows of a message besides its meaning.
    """

    text: str
    is_calm: bool
    is_settled: bool

    @property
    def numbers(self) -> tuple[float, ...]:
        """
        As the weights take them; small, so that the regression keeps them modest.
        """
        asks = "?" in self.text or "؟" in self.text
        length = len(self.text)
        signs = (self.is_calm, self.is_settled, asks, length < _SHORT, length > _LONG)
        return tuple(_PART * sign for sign in signs)


@dataclass(frozen=True)
class Tone:
    """
    The weights: of the numbers of a vector of `encoder`, then of those of a manner.
    """

    encoder: str
    weights: Vector
    bias: float

    def odds(self, vector: Vector, manner: Manner) -> float:
        """
        The log odds that who wrote this is upset.
        """
        size = len(vector)
        meaning = float(vector @ self.weights[:size])
        return meaning + float(np.dot(manner.numbers, self.weights[size:])) + self.bias

    def as_json(self) -> Mapping[str, Any]:
        """
        For the file.
        """
        weights = [round(float(weight), 3) for weight in self.weights]
        return {
            "encoder": self.encoder,
            "bias": round(self.bias, 3),
            "weights": weights,
        }


@cache
def tone() -> Tone:
    """
    The tone of the packaged encoder, read once.
    """
    content = json.loads(FILE.read_text(encoding="utf-8"))
    weights = np.array(content["weights"], dtype=np.float32)
    return Tone(str(content["encoder"]), weights, float(content["bias"]))
