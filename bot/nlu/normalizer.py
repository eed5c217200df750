"""
The first component: what the sentence is once ways of writing are set aside.
"""

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.reading import Reading, read
from bot.nlu.text import Normalized, normalize_with_places

# Where the next components find it in the message; never part of the answer.
READING = "hamyar_reading"
_WORDS = re.compile(r"\w+|[^\w\s]")


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False
)
class HamyarNormalizer(Tokenizer):
    """
    Tokens in the compared form, placed in the customer's own text.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """
        What the base class asks for.
        """
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """
        Words, numbers and single signs; emoji are signs.
        """
        normal = normalize_with_places(message.get(attribute))
        if attribute == TEXT:
            message.set(READING, read(normal.original))
        tokens = []
        for match in _WORDS.finditer(normal.text):
            start, end = normal.span(*match.span())
            tokens.append(Token(match.group(), start, end))
        return tokens or [_whole(normal)]


def _whole(normal: Normalized) -> Token:
    """
    A message of nothing but spaces and marks is one token.
    """
    return Token(normal.original, 0, len(normal.original))


def reading_of(message: Message) -> Reading:
    """
    How the normaliser read a message; read now where it has not passed there.
    """
    known = message.get(READING)
    return known if isinstance(known, Reading) else read(message.get(TEXT) or "")
