"""
Handing a conversation to a person, and back to the bot.

A handoff is *waiting* until an agent claims it, then *held*, and *ended* with an
outcome. As long as one is open its thread belongs to the queue or to that agent: each
step (`steps.py`) changes both in one transaction and raises the thread's epoch. While
it waits the bot goes on answering; whatever it or an agent had prepared before a step
is not said after it.

Two threads that become one may both have a handoff. One of them leads: that of an agent
before one that waits, else that of whoever spoke last. The other ends with it, or is
there again when they part.
"""
