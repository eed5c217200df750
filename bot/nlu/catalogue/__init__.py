"""
The shop's own names, found in what people write; they change without any training.
"""

from bot.nlu.catalogue.finder import ENTITIES, find
from bot.nlu.catalogue.index import Catalogue
from bot.nlu.catalogue.keeper import CatalogueReader, current, find_current, replace
from bot.nlu.catalogue.named import Named

__all__ = [
    "ENTITIES",
    "Catalogue",
    "CatalogueReader",
    "Named",
    "current",
    "find",
    "find_current",
    "replace",
]
