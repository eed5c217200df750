"""
What Hamyar does in a conversation: one rasa-sdk action a file, filed by journey.
"""
