"""Sentences chosen by a value and not by a card: refusals, names of roles, states of deliveries."""

from news import errors
from news.choice import errors as choice
from news.errors import Refusal
from news.ledger import DeliveryState
from news.model import Cause, CommentsFor
from news.roles import Deed, Role
from news.sources import errors as sources


def say(message: str) -> str:
    """Return the message unchanged. The call marks it for translation, which happens when it is shown."""
    return message


# The seed's sentence, word for word; the group's name is an argument.
CANNOT_COMMENT = say("Visitors in the group {group} may not comment on this publication.")

REFUSALS: dict[type[Refusal], str] = {
    errors.ArticleUnknown: say(
        "There is no publication with the number {number}. The newest ones: /latest, the whole archive: /all."
    ),
    errors.ArticleRetracted: say(
        "Publication No. {number} has been withdrawn by the editors. Other news: /latest, the whole archive: /all."
    ),
    errors.ArticleDamaged: say(
        "Publication No. {number} cannot be shown: its stored text is damaged. Other news: /latest, the whole archive: "
        "/all."
    ),
    errors.NotAllowed: say("This is not open to you. What you can do here: /help."),
    errors.GuestCannotComment: CANNOT_COMMENT,
    errors.GroupCannotComment: CANNOT_COMMENT,
    errors.AlreadyRegistered: say("You are registered already, as {name}. About you: /me."),
    errors.NotRegistered: say("This is for registered readers. To register: /register"),
    errors.NameTooShort: say("The name is too short: it needs {least} visible characters or more. Send another one."),
    errors.NameTooLong: say("The name is too long: it may have up to {most} characters. Send another one."),
    errors.NameMarked: say("The name has too many marks on one letter: up to {most} fit. Send another one."),
    errors.NameWithLink: say("A name holds no addresses, no @names and no commands. Send another one."),
    errors.NameHidden: say("The name has invisible characters in it. Send it without them."),
    errors.NameTaken: say("The name {name} is taken, or looks just like one that is. Send another one."),
    errors.NameOfStaff: say("The name {name} could pass for the newspaper’s staff. Send another one."),
    errors.NameChangedLately: say("A name is changed once in 30 days. The next change is possible on {at}."),
    errors.CheckOver: say("This check is over. A new one: /register"),
    errors.CheckPaused: say("Three answers were wrong. Try again after a pause, from {until} on: /register"),
    errors.CheckMissing: say("Before the name there is one more step. Begin again: /register"),
    errors.ContactNotOwn: say("That is not your own contact. Press the button «Share my contact», or stop: /cancel"),
    errors.RequestWaiting: say(
        "Your request is with the moderators, under the name {name}. You will hear here what they decide."
    ),
    errors.RequestDeclined: say(
        "The moderators have not registered you. You may ask again with /register, from {at} on."
    ),
    errors.RequestOver: say("This request is settled already: {name}."),
    errors.CommentEmpty: say("A comment needs words. Reply to the question with some text."),
    errors.CommentTooShort: say("The comment is too short: it needs {least} characters or more."),
    errors.CommentTooLong: say(
        "The comment is too long: {length} characters, and up to {most} fit. Shorten it and send it again."
    ),
    errors.CommentTooManyLines: say(
        "The comment has too many lines: {length}, and up to {most} fit. Shorten it and send it again."
    ),
    errors.CommentMarked: say(
        "The comment has too many marks on one letter: up to {most} fit. Take them away and send it again."
    ),
    errors.CommentUnknown: say("There is no comment with the number {number}. The numbers of yours: /comments 12."),
    errors.CommentRemoved: say(
        "This comment has been removed, so its message changes nothing. A new one: /comment {number}"
    ),
    errors.CaseUnknown: say("There is no case No. {number}. What waits for a verdict: /moderation"),
    errors.OwnCase: say("This is your own comment: another moderator judges it. The others: /moderation"),
    errors.UndoTooLate: say("This can no longer be taken back. What waits for a verdict: /moderation"),
    errors.TooManyMacros: say("There are {most} own reasons already. Drop one first: /moderation"),
    errors.WordsMissing: say("There are no words in it. Send a line of text, or stop: /cancel"),
    errors.ComplaintRepeated: say("You have reported this already. You will hear here what the moderators decide."),
    errors.TooManyComplaints: say(
        "You have made {most} reports within an hour. The next one is possible from {at} on. What helps: /help"
    ),
    errors.ReportedChanged: say("The text has been changed meanwhile. Read it again, and report it if that is needed."),
    errors.AppealRepeated: say("You have appealed against this decision. It is appealed once; the rules: /help"),
    errors.AppealTooLate: say("A decision can be appealed for {days} days, and these are over. The latest: /latest"),
    errors.AppealTooLong: say(
        "The appeal is too long: {length} characters, and up to {most} fit. Shorten it and send it again."
    ),
    errors.VerdictOver: say("This decision has been taken back: there is nothing to appeal against. /mycomments"),
    errors.OwnVerdict: say("This is about your own decision: another moderator judges it. The others: /moderation"),
    errors.AuthorIsStaff: say("{name} belongs to the staff. An administrator changes the role: /role {id} banned"),
    errors.AuthorForgotten: say("The author of this comment has left and is forgotten. The comment can be removed."),
    errors.CommentRepeated: say("You have said that already: comment No. {number}. Say it in other words."),
    errors.CommentTooSoon: say("One comment follows another too soon. Send it again in {seconds} s."),
    errors.NewcomerHasToWait: say(
        "On the first day after registering, {most} comments an hour are taken. Send it again after {at}."
    ),
    errors.SlowMode: say(
        "The discussion is in slow mode: one comment of a reader in {minutes} min. Send it again after {at}."
    ),
    errors.CommentGone: say("Comment No. {number} is not shown: it was removed, or is being checked. /help"),
    errors.CommentEditTooLate: say(
        "A comment can be changed for {minutes} min, and these are over. To remove it: /remove {number}"
    ),
    errors.CommentAnswered: say("Comment No. {number} has answers, so it cannot move. To remove it: /remove {number}"),
    errors.CommentPicturesOff: say("Comments hold no pictures and files here. Send words only."),
    errors.OnePictureOnly: say("A comment holds one picture, and no other file. Send one picture with its words."),
    errors.OwnComment: say("Comment No. {number} is your own. To remove it: /remove {number}"),
    errors.CommentsOver: say(
        "Comments on a publication are taken for {days} days, and these are over. You can still read them."
    ),
    errors.CommentsAtNight: say("No comments are taken at night. Send it again after {at}."),
    errors.CommentsMuted: say("The moderators take no comments of yours until {until}. Reading goes on: /latest"),
    errors.CommentsClosed: say("Comments on this publication are closed. You can still read them."),
    errors.SelfIgnored: say("Comment No. {number} is your own. Yours: /mycomments"),
    errors.BookmarksFull: say("You have saved {most} publications already. Remove one of them first: /saved"),
    errors.LaterFull: say(
        "You have put {most} publications aside already; they come in the evening. "
        "You can keep this one with the button “Save”."
    ),
    errors.IgnoresFull: say("You hide {most} readers already. Show one of them again first: /mycomments"),
    errors.HeadlineMissing: say("There is no headline. The first line is the headline, the rest is the text."),
    errors.HeadlineTooLong: say(
        "The headline is too long: {length} characters, and up to {most} fit. "
        "Put the headline on a line of its own and send the publication again."
    ),
    errors.TextTooLong: say("The text is too long: {length} characters, and up to {most} fit."),
    errors.ReasonTooLong: say(
        "The reason is too long: {length} characters, and up to {most} fit. Shorten it and send it again."
    ),
    errors.TooManyAttachments: say("There are {count} pictures and files, and up to {most} fit. Remove some."),
    errors.FieldTooLong: say("The field “{field}” is too long: {length}, and up to {most} fit."),
    choice.NothingToUndo: say("There is nothing to undo. What you have chosen: /settings"),
    choice.WordMissing: say("There is no word in it. Send a word, or a phrase in quotes, or stop: /cancel"),
    choice.WordMeaningless: say("The word “{word}” tells no texts apart. Send one that says more, or stop: /cancel"),
    choice.WordTooLong: say(
        "The word “{word}” is too long: up to {most} characters fit. Send a shorter one, or stop: /cancel"
    ),
    choice.TooManyWords: say("You may follow and hide {most} words in all. Remove some first: /words"),
    choice.TooManyStories: say("You may choose {most} stories at the most. Remove some first: /words"),
    choice.TooManySources: say("You may hide {most} sources at the most. Remove some first: /words"),
    choice.WordFileTooLarge: say("The file is too large: up to {most} kB fit. Send a smaller one, or stop: /cancel"),
    choice.WordFileUnreadable: say("The file cannot be read. Send a text file in UTF-8, or stop: /cancel"),
    errors.TopicMissing: say("A topic needs a name. Send it in one line, or stop: /cancel"),
    errors.TopicExists: say("There is a topic “{name}” already. Send another name, or merge the two: /topics"),
    errors.TopicUnknown: say("There is no such topic any more. The present ones: /topics"),
    errors.StopPhraseMissing: say("I found no word in this. Send it once more: casino, “easy money”. To stop: /cancel"),
    errors.StopPhraseTooShort: say(
        "The word “{phrase}” is too short: it says nothing about a comment. Send at least two letters or digits."
    ),
    errors.StopPhraseCommon: say(
        "The word “{phrase}” stands in every second comment: it would hold them all. Send a rarer one, or a phrase in "
        "quotes."
    ),
    errors.StopPhraseTooLong: say(
        "The phrase “{phrase}…” is too long: {length} characters, and up to {most} fit. Send two or three words of it."
    ),
    errors.StopPhraseUnknown: say("This stop word has been removed already. The present ones: /stopwords"),
    errors.TooManyStopPhrases: say("There is room for {most} stop words. Remove those that are not needed: /stopwords"),
    errors.NotADraft: say("Publication No. {number} is no longer a draft. See what has become of it: /edit {number}"),
    errors.TooLateToUndo: say("It is too late to take back No. {number}. See what has become of it: /edit {number}"),
    errors.NotInReview: say(
        "Publication No. {number} is no longer in review. See what has become of it: /edit {number}"
    ),
    errors.TooMuchBreaking: say(
        "Today’s breaking news are used up: {most}. The next one is possible from {at}; an ordinary publication is "
        "always possible."
    ),
    errors.WhenUnclear: say(
        "I did not understand the time. Write it like this: in 20 minutes, tomorrow 9 am, fri 18:30, 23.11 18:30."
    ),
    errors.WhenPast: say("That time is over: {moment}. Send another one."),
    errors.WhenMissing: say("There is no {time} on that day: the clocks are set forward over it. Send another time."),
    errors.UntilUnclear: say(
        "I did not understand until when. Write it like this: until 31.12, until friday, until tomorrow 18:00, for 7 "
        "days."
    ),
    errors.WhenFar: say("That is more than a year ahead: {moment}. Send an earlier time."),
    choice.ZoneUnknown: say(
        "I do not know the city or time zone “{name}”. Send the nearest large city, or a name like this: "
        "Europe/Berlin. To stop: /cancel"
    ),
    choice.HoursUnclear: say("I found no times of day in this. Write them like this: 8:30, 19:00. To stop: /cancel"),
    choice.TooManyHours: say("Up to {most} hours fit into a day. Leave some out: /settings"),
    errors.ArticleChanged: say("Publication No. {number} has been changed meanwhile: {name}, {at}."),
    errors.VerdictChanged: say("The related news of No. {number} have been changed meanwhile: {name}, {at}."),
    errors.ReaderUnknown: say("Nobody with the number {id} has registered. A reader sees their number with /me."),
    errors.EditionOver: say("Nothing of push No. {number} is left to hold or to end. The pushes: /queue"),
    errors.RelatedToItself: say("Publication No. {number} always stands by itself. Send the number of another one."),
    errors.OutletUnknown: say("Nothing is posted there any more. Channels and groups: /outlets"),
    errors.ButtonStale: say("This button is out of date. The latest news: /latest"),
    errors.StaffCannotBeForgotten: say(
        "You work for the newspaper. When an administrator has taken your role back, you can be forgotten: /forgetme"
    ),
    errors.AdminCannotBeForgotten: say(
        "You are an administrator by the newspaper’s settings. Who is named there cannot be forgotten."
    ),
    errors.ForgettingHasBegun: say(
        "You are being forgotten just now; that cannot be taken back. To begin anew: /start"
    ),
    errors.RoleChanged: say("The group of {name} (number {id}) has been changed meanwhile. Begin again: /role"),
    errors.UsernameUnknown: say(
        "Nobody is known here as @{username}. A reader sees the number with /me: /role and the number."
    ),
    errors.OwnRole: say("Administrators named in the settings keep their role. Who is who: /role"),
    errors.LastAdmin: say(
        "{name} is the last administrator: without one nobody gives roles. Name another one first: /role"
    ),
    sources.SourceUnknown: say("This source is gone. The present ones: /sources"),
    sources.SourceAddressUnclear: say(
        "I found no address in this. Send that of a site or a feed: https://example.org. To stop: /cancel"
    ),
    sources.SourceUnreadable: say("I cannot read {address}: {trouble}."),
    sources.SourceByFile: say("This source is described in the file SOURCES_FILE, and is changed there: /sources"),
    sources.SourceNameMissing: say("A source needs a name. Send it in one line, or stop: /cancel"),
    sources.OutlinesUnreadable: say("This is no OPML file with feeds in it. Send another one, or stop: /cancel"),
    sources.TooManySources: say("There is room for {most} sources. Remove those that are not needed: /sources"),
    sources.TooManyHoldWords: say("A source may have up to {most} words. Send fewer, or stop: /cancel"),
    sources.CategoryPairUnclear: say(
        "I do not understand “{line}”. Write a category, the sign = and a topic, each pair on its own line. "
        "To stop: /cancel"
    ),
    errors.PermissionFixed: say("This stays as it is for the group {group}: {permission}. The groups: /groups"),
}

# The fields of an article or a source that may be too long.
FIELDS = {
    "caption": say("caption"),
    "lead": say("lead"),
    "name": say("name"),
    "sign-off": say("sign-off"),
    "topic": say("topic"),
    "url": say("address"),
    "word": say("word"),
}

ANOTHER_EDITOR = say("another editor")

DENIALS: dict[Deed, str] = {
    Deed.WRITE: say("This command is for the editors. What you can do here: /help."),
    Deed.PUBLISH: say("This command is for the editors. What you can do here: /help."),
    Deed.REVIEW: say("This is for the chief editors. What you can do here: /help."),
    Deed.SEE_STATISTICS: say("This command is for the editors. What you can do here: /help."),
    Deed.SEE_LOG: say("This is for the chief editors. What you can do here: /help."),
    Deed.MANAGE_EDITIONS: say("This command is for the administrators. What you can do here: /help."),
    Deed.MANAGE_OUTLETS: say("This is for the chief editors. What you can do here: /help."),
    Deed.MANAGE_SOURCES: say("This is for the chief editors. What you can do here: /help."),
    Deed.MANAGE_TOPICS: say("This is for the chief editors. What you can do here: /help."),
    Deed.MANAGE_STOP_WORDS: say("This is for the chief editors. What you can do here: /help."),
    Deed.APPOINT: say("This command is for the administrators. What you can do here: /help."),
    Deed.MANAGE_GROUPS: say("This command is for the administrators. What you can do here: /help."),
    Deed.MODERATE: say("This is for the moderators. You can remove your own comments: /remove and the number."),
    Deed.BAN: say("This is for the moderators. You can remove your own comments: /remove and the number."),
    Deed.REPORT: say("Readers who have registered may report comments and publications: /register."),
    Deed.LIKE: say("Readers who have registered may like comments: /register."),
    Deed.SEND_PICTURES: say("Pictures in comments are for trusted readers. Send words only."),
    Deed.COMMENT: say("The editors have closed commenting for you. You can still read everything: /latest."),
}

# What a deed is called on the screen of a group.
DEEDS: dict[Deed, str] = {
    Deed.READ: say("read"),
    Deed.SUBSCRIBE: say("subscribe"),
    Deed.REGISTER: say("register"),
    Deed.COMMENT: say("comment"),
    Deed.COMMENT_UNCHECKED: say("comment without a check"),
    Deed.POST_LINKS: say("put links into comments"),
    Deed.SEND_PICTURES: say("put pictures into comments"),
    Deed.LIKE: say("like comments"),
    Deed.REPORT: say("report comments and publications"),
    Deed.MODERATE: say("moderate comments"),
    Deed.BAN: say("ban readers"),
    Deed.MANAGE_STOP_WORDS: say("manage stop words"),
    Deed.WRITE: say("write drafts"),
    Deed.PUBLISH: say("publish and correct"),
    Deed.REVIEW: say("approve what is in review"),
    Deed.APPOINT: say("give roles"),
    Deed.SEE_STATISTICS: say("see the figures"),
    Deed.SEE_LOG: say("see the log"),
    Deed.MANAGE_EDITIONS: say("pause and end pushes"),
    Deed.MANAGE_OUTLETS: say("manage channels and groups of Telegram"),
    Deed.MANAGE_TOPICS: say("manage topics"),
    Deed.MANAGE_SOURCES: say("manage sources"),
    Deed.MANAGE_GROUPS: say("change what groups may do"),
}

# For whom the comments of an article are; None is the newspaper's rule.
COMMENTERS: dict[CommentsFor | None, str] = {
    None: say("as everywhere"),
    CommentsFor.EVERYONE: say("everybody"),
    CommentsFor.REGISTERED: say("registered readers"),
    CommentsFor.TRUSTED: say("trusted readers and the staff"),
    CommentsFor.NOBODY: say("nobody"),
}

ROLES: dict[Role, str] = {
    Role.GUEST: say("Guests"),
    Role.MEMBER: say("Readers"),
    Role.TRUSTED: say("Trusted readers"),
    Role.AUTHOR: say("Authors"),
    Role.MODERATOR: say("Moderators"),
    Role.EDITOR: say("Editors"),
    Role.CHIEF: say("Chief editors"),
    Role.ADMIN: say("Administrators"),
    Role.BANNED: say("Banned"),
}

# Why a comment waits for a moderator.
CAUSES: dict[Cause, str] = {
    Cause.FIRST: say("the first comment"),
    Cause.NEW_ACCOUNT: say("a new account"),
    Cause.COPY: say("another person’s words"),
    Cause.LURE: say("words of advertising"),
    Cause.LINKS: say("a link"),
    Cause.CONTACT: say("a phone number or an account"),
    Cause.STOP_WORD: say("a stop word"),
    Cause.CAPITALS: say("capital letters"),
    Cause.MENTIONS: say("a mention of a stranger"),
    Cause.INVISIBLE: say("hidden characters"),
    Cause.REPORTS: say("readers’ reports"),
    Cause.HOOK: say("the moderation hook"),
}

STATES: dict[str, str] = {
    DeliveryState.PENDING: say("waiting: {count}"),
    DeliveryState.SENDING: say("on the way: {count}"),
    DeliveryState.SENT: say("sent: {count}"),
    DeliveryState.GONE: say("gone: {count}"),
    DeliveryState.FAILED: say("failed: {count}"),
    DeliveryState.EXPIRED: say("expired: {count}"),
    DeliveryState.CANCELLED: say("cancelled: {count}"),
}
