"""
Rasa inside our process: load, swap, train, actions in process, bounded state.
"""
