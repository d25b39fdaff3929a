"""The refusals of the child process."""


class UnreadableError(Exception):
    """The content is neither a feed, nor a page with articles, nor what else the job expects."""


class LargeError(Exception):
    """The unpacked content is larger than the job may read."""


class EmptyError(Exception):
    """The picture is none that can be sent as a photo."""
