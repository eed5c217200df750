"""
Our understanding of a set of intents: the parts of config.yml's pipeline, without Rasa.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Mapping, Sequence

import numpy as np

from bench._sets import IntentSet, Row
from bench._stock_intents import Heard
from bot.nlu.by_language import ModelsByLanguage, fit_by_language
from bot.nlu.encoder import Encoder
from bot.nlu.finders import Finders
from bot.nlu.kernel import Array
from bot.nlu.names import name_wording, spoken
from bot.nlu.reading import read
from bot.nlu.text import normalize_with_places
from bot.nlu.wording import wording

_WARM = 20


class OurIntents:
    """
    Trains on rows and answers texts. `encoder` must not remember what it read.

    `product_names` are a shop's words for products, which other sets have not.
    """

    def __init__(
        self, encoder: Encoder, product_names: Mapping[str, str] | None = None
    ) -> None:
        self._encoder = encoder
        self._finders = Finders(product_names)

    def hear(self, intents: IntentSet) -> Heard:
        """
        Train on the set's rows and answer every other, one after the other.
        """
        started = time.monotonic()
        model = self.train(intents.train)
        train_seconds = time.monotonic() - started
        self._ask(model, intents.test[:_WARM])
        test, times = self._ask(model, intents.test)
        validation, _ = self._ask(model, intents.validation)
        return Heard(test, validation, train_seconds, statistics.median(times))

    def train(
        self, rows: Sequence[Row], vectors: Array | None = None
    ) -> ModelsByLanguage:
        """
        The model for these rows; `vectors` where they were read before.
        """
        texts = [text for text, _ in rows]
        names = sorted({label for _, label in rows})
        dense = self.vectors(texts) if vectors is None else vectors
        named = self.vectors([spoken(name) for name in names])
        return fit_by_language(
            [*rows, *zip(names, names, strict=True)],
            [*map(self.form, texts), *map(name_wording, names)],
            np.vstack([dense, named]),
            common=len(names),
        )

    def vectors(self, texts: Sequence[str]) -> Array:
        """
        What the encoder makes of texts.
        """
        return self._encoder.encode([read(text).legible for text in texts])

    def form(self, text: str) -> str:
        """
        What the classifier sees of a text besides its vector.
        """
        found = self._finders.find(normalize_with_places(text))
        return wording(read(text).compared, [thing.entity for thing in found])

    def answer(
        self, models: ModelsByLanguage, text: str, vector: Array | None = None
    ) -> tuple[str, float]:
        """
        The likeliest intent of a text, and how sure that is.
        """
        if vector is None:
            (vector,) = self.vectors([text])
        model = models.model(read(text).language)
        sure = model.probabilities(vector, self.form(text))
        best = int(sure.argmax())
        return model.labels[best], float(sure[best])

    def _ask(
        self, model: ModelsByLanguage, rows: Sequence[Row]
    ) -> tuple[list[tuple[str, float]], list[float]]:
        heard, times = [], []
        for text, _ in rows:
            began = time.perf_counter()
            heard.append(self.answer(model, text))
            times.append(1000 * (time.perf_counter() - began))
        return heard, times
