"""
Hamyar's conversation: words in, words out.
"""
