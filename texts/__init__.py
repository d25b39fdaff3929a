"""Message catalogs, plural forms, dates and numbers in each language, for the chat and for web pages."""

from texts.catalogs import LANGUAGES as LANGUAGES
from texts.catalogs import Catalogs as Catalogs
from texts.catalogs import Texts as Texts
from texts.sentences import say as say
