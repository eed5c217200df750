"""
The desk over HTTP.
"""
