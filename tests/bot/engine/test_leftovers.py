"""
A training that was killed leaves nothing for good, and one at work is left alone.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bot.engine.leftovers import clear_left

TRAINING = """
import sys, tempfile, time
from pathlib import Path
from bot.engine.leftovers import LEFT, leaving_nothing
models = Path(sys.argv[1])
with leaving_nothing(models), tempfile.TemporaryDirectory(dir=models, prefix=LEFT):
    print("at work", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """
    A folder with a model in it.
    """
    (tmp_path / "0123.tar.gz").write_bytes(b"")
    return tmp_path


def test_what_a_killed_training_left_goes_at_the_next_start(models: Path) -> None:
    command = [sys.executable, "-c", TRAINING, str(models)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as training:
        assert training.stdout is not None
        assert training.stdout.readline()
        clear_left(models)
        (folder,) = (each for each in models.iterdir() if each.is_dir())
        training.kill()
    assert folder.is_dir()

    clear_left(models)

    assert [each.name for each in models.iterdir()] == ["0123.tar.gz"]
