"""
What the log shows in a terminal and elsewhere.
"""

import json
import logging

import pytest
import structlog

from bot.logs import configure_logs

OBEYED = "a\x1b[2Jb\nlevel=error\rc\x9bd\u202ee"
ESCAPED = r"a\x1b[2Jb\nlevel=error\rc\x9bd\u202ee"


@pytest.fixture
def logged(capsys):
    """
    Log one line in a terminal or elsewhere, and give what was written.
    """
    before = structlog.get_config()

    def log(pretty, event, **values):
        configure_logs(pretty=pretty)
        structlog.get_logger().error(event, **values)
        return capsys.readouterr().err

    yield log
    structlog.configure(**before)


def test_a_terminal_is_told_nothing_that_it_would_obey(logged):
    said = logged(True, OBEYED, fault=OBEYED, tried=[OBEYED], cause=OSError(OBEYED))
    assert said.count("\n") == 1
    assert said.count(ESCAPED) == 4
    for sign in ("\x1b[2J", "\r", "\x9b", "\u202e"):
        assert sign not in said


def test_words_are_shown_as_they_are(logged):
    assert "می\u200cخواهم é 🎁" in logged(True, "heard", text="می\u200cخواهم é 🎁")


def test_a_traceback_keeps_its_lines_and_loses_what_is_obeyed(logged):
    try:
        raise ValueError(OBEYED)
    except ValueError:
        said = logged(True, "failed", exc_info=True)
    assert "\nTraceback" in said
    assert r"a\x1b[2Jb" in said
    assert "\x1b[2J" not in said
    assert "\x9b" not in said


def test_elsewhere_a_line_is_one_object(logged):
    said = logged(False, "failed", fault=OBEYED)
    assert said.count("\n") == 1
    assert json.loads(said)["fault"] == OBEYED


@pytest.mark.parametrize("name", ["httpx", "telegram"])
def test_libraries_that_tell_of_keys_and_words_are_quiet(logged, name):
    library = logging.getLogger(name)
    before = library.level
    try:
        library.setLevel(logging.NOTSET)
        configure_logs(logging.DEBUG, pretty=False)
        assert library.level == logging.WARNING
    finally:
        library.setLevel(before)
