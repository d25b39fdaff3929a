"""Peers of the bot: other programs that do the same work, and the lower bound of the cost."""
