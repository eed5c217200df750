"""
Cuts text into the pieces that the model was trained on.
"""

import re

from tokenizers import Tokenizer, models, pre_tokenizers

from bot.nlu.encoder.weights import Vocabulary

_SPACES = re.compile(" {2,}")
# A piece is rarely longer than this, so text beyond it cannot reach the tokens kept.
_MOST_PIECE_CHARACTERS = 16


class PieceCutter:
    """
    The unigram tokenizer of XLM-R, with the model's own map of characters before it.
    """

    def __init__(self, vocabulary: Vocabulary, most_tokens: int) -> None:
        self._begin = vocabulary.begin
        self._end = vocabulary.end
        self._characters = vocabulary.characters
        self._most = most_tokens
        pieces = list(zip(vocabulary.pieces, vocabulary.scores.tolist(), strict=True))
        self._tokenizer = Tokenizer(models.Unigram(pieces, vocabulary.unknown, False))
        self._tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()

    def pieces(self, prefix: str, text: str) -> list[int]:
        """
        The numbers of the pieces with the signs for begin and end.

        Of a long text the head and the tail are kept: people greet first and say at
        the end what they want.
        """
        text = self._shortened(text)
        # Half a surrogate pair is no character, but may stand in a message.
        text = text.encode("utf-8", "replace").decode("utf-8")
        mapped = (prefix + text).translate(self._characters)
        found = self._tokenizer.encode(
            _SPACES.sub(" ", mapped), add_special_tokens=False
        ).ids
        room = self._most - 2
        if len(found) > room:
            head = room - room // 2
            found = found[:head] + found[len(found) - room // 2 :]
        return [self._begin, *found, self._end]

    def _shortened(self, text: str) -> str:
        half = self._most * _MOST_PIECE_CHARACTERS // 2
        if len(text) <= 2 * half:
            return text
        return text[:half] + " " + text[-half:]
