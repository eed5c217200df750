"""
Our side in processes of its own, so that both sides are measured alike.
"""
