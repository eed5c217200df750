"""
What a message makes of the wishes: answers, corrections, which order, buttons.
"""
