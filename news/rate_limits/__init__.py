"""Rate limits: how fast the bot may send over all chats and to one chat, and how it goes on after a refusal (429).

`limiter` has the budget over all chats, and decides what a refusal means: `strict_second` keeps every second within
the limit as the receiver counts it, `backoff` reduces the rate after a refusal. `chats` has the limits of single chats.
All times are monotonic, in seconds: a wall clock that is set neither opens nor closes anything.
"""

from news.rate_limits.chats import ChatLimiter
from news.rate_limits.limiter import RateLimiter, Refusal
from news.rate_limits.strict_second import SentMessage

__all__ = ["ChatLimiter", "RateLimiter", "Refusal", "SentMessage"]
