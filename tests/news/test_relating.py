"""Ranking of neighbours: the order, the number, articles with the same text, and weaker matches."""

from hypothesis import given
from hypothesis import strategies as st

from news.ports.related import Neighbour
from news.relating import MIN_SIMILARITY, NEIGHBOURS, SHOWN, is_weaker, rank_neighbours
from news.similarity import Profile

PROFILE = Profile({}, {}, (), russian=True, text_hash=-1)
neighbour_lists = st.lists(
    st.builds(Neighbour, st.integers(0, 10_000), st.integers(1, 20), st.integers(-1, 12)), max_size=24
)


def alike(count: int) -> list[Neighbour]:
    """Neighbours 1, 2, …, each less similar than the one before."""
    return [Neighbour(9_000 - 100 * number, number, number) for number in range(1, count + 1)]


def test_a_closer_match_comes_first_and_the_weakest_neighbour_leaves() -> None:
    closest = Neighbour(9_500, 99, 99)
    ranked = rank_neighbours([closest, *alike(NEIGHBOURS)], PROFILE)
    assert ranked == (closest, *alike(NEIGHBOURS - 1))


def test_an_article_with_the_same_text_is_no_neighbour_and_of_others_with_one_text_two_are_kept() -> None:
    same, copies = Neighbour(10_000, 50, -1), [Neighbour(9_000 - number, number, 7) for number in range(60, 63)]
    assert rank_neighbours([same, *copies], PROFILE) == tuple(copies[:2])


def test_of_two_matches_with_one_number_the_first_counts() -> None:
    new, old = Neighbour(5_000, 1, 1), Neighbour(8_000, 1, 1)
    assert rank_neighbours([new, old], PROFILE) == (new,)


@given(neighbour_lists)
def test_neighbours_are_similar_enough_in_order_and_each_once(matches: list[Neighbour]) -> None:
    ranked = rank_neighbours(matches, PROFILE)
    assert list(ranked) == sorted(ranked, reverse=True)
    assert len(ranked) <= NEIGHBOURS
    assert len({neighbour.number for neighbour in ranked}) == len(ranked)
    assert all(neighbour.similarity >= MIN_SIMILARITY for neighbour in ranked)


@given(neighbour_lists, st.builds(Neighbour, st.integers(0, 10_000), st.integers(1, 40), st.integers(13, 20)))
def test_a_weaker_match_changes_none_of_the_shown_neighbours(matches: list[Neighbour], new: Neighbour) -> None:
    ranked = rank_neighbours(matches, PROFILE)
    if is_weaker(new, ranked):
        assert rank_neighbours([new, *ranked], PROFILE)[:SHOWN] == ranked[:SHOWN]


def test_a_match_that_is_close_enough_or_known_already_is_not_weaker() -> None:
    neighbours = alike(NEIGHBOURS)
    assert is_weaker(Neighbour(MIN_SIMILARITY - 1, 99, 99), [])
    assert not is_weaker(Neighbour(MIN_SIMILARITY, 99, 99), [])
    assert is_weaker(Neighbour(neighbours[SHOWN - 1].similarity - 1, 99, 99), neighbours)
    assert not is_weaker(Neighbour(neighbours[SHOWN - 1].similarity + 1, 99, 99), neighbours)
    assert not is_weaker(Neighbour(0, neighbours[0].number, 99), neighbours)
