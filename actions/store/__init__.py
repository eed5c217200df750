"""
The shop itself: its branches, its hours and its rules.
"""
