"""
Buying in the chat: a cart, where it goes and how, and one yes to all of it.
"""
