"""
The numbers that Vendure makes for orders, unless a shop makes its own.

Sixteen signs, letters and digits mixed as they come, without 0, O and I: no word, no
model of a thing and hardly any carrier's code looks so.
"""

import re

# Only letters of ASCII are of a code: a word of Persian may be glued to it.
CODE = re.compile(
    r"(?<![\w@.-])(?=(?:[a-z]*[1-9]){2})(?=(?:[1-9]*[a-z]){2})"
    r"[1-9a-hj-np-z]{16}(?![\w@-])",
    re.ASCII | re.IGNORECASE,
)
