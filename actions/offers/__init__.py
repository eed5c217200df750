"""
Points, offers, and what customers let us make them of.
"""
