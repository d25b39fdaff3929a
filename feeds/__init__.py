"""Feeds: where news come from. Fetching behind one guard, parsing in a process of its own, what an item means."""
