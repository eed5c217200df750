"""
Stock Rasa as the peer: trained, started and asked as its own documentation says.
"""
