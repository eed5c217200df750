"""
Photos and files that customers and agents send each other.

What is taken is decided by what a file *is* (`kinds.py`), never by what it is called;
what a picture tells of where it was taken stays out (`stripping.py`); and nothing is
ever sent back as anything that a browser would run (`serving.py`).
"""
