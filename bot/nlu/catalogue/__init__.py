"""
The shop's own names, found in what people write; they change without any training.
"""

from bot.nlu.catalogue.finder import ENTITIES, Named, find
from bot.nlu.catalogue.index import Catalogue
from bot.nlu.catalogue.keeper import CatalogueReader, current, find_current, replace

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
