"""What a place that has chosen nothing gets, and topics that are turned on and off."""

from hypothesis import given
from hypothesis import strategies as st

from news.choice.preferences import Breaking, Detail, Pace, Preferences, Topics

TOPICS = st.builds(Topics, st.booleans(), st.frozensets(st.integers(1, 9)))


def test_the_default_is_everything_at_once_with_headline_and_lead() -> None:
    chosen = Preferences()
    assert (chosen.timetable.pace, chosen.timetable.breaking) == (Pace.AT_ONCE, Breaking.AWAKE)
    assert (chosen.detail, chosen.pictures, chosen.sound, chosen.daily_cap) == (Detail.LEAD, True, True, 0)
    assert all(chosen.topics.has(topic) for topic in range(100))


@given(TOPICS, st.integers(1, 12), st.booleans())
def test_a_turned_topic_is_so_and_the_others_stay(topics: Topics, topic: int, on: bool) -> None:
    turned = topics.turned(topic, on=on)
    assert turned.has(topic) is on
    assert all(turned.has(other) is topics.has(other) for other in range(1, 13) if other != topic)
    assert turned.has(99) is topics.others, "so does one that is made later"
