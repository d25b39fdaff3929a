"""Fault benchmarks: nothing is lost or done twice when processes, Telegram or the database fail. See ../README.md."""
