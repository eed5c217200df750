"""
What is there for good, kept out of the garbage collector's way.
"""

from __future__ import annotations

import gc


def settle() -> None:
    """
    Collect what is of no more use, and never look at the rest again.

    The libraries, the model and the encoder are millions of objects, and each full
    collection went through all of them while everybody waited. To be called when what
    is there for good is there, and again when another takes its place: what was left
    alone before is looked at then.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
