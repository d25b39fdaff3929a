"""Changes of the stories and sources that a place follows or mutes. Pure."""

from dataclasses import replace

from news.choice.errors import TooManySources, TooManyStories
from news.choice.preferences import MAX_STORIES, FollowedStory, Preferences


def follow_story(preferences: Preferences, article: int, message: int | None = None) -> Preferences:
    """Follow the story of an article, shown by the `message`; it is muted no more. Raises TooManyStories."""
    stories = (*_others(preferences, article), FollowedStory(article, message))
    if len(stories) > MAX_STORIES:
        raise TooManyStories(most=MAX_STORIES)
    return replace(preferences, stories=stories, muted_stories=preferences.muted_stories - {article})


def mute_story(preferences: Preferences, article: int) -> Preferences:
    """Mute the story of an article; it is followed no more. Raises TooManyStories."""
    muted = preferences.muted_stories | {article}
    if len(muted) > MAX_STORIES:
        raise TooManyStories(most=MAX_STORIES)
    return replace(preferences, stories=_others(preferences, article), muted_stories=muted)


def drop_story(preferences: Preferences, article: int) -> Preferences:
    """Neither follow nor mute the story of an article."""
    muted = preferences.muted_stories - {article}
    return replace(preferences, stories=_others(preferences, article), muted_stories=muted)


def follows_story(preferences: Preferences, article: int) -> bool:
    """Whether a place follows the story of an article."""
    return any(story.article == article for story in preferences.stories)


def mute_topic(preferences: Preferences, topic: int) -> Preferences:
    """Turn a topic off."""
    return replace(preferences, topics=preferences.topics.turned(topic, on=False))


def mute_source(preferences: Preferences, host: str) -> Preferences:
    """Mute a source. Raises TooManySources."""
    sources = preferences.sources | {host}
    if len(sources) > MAX_STORIES:
        raise TooManySources(most=MAX_STORIES)
    return replace(preferences, sources=sources)


def drop_source(preferences: Preferences, host: str) -> Preferences:
    """Mute a source no more."""
    return replace(preferences, sources=preferences.sources - {host})


def _others(preferences: Preferences, article: int) -> tuple[FollowedStory, ...]:
    return tuple(story for story in preferences.stories if story.article != article)
