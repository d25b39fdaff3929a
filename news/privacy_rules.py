"""How long the newspaper keeps what, and what it says about that: the operator's decisions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

# A person who asks to be forgotten may change the mind for this long.
SECOND_THOUGHTS = timedelta(days=1)
# A mark stands in the ledger for this long in place of the id of a chat that was forgotten.
MARK_RETENTION = timedelta(days=30)
# A dialogue that nobody goes on with, such as a half-written comment.
DIALOGUE_RETENTION = timedelta(days=30)
# Telegram's ids have at most 52 bits: no mark is one.
_MARK_BIT = 1 << 62


@dataclass(frozen=True, slots=True)
class PrivacyRules:
    """For how long words of removed comments (`removed`), closed cases and single deliveries (`ledger`) are kept.

    `texts` is the operator's statement by language; a language that is not there has the newspaper's own. The `secret`,
    which is not in the database, makes the marks of forgotten chats.
    """

    removed: timedelta = timedelta(days=30)
    cases: timedelta = timedelta(days=180)
    ledger: timedelta = timedelta(days=7)
    texts: Mapping[str, str] = field(default_factory=dict)
    secret: bytes = field(default=b"", repr=False)

    def mark_of(self, reader_id: int) -> int:
        """Return the mark of a chat: the same for the same id and secret, and nobody reads the id from it."""
        digest = hashlib.blake2b(str(reader_id).encode(), key=self.secret[:64], digest_size=8).digest()
        return _MARK_BIT | int.from_bytes(digest) >> 2
