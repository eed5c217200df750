"""
When and to whom a conversation is handed over: decided from plain values.
"""
