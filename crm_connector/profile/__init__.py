"""
Everything the shop knows of one person, from all its systems at once.
"""
