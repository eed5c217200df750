"""
What the rest of the house knows of an encoder.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]


class Encoder(Protocol):
    """
    Turns texts into vectors of meaning.

    Encoders are safe to use from several threads at once.
    """

    @property
    def name(self) -> str:
        """
        Names the model and its version: equal names give equal vectors.
        """
        ...

    @property
    def dimension(self) -> int:
        """
        How many numbers a vector has.
        """
        ...

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors (n, dimension) of unit length, in the order of the texts.
        """
        ...
