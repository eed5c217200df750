"""
Handing over to a person: how upset the customer is, and what has happened so far.

Knows neither Rasa, nor a database, nor the web; who calls it fills its records.
"""
