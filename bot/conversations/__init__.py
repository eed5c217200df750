"""
Conversations as such: messages, the inbox, the outbox and who owns the conversation.

This room knows neither Rasa nor any channel.
"""
