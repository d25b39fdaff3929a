"""Stories, sources and topics that a place chooses."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from news.choice import changes, story_changes
from news.choice.errors import TooManySources, TooManyStories
from news.choice.preferences import DEFAULT_PREFERENCES, MAX_STORIES, FollowedStory, Preferences, Topics
from tests.clocks import START


def test_a_story_is_followed_with_the_message_that_showed_it_and_again_with_the_newer_one() -> None:
    chosen = story_changes.follow_story(DEFAULT_PREFERENCES, 7, 70)
    chosen = story_changes.follow_story(chosen, 8)
    chosen = story_changes.follow_story(chosen, 7, 71)
    assert chosen.stories == (FollowedStory(8), FollowedStory(7, 71))
    assert story_changes.follows_story(chosen, 7)
    assert not story_changes.follows_story(story_changes.drop_story(chosen, 7), 7)


def test_a_story_is_followed_or_hidden_and_not_both() -> None:
    chosen = story_changes.mute_story(story_changes.follow_story(DEFAULT_PREFERENCES, 7), 7)
    assert (chosen.stories, chosen.muted_stories) == ((), {7})
    chosen = story_changes.follow_story(chosen, 7)
    assert (chosen.stories, chosen.muted_stories) == ((FollowedStory(7),), frozenset())
    assert story_changes.drop_story(story_changes.mute_story(chosen, 7), 7) == DEFAULT_PREFERENCES


@pytest.mark.parametrize("choose", [story_changes.follow_story, story_changes.mute_story])
def test_stories_have_a_limit_and_one_that_is_there_may_be_chosen_again(
    choose: Callable[[Preferences, int], Preferences],
) -> None:
    full = DEFAULT_PREFERENCES
    for number in range(MAX_STORIES):
        full = choose(full, number)
    assert choose(full, 0) is not None
    with pytest.raises(TooManyStories):
        choose(full, MAX_STORIES)


def test_sources_have_a_limit() -> None:
    full = DEFAULT_PREFERENCES
    for number in range(MAX_STORIES):
        full = story_changes.mute_source(full, f"{number}.example")
    assert story_changes.mute_source(full, "0.example") == full
    with pytest.raises(TooManySources):
        story_changes.mute_source(full, "example.org")
    assert story_changes.drop_source(full, "0.example").sources == full.sources - {"0.example"}


def test_a_topic_is_turned_off_whether_the_others_are_on_or_not() -> None:
    chosen = story_changes.mute_topic(DEFAULT_PREFERENCES, 3)
    assert not chosen.topics.has(3)
    assert chosen.topics.has(4)
    only = Preferences(topics=Topics(others=False, but=frozenset({3, 4})))
    assert story_changes.mute_topic(only, 3).topics == Topics(others=False, but=frozenset({4}))


def test_quiet_for_once_ends_at_a_moment() -> None:
    until = START + timedelta(hours=1)
    assert changes.with_quiet_until(DEFAULT_PREFERENCES, until).quiet_until == until
