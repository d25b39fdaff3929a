"""The errors of the newsroom. An error carries a key and arguments; the caller that shows it chooses the words.

NewsError
├── Refusal                      a person asked for something impossible; the chat explains it
│   ├── ArticleUnknown           no such number, or never published
│   ├── ArticleRetracted         it was published and retracted
│   ├── ArticleDamaged           the stored text cannot be read
│   ├── NotAllowed               the role may not do the deed
│   │   ├── GuestCannotComment   registering helps
│   │   └── GroupCannotComment   the rule of the article or the newspaper leaves out the reader's group
│   ├── AlreadyRegistered
│   ├── NotRegistered            it is there for registered readers
│   ├── NameRefused
│   │   ├── NameTooShort
│   │   ├── NameTooLong
│   │   ├── NameMarked
│   │   ├── NameWithLink
│   │   ├── NameHidden
│   │   ├── NameTaken
│   │   └── NameOfStaff
│   ├── NameChangedLately        a name is changed once in a month
│   ├── CheckOver                the answer is for a human check that is over
│   ├── CheckPaused              too many wrong answers
│   ├── CheckMissing             a name was chosen before the human check or the contact
│   ├── ContactNotOwn            somebody else's contact
│   ├── RequestWaiting           the moderators have yet to decide about the registration
│   ├── RequestDeclined          they have declined it
│   ├── RequestOver              another moderator decided about it
│   ├── CommentEmpty
│   ├── CommentTooShort
│   ├── CommentTooLong
│   ├── CommentTooManyLines
│   ├── CommentMarked
│   ├── CommentRepeated          its author has said the same already
│   ├── CommentTooSoon
│   ├── NewcomerHasToWait        the first day has few comments an hour
│   ├── SlowMode                 the article has few comments of one person
│   ├── CommentUnknown
│   ├── CommentRemoved           its author edits the message of a removed comment
│   ├── CaseUnknown              nothing to judge has this number
│   ├── OwnCase                  nobody judges what is the own
│   ├── UndoTooLate              a verdict cannot be taken back any more
│   ├── TooManyMacros            the moderators have as many own reasons as fit
│   ├── WordsMissing             a note or a reason has no visible character
│   ├── CommentGone              it is not visible any more, or not yet
│   ├── CommentEditTooLate
│   ├── CommentAnswered          it cannot move away from its answers
│   ├── CommentPicturesOff
│   ├── OnePictureOnly
│   ├── OwnComment               nobody likes an own comment
│   ├── ComplaintRepeated        the reader has reported this version already
│   ├── TooManyComplaints        the reader has reported as much in this hour as one may
│   ├── ReportedChanged          what the reader reports has been changed meanwhile
│   ├── AppealRepeated           there was an appeal against this verdict
│   ├── AppealTooLate            a verdict can be appealed for a week
│   ├── AppealTooLong
│   ├── VerdictOver              the verdict was taken back
│   ├── OwnVerdict               another moderator judges the appeal against a verdict
│   ├── AuthorIsStaff            only an admin changes the role of the staff
│   ├── AuthorForgotten          the author of a comment was forgotten
│   ├── SelfIgnored              nobody ignores themselves
│   ├── IgnoresFull              a reader ignores as many as there may be
│   ├── BookmarksFull            a person has saved as many articles as there may be
│   ├── LaterFull                a person has put as many articles aside as there may be
│   ├── CommentsClosed
│   ├── CommentsOver             the article is too old
│   ├── CommentsAtNight
│   ├── CommentsMuted            a moderator takes no comments of the reader for a while
│   ├── HeadlineMissing
│   ├── HeadlineTooLong
│   ├── TextTooLong
│   ├── ReasonTooLong
│   ├── FieldTooLong             another field of an article
│   ├── TopicMissing             the name of a topic has no visible character
│   ├── TopicExists              another topic has this name
│   ├── TopicUnknown             it was merged with another, or never made
│   ├── StopPhraseMissing        a text names no stop word
│   ├── StopPhraseTooShort
│   ├── StopPhraseCommon         its words stand in every text
│   ├── StopPhraseTooLong
│   ├── StopPhraseUnknown        it was removed meanwhile
│   ├── TooManyStopPhrases
│   ├── TooManyAttachments
│   ├── NotADraft                it was published or discarded meanwhile
│   ├── TooLateToUndo            a publication cannot be taken back any more
│   ├── NotInReview
│   ├── TooMuchBreaking          the day has its breaking news
│   ├── WhenUnclear              words that name no time
│   ├── WhenPast
│   ├── WhenMissing              a local time that the clocks leave out
│   ├── WhenFar
│   ├── UntilUnclear             words that name no end of a membership
│   ├── ArticleChanged           another editor changed it meanwhile
│   ├── VerdictChanged           another editor gave a verdict meanwhile that this one would delete
│   ├── ReaderUnknown            a role was meant for a person who never registered
│   ├── UsernameUnknown          no registered reader is known under this @name
│   ├── EditionOver              the edition was sent or ended meanwhile
│   ├── OutletUnknown            a channel or group that is no outlet any more
│   ├── RelatedToItself          an editor pinned or forbade an article under itself
│   ├── ButtonStale              this version of the program does not know the button
│   ├── StaffCannotBeForgotten   first the role is taken back
│   ├── AdminCannotBeForgotten   an admin of the settings
│   ├── ForgettingHasBegun       it cannot be taken back any more
│   ├── RoleChanged              another admin gave the reader a role meanwhile
│   ├── OwnRole                  the role of an admin named in the settings cannot be changed
│   ├── LastAdmin                without this admin nobody could give roles
│   ├── PermissionFixed          the rule keeps this entry of the roles table as it is
│   ├── news.sources.errors      a source that is gone, cannot be read, or is changed in a file; rules that say nothing
│   └── news.choice.errors       what a place cannot choose: words, stories, sources, hours, zones; nothing to undo
├── ContentRefused               the database cannot store a value, and never will
└── StorageError                 the database cannot serve; the message says what to do
    ├── DatabaseTooNew           it was made by a newer version of the program
    └── DatabaseDamaged          a part of it cannot be read; the same statement fails again and again
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
    """Guests may not comment on the article `number`; registering helps. `group` is Guests, `rule` who may."""


class GroupCannotComment(NotAllowed):
    """Those of the `group` may not comment on the article `number`; the `rule` says who may, None: the roles table."""


class AlreadyRegistered(Refusal):
    """The reader is registered already, under `name`."""


class NotRegistered(Refusal):
    """Only registered readers may do this."""


class NameRefused(Refusal):
    """A display name that cannot be used."""


class NameTooShort(NameRefused):
    """Fewer than `least` visible characters."""


class NameTooLong(NameRefused):
    """More than `most` visible characters."""


class NameMarked(NameRefused):
    """A letter of the name has more than `most` marks."""


class NameWithLink(NameRefused):
    """The name has an address, an @name or a command in it."""


class NameHidden(NameRefused):
    """The name has invisible characters that its script does not need."""


class NameTaken(NameRefused):
    """Another reader has this `name`, or one that looks the same."""


class NameOfStaff(NameRefused):
    """The `name` looks like a name of the newspaper's staff."""


class NameChangedLately(Refusal):
    """The name was changed within a month; the next change is possible `at` the given time."""


class CheckOver(Refusal):
    """The answer is for a human check that is over: it was answered, or another one was asked."""


class CheckPaused(Refusal):
    """After too many wrong answers, the next human check is possible `until` the given time is over."""


class CheckMissing(Refusal):
    """The person has not passed the check that a registration begins with."""


class ContactNotOwn(Refusal):
    """The contact that was shared is not the person's own."""


class RequestWaiting(Refusal):
    """The registration under `name` waits for the moderators."""


class RequestDeclined(Refusal):
    """The moderators declined the registration; the next request is possible `at` the given time."""


class RequestOver(Refusal):
    """Somebody, with the `name` ("" if unknown), has decided about the registration already, or it was withdrawn."""


class CommentEmpty(Refusal):
    """The comment has no visible character."""


class CommentTooShort(Refusal):
    """The comment has fewer than `least` visible characters."""


class CommentTooLong(Refusal):
    """The comment has `length` characters, the limit is `most`."""


class CommentTooManyLines(Refusal):
    """The comment has `length` lines, the limit is `most`."""


class CommentMarked(Refusal):
    """A letter of the comment has more than `most` marks."""


class CommentRepeated(Refusal):
    """The reader has said the same already, in the comment `number`."""


class CommentTooSoon(Refusal):
    """The reader has just sent another comment; the next one is possible in `seconds`."""


class NewcomerHasToWait(Refusal):
    """A reader may send `most` comments an hour on the first day; the next one is possible `at` the given time."""


class SlowMode(Refusal):
    """A reader may send one comment on the article in `minutes`; the next one is possible `at` the given time."""


class CommentUnknown(Refusal):
    """No comment has this `number`."""


class CommentRemoved(Refusal):
    """The comment on the article `number` was removed, so its message changes nothing any more."""


class CaseUnknown(Refusal):
    """No case of a comment has this `number`."""


class OwnCase(Refusal):
    """The case is about the moderator's own comment: another one judges it."""


class UndoTooLate(Refusal):
    """The verdict is another person's, too old to be taken back, or something has changed since."""


class TooManyMacros(Refusal):
    """The moderators have `most` own reasons already."""


class WordsMissing(Refusal):
    """A note or a reason has no visible character."""


class CommentGone(Refusal):
    """The comment `number` is not visible: removed, or not checked yet."""


class CommentEditTooLate(Refusal):
    """The comment `number` is older than the `minutes` in which its author can change it."""


class CommentAnswered(Refusal):
    """The comment `number` stands in a thread with others, so it cannot move to another article."""


class CommentPicturesOff(Refusal):
    """The newspaper takes no pictures in comments."""


class OnePictureOnly(Refusal):
    """A comment may have one picture, and no other file."""


class OwnComment(Refusal):
    """The comment `number` is the reader's own."""


class ComplaintRepeated(Refusal):
    """The reader has reported this version already."""


class TooManyComplaints(Refusal):
    """The reader has made `most` reports within an hour; the next one is possible at `at`."""


class ReportedChanged(Refusal):
    """What the reader reports has been changed since the reader saw it."""


class AppealRepeated(Refusal):
    """There was an appeal against this verdict: one is judged."""


class AppealTooLate(Refusal):
    """A verdict can be appealed for so many `days`, and these are over."""


class AppealTooLong(Refusal):
    """The appeal has `length` UTF-16 units, and up to `most` fit."""


class VerdictOver(Refusal):
    """The verdict was taken back: there is nothing to appeal against."""


class OwnVerdict(Refusal):
    """The moderator has given the verdict that the appeal is against, and another one can judge."""


class AuthorIsStaff(Refusal):
    """The author `name` with the Telegram id `id` belongs to the staff, whom no moderator bans."""


class AuthorForgotten(Refusal):
    """The author of the comment was forgotten, so nothing can be done about that person."""


class SelfIgnored(Refusal):
    """The comment `number` is the reader's own."""


class IgnoresFull(Refusal):
    """The reader ignores `most` others already."""


class BookmarksFull(Refusal):
    """The person has saved `most` articles already."""


class LaterFull(Refusal):
    """The person has put `most` articles aside for the evening already."""


class CommentsClosed(Refusal):
    """Comments on the article `number` are closed."""


class CommentsOver(Refusal):
    """Comments close `days` after the publication, and these days are over."""


class CommentsAtNight(Refusal):
    """It is night: no comments are taken until `at`."""


class CommentsMuted(Refusal):
    """A moderator takes no comments of the reader `until` the given time."""


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


class TopicMissing(Refusal):
    """The name of a topic has no visible character."""


class TopicExists(Refusal):
    """There is a topic with the `name` already."""


class TopicUnknown(Refusal):
    """There is no such topic."""


class StopPhraseMissing(Refusal):
    """The text names no stop word."""


class StopPhraseTooShort(Refusal):
    """The stop word `phrase` has fewer than two letters or digits."""


class StopPhraseCommon(Refusal):
    """The stop word `phrase` consists of words that stand in every text."""


class StopPhraseTooLong(Refusal):
    """The stop word that begins with `phrase` has `length` characters, the limit is `most`."""


class StopPhraseUnknown(Refusal):
    """There is no such stop word any more."""


class TooManyStopPhrases(Refusal):
    """The newspaper would have more than `most` stop words."""


class TooManyAttachments(Refusal):
    """An article has `count` pictures and other files, the limit is `most`."""


class NotADraft(Refusal):
    """The article `number` is not a draft any more."""


class TooLateToUndo(Refusal):
    """The article `number` has no time any more: it is published, or somebody has taken it back already."""


class NotInReview(Refusal):
    """The article `number` is not in review any more."""


class TooMuchBreaking(Refusal):
    """The day has its `most` breaking articles; the next one is possible `at` the given time."""


class WhenUnclear(Refusal):
    """No time of publication can be read from the words."""


class WhenPast(Refusal):
    """The time `moment` that was named is over."""


class WhenMissing(Refusal):
    """The local time `moment` does not exist: the clocks are set forward over it."""


class WhenFar(Refusal):
    """The time `moment` lies more than a year ahead."""


class UntilUnclear(Refusal):
    """The words name no end of a membership."""


class ArticleChanged(Refusal):
    """An editor, with the `name` ("" if unknown), made a newer version of the article `number` at the time `at`."""


class VerdictChanged(Refusal):
    """An editor, with the `name` ("" if unknown), gave the `verdict` on `theirs` under `number` at the time `at`.

    That was after another editor began; that editor's verdict, on `other`, would delete it.
    """


class ReaderUnknown(Refusal):
    """No reader with the Telegram id `id` is registered."""


class UsernameUnknown(Refusal):
    """No registered reader is known under the Telegram name `username`."""


class EditionOver(Refusal):
    """The edition `number` is sent or ended, so it cannot be paused or ended."""


class OutletUnknown(Refusal):
    """The channel, group or topic is no outlet."""


class RelatedToItself(Refusal):
    """The article `number` cannot be pinned or forbidden under itself."""


class ButtonStale(Refusal):
    """The button is out of date, or forged."""


class StaffCannotBeForgotten(Refusal):
    """The person works for the newspaper: an admin has to take the role back first."""


class AdminCannotBeForgotten(Refusal):
    """The admins named in the settings cannot be forgotten."""


class ForgettingHasBegun(Refusal):
    """The person is being forgotten just now."""


class RoleChanged(Refusal):
    """The reader `name` with the Telegram id `id` has got another role since the admin asked."""


class OwnRole(Refusal):
    """The admins named in the settings stay admins."""


class LastAdmin(Refusal):
    """The reader `name` is the only admin for good, and no admin is named in the settings."""


class PermissionFixed(Refusal):
    """Whether the `group` may do the `permission` is fixed by the rule in `news.roles`."""


class ContentRefused(NewsError):
    """The database refuses a value of this article, comment or reader, as it always will: nothing else is affected."""


class StorageError(NewsError):
    """The database cannot serve; the message says what to do."""


class DatabaseTooNew(StorageError):
    """A newer version of the program made the database."""


class DatabaseDamaged(StorageError):
    """A part of the database is damaged: statements that need it fail, now and later; others work."""
