"""
Any Sentence Transformers model as encoder, for those who installed the extra.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock

# Threads that spin while they wait take the cores from the rest of the process; torch
# reads this when it is imported.
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import numpy as np
import torch
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer
from transformers.utils import logging

from bot.nlu.encoder.choice import mark
from bot.nlu.encoder.no_code import check_no_code
from bot.nlu.encoder.onnx_e5 import MOST_TOKENS
from bot.nlu.encoder.port import Vectors
from bot.unusable import Unusable

# Part of the name: a new number where the same model is read in another way.
READER = "1"
_BATCH = 32
_MOST_THREADS = 2
# A piece is rarely longer than this, so text beyond it cannot reach the tokens kept.
_MOST_PIECE_CHARACTERS = 16
# The prompts under which models keep what they saw before a short text to be sorted.
_PROMPTS = ("classification", "query")


class SentenceTransformersEncoder:
    """
    A model in a folder, on the processor, in single precision.

    One batch at a time: the library's tokenizers do not bear two, and a batch uses the
    cores by itself.
    """

    def __init__(self, folder: Path, threads: int = _MOST_THREADS) -> None:
        self._name = f"{folder.name}-{mark(folder)}-{READER}"
        # For the whole process: torch knows no other way.
        torch.set_num_threads(max(1, min(threads, os.cpu_count() or 1)))
        self._model = open_model(folder)
        self._prompt = prompt_of(self._model)
        self._shorten = Shortener(self._model, self._prompt)
        self._running = Lock()
        self._dimension = self._run([""]).shape[1]

    @property
    def name(self) -> str:
        """
        The folder's name, a hash of all its files, and the version of our reading.
        """
        return self._name

    @property
    def dimension(self) -> int:
        """
        As the model has it: 384 for MiniLM.
        """
        return self._dimension

    def encode(self, texts: Sequence[str]) -> Vectors:
        """
        Vectors (n, dimension) of unit length, in the order of the texts.
        """
        if not texts:
            return np.empty((0, self._dimension), dtype=np.float32)
        vectors = self._run([self._shorten(text) for text in texts])
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        # A model without signs for begin and end makes nothing of an empty text.
        nothing = np.float32(1 / math.sqrt(self._dimension))
        known = lengths > 0
        return np.where(known, vectors / np.where(known, lengths, 1), nothing)

    def _run(self, texts: list[str]) -> Vectors:
        with self._running:
            found = self._model.encode(
                texts,
                prompt=self._prompt,
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return np.asarray(found, dtype=np.float32)


class Shortener:
    """
    Keeps the head and the tail of a long text, as many pieces as the model may see.

    It has a tokenizer of its own, whose settings nobody changes, for any thread.
    """

    def __init__(
        self, model: SentenceTransformer, prompt: str, most: int = MOST_TOKENS
    ) -> None:
        known = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
        if not isinstance(known, Tokenizer):
            raise Unusable(
                f"the encoder's tokenizer ({type(known).__name__}) is of a kind that "
                "does not say where its pieces stand; choose another model."
            )
        self._tokenizer = Tokenizer.from_str(known.to_str())
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        signs = len(self._tokenizer.encode("").ids)
        most = min(most, model.max_seq_length or most)
        self.room = int(most) - signs - len(self._places(prompt))

    def __call__(self, text: str) -> str:
        """
        The text itself, or its head and tail with a space between.
        """
        # Half a surrogate pair is no character, but may stand in a message.
        text = text.encode("utf-8", "replace").decode("utf-8")
        half = MOST_TOKENS * _MOST_PIECE_CHARACTERS // 2
        if len(text) > 2 * half:
            text = f"{text[:half]} {text[-half:]}"
        places = self._places(text)
        room = self.room
        shorter = text
        # Words that were cut in two may be other pieces, and more of them.
        while (excess := len(self._places(shorter)) - self.room) > 0 and room > 1:
            room = max(1, room - excess if shorter is not text else room)
            tail = room // 2
            end = places[room - tail - 1][1]
            begin = places[len(places) - tail][0] if tail else len(text)
            shorter = f"{text[:end]} {text[begin:]}"
        return shorter

    def _places(self, text: str) -> list[tuple[int, int]]:
        found = self._tokenizer.encode(text, add_special_tokens=False)
        places: list[tuple[int, int]] = found.offsets
        return places


def open_model(folder: Path) -> SentenceTransformer:
    """
    The model in that folder. Raises `Unusable` if it cannot be read or brings code.
    """
    # Here too, for what was fetched or unpacked long ago is not looked at any more.
    check_no_code(folder)
    # It reports each tensor that it passes over, and draws bars.
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    try:
        model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    # What a damaged folder raises depends on which of its files is damaged.
    except Exception as error:
        why = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise Unusable(
            f"the encoder in {folder} cannot be read: {why.rstrip('.')}."
        ) from error
    model = model.float().eval()
    # Models of words alone have no such limit and need none.
    with suppress(AttributeError):
        model.max_seq_length = min(model.max_seq_length or MOST_TOKENS, MOST_TOKENS)
    return model


def prompt_of(model: SentenceTransformer) -> str:
    """
    What this model wants to see before a sentence, as it says itself; often nothing.
    """
    prompts = {name.lower(): text for name, text in model.prompts.items()}
    names = [(model.default_prompt_name or "").lower(), *_PROMPTS]
    return next((prompts[name] for name in names if prompts.get(name)), "")
