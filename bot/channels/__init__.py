"""
One folder per channel: what comes in, what goes out.
"""
