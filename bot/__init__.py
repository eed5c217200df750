"""
Hamyar's conversation: words in, words out.
"""

from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
"""The project's own folder."""
