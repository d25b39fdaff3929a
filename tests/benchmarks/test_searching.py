"""The archives of the search benchmark, filled through the drivers on both engines."""

from benchmarks.search_corpus import SearchCorpus
from benchmarks.searching import SEED, ZONE, fill
from news.search import SearchDesk
from storage import open_storage


async def test_a_filled_archive_finds_the_words_of_its_articles(database_url: str) -> None:
    await fill(database_url, 300)
    corpus = SearchCorpus(SEED)

    async with open_storage(database_url) as database:
        page = await SearchDesk(database, ZONE).find(corpus.vocabulary[corpus.commonest])

    assert page.hits
