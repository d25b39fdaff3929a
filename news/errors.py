"""The errors of the newsroom. An error carries a key and arguments; the caller that shows it chooses the words.

NewsError
├── Refusal                      a person asked for something impossible; the chat explains it
│   ├── ArticleUnknown           no such number, or never published
│   ├── ArticleRetracted         it was published and retracted
│   ├── ArticleDamaged           the stored text cannot be read
│   ├── NotAllowed               the role may not do the deed
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
│   ├── ReasonTooLong
│   ├── FieldTooLong             another field of an article
│   ├── NotADraft                it was published or discarded meanwhile
│   ├── ReaderUnknown            a role was meant for a person who never registered
│   ├── EditionOver              the edition was sent or ended meanwhile
│   ├── RelatedToItself          an editor pinned or forbade an article under itself
│   ├── ButtonStale              this version of the program does not know the button
│   └── OwnRole                  the role of an admin named in the settings cannot be changed
├── ContentRefused               the database cannot store a value, and never will
└── StorageError                 the database cannot serve; the message says what to do
    └── DatabaseTooNew           it was made by a newer version of the program
"""


class NewsError(Exception):
    """The root of all errors that the newspaper raises."""


class Refusal(NewsError):
    """A person asked for something impossible. `arguments` fill the sentence that the chat shows for the class."""

    def __init__(self, **arguments: object) -> None:
        super().__init__(f"{type(self).__name__} {arguments}" if arguments else type(self).__name__)
        self.arguments = arguments


class ArticleUnknown(Refusal):
    """No published article has this `number`."""


class ArticleRetracted(Refusal):
    """The editors retracted the article `number`, for a `reason` that may be empty."""


class ArticleDamaged(Refusal):
    """The stored text of the article `number` cannot be read: it is damaged, or of a newer version of the program."""


class NotAllowed(Refusal):
    """The reader's role may not do the `deed`."""


class GuestCannotComment(NotAllowed):
    """Guests may not comment on the article `number`; registering helps."""


class AlreadyRegistered(Refusal):
    """The reader is registered already, under `name`."""


class NameRefused(Refusal):
    """A display name that cannot be used."""


class NameTooShort(NameRefused):
    """Fewer than `least` visible characters."""


class NameTooLong(NameRefused):
    """More than `most` visible characters."""


class NameTaken(NameRefused):
    """Another reader has this `name`, or one that looks the same."""


class NameOfStaff(NameRefused):
    """The `name` looks like a name of the newspaper's staff."""


class CommentEmpty(Refusal):
    """The comment has no visible character."""


class CommentTooLong(Refusal):
    """The comment has `length` characters, the limit is `most`."""


class CommentTooSoon(Refusal):
    """The reader sent too many comments within a minute; try again in `seconds`."""


class CommentsClosed(Refusal):
    """Comments on the article `number` are closed."""


class HeadlineMissing(Refusal):
    """The article has no headline."""


class HeadlineTooLong(Refusal):
    """The headline has `length` characters, the limit is `most`."""


class TextTooLong(Refusal):
    """The text has `length` characters, the limit is `most`."""


class ReasonTooLong(Refusal):
    """The reason of an update or a withdrawal has `length` characters, the limit is `most`."""


class FieldTooLong(Refusal):
    """The `field` of an article has the `length`, the limit is `most` (bytes for an address, else characters)."""


class NotADraft(Refusal):
    """The article `number` is not a draft any more."""


class ReaderUnknown(Refusal):
    """No reader with the Telegram id `id` is registered."""


class EditionOver(Refusal):
    """The edition `number` is sent or ended, so it cannot be paused or ended."""


class RelatedToItself(Refusal):
    """The article `number` cannot be pinned or forbidden under itself."""


class ButtonStale(Refusal):
    """The button is out of date, or forged."""


class OwnRole(Refusal):
    """The admins named in the settings stay admins."""


class ContentRefused(NewsError):
    """The database refuses a value of this article, comment or reader, as it always will: nothing else is affected."""


class StorageError(NewsError):
    """The database cannot serve; the message says what to do."""


class DatabaseTooNew(StorageError):
    """A newer version of the program made the database."""
