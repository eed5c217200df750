"""
Who somebody is, and how we know.
"""
