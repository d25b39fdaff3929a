"""Membership: what is there for registered readers only."""

from news.errors import NotRegistered
from news.model import Reader


def require_registered(reader: Reader) -> None:
    """Raise NotRegistered unless the reader has registered."""
    if not reader.registered:
        raise NotRegistered
