"""The error of everything that is parsed."""


class UnreadableError(Exception):
    """The content is not what it was taken for: no feed, no article, no list of articles."""
