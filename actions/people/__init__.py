"""
Asking for a person, complaining, and coming back from one.
"""
