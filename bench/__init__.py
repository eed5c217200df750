"""
Benchmarks: one file each, our figure beside the peer's from the same machine.
"""
