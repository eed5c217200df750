"""
What was billed and paid.
"""
