"""Why a source could not be read, as a part of a sentence, and what a person who adds one can do about it."""

from news.sources.found import Trouble
from texts.sentences import say

TROUBLES: dict[Trouble, str] = {
    Trouble.UNREACHABLE: say("there is no connection to the site"),
    Trouble.SLOW: say("the site takes too long to answer"),
    Trouble.FORBIDDEN: say("the address is not one of the open web"),
    Trouble.REFUSED: say("the site answered with the error {detail}"),
    Trouble.REDIRECTED: say("the site leads on from address to address"),
    Trouble.LARGE: say("the answer is too large"),
    Trouble.UNREADABLE: say("there is neither a feed nor a list of publications"),
    Trouble.COSTLY: say("the answer is too complex"),
    Trouble.EMPTY: say("there is no text on the page"),
}

ADVICE: dict[Trouble, str] = {
    Trouble.UNREACHABLE: say("Check the address, or send it again in a minute."),
    Trouble.SLOW: say("Send it again later, or send the address of the feed itself."),
    Trouble.FORBIDDEN: say("Send an address that everybody can open: https://example.org"),
    Trouble.REFUSED: say(
        "Open the address in a browser. If the page is there, the site turns programs away: ask its owner for a feed."
    ),
    Trouble.REDIRECTED: say("Open it in a browser, and send the address at which you arrive."),
    Trouble.LARGE: say("Send the address of the feed, or of one section of the site."),
    Trouble.UNREADABLE: say(
        "Send the address of the feed (it often ends with “rss” or “feed”), or of the page that lists the newest "
        "publications."
    ),
    Trouble.COSTLY: say("Send the address of another feed or page of the site."),
    Trouble.EMPTY: say("Send the address of the page that lists the newest publications."),
}
