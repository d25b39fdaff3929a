"""The recorded calls, and their number per second."""

from emulator import Emulator, Person
from emulator.calls import Calls
from tests.emulator.api_client import Api


def recorded(*times: float, method: str = "sendMessage") -> Calls:
    ticking = iter(times)
    calls = Calls(stopwatch=lambda: next(ticking))
    for _ in times:
        calls.record(method, {})
    return calls


async def test_calls_are_recorded_with_typed_parameters_and_status(api: Api, emulator: Emulator, anna: Person) -> None:
    await api.call("sendMessage", data={"chat_id": str(anna.id), "text": "Hi"})
    await api.refusal("sendMessage", chat_id=404, text="Hi")
    await api.refusal("sendMessage", chat_id="?")
    sent, lost, wrong = emulator.calls
    assert (sent.method, sent.parameters, sent.code) == ("sendMessage", {"chat_id": anna.id, "text": "Hi"}, 200)
    assert lost.code == 400
    assert (wrong.parameters, wrong.code) == ({"chat_id": "?"}, 400)
    assert sent.at <= lost.at <= wrong.at
    assert emulator.worst_window() == 3
    assert emulator.per_second("sendMessage").total() == 3


def test_the_worst_window_may_begin_anywhere() -> None:
    calls = recorded(0.6, 0.7, 0.8, 1.1, 1.2, 1.59, 1.6, 3.0)
    assert calls.worst_window() == 6
    assert calls.worst_window(0.2) == 2
    assert calls.per_second("sendMessage") == {0: 3, 1: 4, 3: 1}


def test_only_calls_that_send_fill_a_window() -> None:
    assert recorded(1, 1, 1, method="editMessageText").worst_window() == 0
    assert recorded(1, 1, 1, method="sendChatAction").worst_window() == 0
    assert recorded().worst_window() == 0


async def test_an_album_fills_a_window_with_each_of_its_items(api: Api, emulator: Emulator, anna: Person) -> None:
    media = [{"type": "photo", "media": f"https://example.com/{number}.jpg"} for number in range(4)]
    await api.ok("sendMediaGroup", chat_id=anna.id, media=media)
    await api.ok("sendPhoto", chat_id=anna.id, photo="https://example.com/a.jpg")
    assert emulator.worst_window() == 5
