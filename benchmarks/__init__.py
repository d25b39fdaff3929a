"""Benchmarks of the bot: reading, pushing, importing and more, compared with lower bounds and peers in the same run."""
