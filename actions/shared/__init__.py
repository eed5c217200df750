"""
What every journey needs: the edge where errors become words, and going on.
"""
