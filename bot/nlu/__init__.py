"""
Understanding: Rasa components and the pure functions below them.
"""
