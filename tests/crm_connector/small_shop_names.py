"""
The names that the small shop has for its goods, places and makers.
"""

from __future__ import annotations

from crm_connector.model import CatalogueEntry, CatalogueKind


def said(fa: str, ar: str, en: str) -> dict[str, str]:
    """
    A name in each language.
    """
    return {"fa": fa, "ar": ar, "en": en}


CATALOGUE = (
    CatalogueEntry(CatalogueKind.BRAND, "gam", said("گام", "جام", "Gam")),
    CatalogueEntry(CatalogueKind.CATEGORY, "coffee", said("قهوه", "قهوة", "Coffee")),
    CatalogueEntry(CatalogueKind.CATEGORY, "shoes", said("کفش", "أحذية", "Shoes")),
    CatalogueEntry(CatalogueKind.NOUN, "coffee", aliases=("ghahve",)),
    CatalogueEntry(CatalogueKind.NOUN, "shoes", aliases=("trainers",)),
    CatalogueEntry(CatalogueKind.NOUN, "shoes", aliases=("کتونی",)),
    CatalogueEntry(CatalogueKind.COLOR, "black", said("مشکی", "أسود", "black")),
    CatalogueEntry(CatalogueKind.SIZE, "42", said("۴۲", "٤٢", "42")),
    CatalogueEntry(
        CatalogueKind.BRANCH,
        "vanak",
        said("شعبه‌ی ونک", "فرع ونك", "Vanak branch"),
        cities=said("تهران", "طهران", "Tehran"),
    ),
    CatalogueEntry(
        CatalogueKind.PRODUCT,
        "11",
        said("کفش دویدن", "حذاء جري", "Running shoes"),
        brand="gam",
        category="shoes",
    ),
    CatalogueEntry(
        CatalogueKind.PRODUCT,
        "12",
        said("دان قهوه", "حبوب قهوة", "Coffee beans"),
        brand="gam",
        category="coffee",
    ),
)
"""The shop's names in the order in which a source gives them."""
