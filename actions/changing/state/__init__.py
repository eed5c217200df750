"""
What is wanted and what would be done: plain values that the other rooms share.
"""
