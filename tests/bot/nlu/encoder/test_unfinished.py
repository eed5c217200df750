"""
What is being made is removed with its maker, or at the next start.
"""

import os
import signal
import subprocess
import sys

import pytest

from bot import HOUSE
from bot.nlu.encoder.unfinished import remove_left_behind, unfinished

MAKER = """
import sys, time
from pathlib import Path
from bot.nlu.encoder.unfinished import unfinished
from bot.termination import ends_cleanly

with ends_cleanly(), unfinished(Path(sys.argv[1])) as folder:
    (folder / "model").mkdir()
    (folder / "model" / "weights").write_text("half")
    print("made", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def maker(tmp_path):
    """
    Another process that has made half of something in this folder, and waits.
    """
    command = [sys.executable, "-c", MAKER, str(tmp_path)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=HOUSE, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout.readline() == b"made\n"
        yield process
        process.kill()


def left(folder):
    """
    The names of what is in the folder.
    """
    return [path.name for path in folder.iterdir()]


def test_a_request_to_end_leaves_nothing(maker, tmp_path):
    assert len(left(tmp_path)) == 1
    os.kill(maker.pid, signal.SIGTERM)
    maker.wait(20)
    assert left(tmp_path) == []


def test_what_a_killed_one_left_is_removed_by_the_next(maker, tmp_path):
    maker.kill()
    maker.wait(20)
    assert len(left(tmp_path)) == 1
    remove_left_behind(tmp_path)
    assert left(tmp_path) == []


def test_what_somebody_is_making_stays(maker, tmp_path):
    (tmp_path / "tuned-tiny-01234567").mkdir()
    before = left(tmp_path)
    remove_left_behind(tmp_path)
    assert left(tmp_path) == before


def test_a_failure_leaves_nothing(tmp_path):
    def fail():
        with unfinished(tmp_path) as folder:
            assert left(tmp_path) == [folder.name]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert left(tmp_path) == []
