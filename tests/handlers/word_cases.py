"""Cases of awaited texts for `test_roles`: which roles may send each, and what it changes."""

from handlers import states
from handlers.commands import (
    appealing,
    appointing,
    choosing,
    correcting,
    following,
    helping,
    judging,
    moderating,
    noting,
    outlets,
    picturing,
    posting,
    registering,
    relating,
    renaming,
    reviewing,
    scheduling,
    screening,
    sorting,
)
from tests.handlers.cases import (
    EXPIRED,
    FOR_ADMINS,
    FOR_CHIEFS,
    FOR_EDITORS,
    FOR_MODERATORS,
    LOST,
    NAMING,
    NOT_OPEN,
    REGISTER,
    RENAME,
    RETRACTING,
    REVISED,
    TITLE,
    Case,
    changing,
)
from tests.handlers.who import ADMINS, CHIEFS, COMMENTERS, EDITORS, EVERYBODY, GUESTS, MODERATORS, PERSONS, WRITERS

# Texts that are sent while the bot waits in a state. Two of the states wait for buttons only.
WORDS = {
    registering.Naming.waiting: Case(
        GUESTS, changing("readers", "names", "fsm"), says="Имя {unique}", state=NAMING, **REGISTER
    ),
    # A text is no contact: the bot goes on waiting.
    registering.Naming.contact: Case(EVERYBODY, says="Слово", state=(registering.Naming.contact.state or "", {})),
    **{
        state: Case(EVERYBODY, changing("choices", "fsm"), says="{unique}", state=(state.state or "", {}), chosen=True)
        for state in (following.Following.follow, following.Following.mute)
    },
    renaming.Renaming.waiting: Case(
        COMMENTERS,
        changing("readers", "names", "fsm"),
        says="Имя {unique}",
        state=(renaming.Renaming.waiting.state or "", {}),
        fixed=True,
        **RENAME,
    ),
    posting.Posting.waiting: Case(
        WRITERS,
        changing("articles", "article_bodies", "fsm", "audit"),
        FOR_EDITORS,
        says="{unique}\nТекст.",
        state=(posting.Posting.waiting.state or "", {}),
    ),
    picturing.Picturing.files: Case(
        WRITERS,
        refusal=FOR_EDITORS,
        says="{unique}",
        state=(picturing.Picturing.files.state or "", {"number": "{article}"}),
    ),
    picturing.Picturing.caption: Case(
        EDITORS,
        changing(*REVISED, "fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(picturing.Picturing.caption.state or "", {"number": "{article}", "place": 0, "version": 2}),
    ),
    screening.Screening.adding: Case(
        CHIEFS,
        changing("stop_phrases", "fsm", "audit"),
        FOR_CHIEFS,
        says="{unique}",
        state=(screening.Screening.adding.state or "", {}),
    ),
    correcting.Correcting.title: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.title.state or "", {"number": "{article}"}),
    ),
    correcting.Correcting.lead: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.lead.state or "", {"number": "{article}"}),
    ),
    scheduling.Scheduling.when: Case(
        EDITORS,
        changing("articles", "fsm", "audit"),
        FOR_EDITORS,
        says="через 20 минут",
        state=(scheduling.Scheduling.when.state or "", {"number": "{draft}"}),
    ),
    reviewing.Reviewing.reason: Case(
        CHIEFS,
        changing("articles", "editions", "fsm", "places", "audit"),
        FOR_CHIEFS,
        says="Нет источника",
        state=(reviewing.Reviewing.reason.state or "", {"number": "{draft}"}),
        status="in_review",
    ),
    correcting.Correcting.text: Case(
        EDITORS,
        changing("fsm"),
        FOR_EDITORS,
        says="{unique}",
        state=(correcting.Correcting.text.state or "", {"number": "{article}"}),
    ),
    correcting.Correcting.reason: Case(
        EDITORS,
        changing(*REVISED, "fsm"),
        FOR_EDITORS,
        says="Причина",
        state=(correcting.Correcting.reason.state or "", TITLE[1]),
    ),
    sorting.Sorting.naming: Case(
        CHIEFS,
        changing("topics", "fsm", "audit"),
        FOR_CHIEFS,
        says="{unique}",
        state=(sorting.Sorting.naming.state or "", {"topic": 0}),
    ),
    relating.Relating.waiting: Case(
        EDITORS,
        changing("related_verdicts", "fsm", "audit"),
        FOR_EDITORS,
        says="1",
        state=(relating.Relating.waiting.state or "", {"number": "{article}", "verdict": "pinned"}),
    ),
    **{
        state: Case(
            CHIEFS,
            changing("outlets", "fsm", "audit"),
            FOR_CHIEFS,
            says="Слово",
            state=(state.state or "", {"place": "{outlet}"}),
        )
        for state in (outlets.Arranging.words, outlets.Arranging.topics)
    },
    # An address that leads nowhere: the bot goes on waiting.
    outlets.Arranging.address: Case(
        CHIEFS, refusal=FOR_CHIEFS, says="@nobody_there", state=(outlets.Arranging.address.state or "", {})
    ),
    appointing.Appointing.person: Case(
        ADMINS,
        changing("fsm"),
        FOR_ADMINS,
        says="{neighbour}",
        state=(appointing.Appointing.person.state or "", {"role": "moderator", "until": ""}),
        fixed=True,
    ),
    judging.Judging.reason: Case(
        MODERATORS,
        changing("comments", "cases", "verdicts", "audit", "editions", "fsm"),
        FOR_MODERATORS,
        says="{unique}",
        state=(judging.Judging.reason.state or "", {"case": "{case}", "version": 1, "walk": ""}),
    ),
    judging.Judging.answer: Case(
        MODERATORS,
        changing("comments", "articles", "answers", "cases", "verdicts", "audit", "editions", "fsm"),
        FOR_MODERATORS,
        says="{unique}",
        state=(judging.Judging.answer.state or "", {"case": "{case}", "comment": "{held}"}),
    ),
    appealing.Appealing.words: Case(
        PERSONS,
        changing("cases", "appeals", "fsm"),
        NOT_OPEN,
        says="{unique}",
        state=(appealing.Appealing.words.state or "", {"verdict": "{judged}"}),
        fixed=True,
    ),
    **{
        state: Case(
            EVERYBODY,
            changing("choices", "fsm"),
            says=says,
            placed=True,
            state=(state.state or "", {"first": False}),
        )
        for state, says in (
            (choosing.Choosing.hours, "8:30, 19:00"),
            (choosing.Choosing.quiet, "22:30–7:15"),
            (choosing.Choosing.zone, "берлин"),
        )
    },
    moderating.Moderating.macro: Case(
        MODERATORS,
        changing("macros", "audit", "fsm"),
        FOR_MODERATORS,
        says="{unique}",
        state=(moderating.Moderating.macro.state or "", {}),
    ),
    noting.Noting.note: Case(
        MODERATORS,
        changing("person_notes", "audit", "fsm"),
        FOR_MODERATORS,
        says="{unique}",
        state=(noting.Noting.note.state or "", {"person": "{neighbour}", "case": 0}),
    ),
    states.Sourcing.address: Case(
        CHIEFS,
        changing("sources", "fsm", "audit"),
        FOR_CHIEFS,
        says="https://{unique}.example/feed.xml",
        state=(states.Sourcing.address.state or "", {}),
    ),
    # A text is no file: the bot goes on waiting.
    states.Sourcing.file: Case(CHIEFS, refusal=FOR_CHIEFS, says="Слово", state=(states.Sourcing.file.state or "", {})),
    **{
        state: Case(
            CHIEFS,
            changing("sources", "fsm", "audit"),
            FOR_CHIEFS,
            says=says,
            state=(state.state or "", {"source": "{source}"}),
        )
        for state, says in (
            (states.Sourcing.name, "{unique}"),
            (states.Sourcing.pairs, "общество = Город"),
            (states.Sourcing.words, "казино, лёгкие деньги"),
            (states.Sourcing.sign_off, "{unique}"),
        )
    },
    correcting.Correcting.deciding: Case(frozenset(), refusal=LOST, says="Слово", state=TITLE),
    correcting.Correcting.retracting: Case(frozenset(), refusal=LOST, says="Слово", state=RETRACTING),
    helping.Expired.question: Case(EVERYBODY, changing("fsm"), says="Слово", state=EXPIRED),
}
