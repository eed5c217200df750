"""
How a one-time code reaches whoever it is for: one module for each way.
"""
