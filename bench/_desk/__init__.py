"""
The desk under load: a server full of open conversations, and those who sit at it.
"""
