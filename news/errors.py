"""What can go wrong in the newsroom. An error carries a key and arguments; the words are chosen by whoever shows it.

NewsError
├── Refusal                      a person asked for what cannot be; the chat explains it
│   ├── ArticleUnknown           no such number, or not published
│   ├── ArticleRetracted         it was published and taken back
│   ├── NotAllowed               the deed belongs to another role
│   │   └── GuestCannotComment   registering helps
│   ├── AlreadyRegistered
│   ├── NameRefused
│   │   ├── NameTooShort
│   │   ├── NameTooLong
│   │   ├── NameTaken
│   │   └── NameOfStaff
│   ├── CommentEmpty
│   ├── CommentTooLong
│   ├── CommentTooSoon
│   ├── CommentsClosed
│   ├── HeadlineMissing
│   ├── HeadlineTooLong
│   ├── TextTooLong
│   ├── NotADraft                the button is stale: it was published or taken back meanwhile
│   ├── ReaderUnknown            a role was meant for somebody who never registered
│   ├── EditionOver              it has been sent, or ended, meanwhile
│   ├── RelatedToItself          an editor would pin or forbid an article under itself
│   ├── ButtonStale              no version of the program knows the button any more
│   └── OwnRole                  an admin may not change the role of an admin named in the settings
└── StorageError                 the database cannot serve; says what to do
    └── DatabaseTooNew           made by a newer program
"""


class NewsError(Exception):
    """The root of every error the newspaper raises itself."""


class Refusal(NewsError):
    """A person asked for what cannot be: `arguments` fill the sentence that the chat shows for the class."""

    def __init__(self, **arguments: object) -> None:
        super().__init__(f"{type(self).__name__} {arguments}" if arguments else type(self).__name__)
        self.arguments = arguments


class ArticleUnknown(Refusal):
    """No published article has this `number`."""


class ArticleRetracted(Refusal):
    """The article `number` was taken back by the editors, for a `reason` that may be empty."""


class NotAllowed(Refusal):
    """The reader's role does not hold the deed."""


class GuestCannotComment(NotAllowed):
    """Guests may not comment on the article `number`; registering helps."""


class AlreadyRegistered(Refusal):
    """The reader is registered already, under `name`."""


class NameRefused(Refusal):
    """A display name that cannot be given."""


class NameTooShort(NameRefused):
    """Fewer than `least` visible characters."""


class NameTooLong(NameRefused):
    """More than `most` visible characters."""


class NameTaken(NameRefused):
    """Somebody else bears this `name`, or one that looks the same."""


class NameOfStaff(NameRefused):
    """The `name` would pass for the newspaper's staff."""


class CommentEmpty(Refusal):
    """Nothing visible is left of the comment."""


class CommentTooLong(Refusal):
    """The comment has `length` characters, the limit is `most`."""


class CommentTooSoon(Refusal):
    """Too many comments within a minute; try again in `seconds`."""


class CommentsClosed(Refusal):
    """The article `number` takes no comments."""


class HeadlineMissing(Refusal):
    """The article has no headline."""


class HeadlineTooLong(Refusal):
    """The headline has `length` characters, the limit is `most`."""


class TextTooLong(Refusal):
    """The text has `length` characters, the limit is `most`."""


class NotADraft(Refusal):
    """The article `number` is no draft any more."""


class ReaderUnknown(Refusal):
    """Nobody with the Telegram id `id` has registered."""


class EditionOver(Refusal):
    """Nothing of the edition `number` is left to hold or to end."""


class RelatedToItself(Refusal):
    """The article `number` cannot be pinned or forbidden under itself."""


class ButtonStale(Refusal):
    """The button leads nowhere any more, or never did."""


class OwnRole(Refusal):
    """The admins named in the settings stay admins."""


class StorageError(NewsError):
    """The database cannot serve; the message says what to do."""


class DatabaseTooNew(StorageError):
    """The database was made by a newer program than this one."""
