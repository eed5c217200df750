"""
When and to whom a conversation is handed over, and with what.

All of it is decided from plain values: this room knows neither Rasa, nor a database,
nor the web. Who calls it fills its records.
"""
