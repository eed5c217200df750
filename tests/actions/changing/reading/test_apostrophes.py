"""
An apostrophe that is left out makes no other word.
"""

import pytest

from actions.changing.reading import Asked, Asking, Known, read
from actions.changing.reading.text import text_of
from crm_connector.operations import Reason


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("dont", "don't"),
        ("I didnt like it, it doesnt fit", "i didn't like it, it doesn't fit"),
        ("WONT", "won't"),
        ("cant,", "can't,"),
        ("I don't", "i don't"),
        ("i want it", "i want it"),
        ("went to the front", "went to the front"),
        ("donts", "donts"),
    ],
)
def test_it_is_put_where_it_belongs(written, folded):
    assert text_of(written).folded == folded


def test_what_is_shown_is_as_it_was_written():
    text = text_of("no i dont want the mug")
    start = text.folded.index("don't")
    assert text.as_written(start, start + len("don't")) == "dont"
    assert text.as_written(start + len("don't "), len(text.folded)) == "want the mug"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("just didnt like it", Reason.CHANGED_MIND),
        ("it doesnt fit me", Reason.DOES_NOT_FIT),
        ("it doesnt match the picture", Reason.NOT_AS_DESCRIBED),
        ("i dont need it any more", Reason.NO_LONGER_NEEDED),
    ],
)
def test_a_reason_is_understood_without_it(text, reason):
    assert read(text, "en", Known(), Asked(Asking.REASON)).reason is reason
