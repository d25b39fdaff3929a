"""The moderation hook over HTTP: what holds a comment, and that nothing waits for a hook that is away."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.moderation_hook import HookTimes, ModerationHook
from news.ports.hooks import HookQuestion
from tests.bot.proxy_servers import ProxyServer, running_proxy
from tests.clocks import HandClock
from tests.feeds.sites import OUTSIDE

QUESTION = HookQuestion(500, 7, 500, 12, "Тайное слово")
TIMES = HookTimes(answer_seconds=0.3)


class Judge:
    """The operator's program: `answer` is what it answers, or what it does."""

    def __init__(self) -> None:
        self.answer: object = {"hold": False}
        self.asked: list[dict[str, object]] = []
        self.slow = False
        self.begun, self.release = asyncio.Event(), asyncio.Event()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.begun.set()
        if self.slow or self.answer == "silence":
            await self.release.wait()
        if isinstance(self.answer, web.Response):
            return self.answer
        return web.json_response(self.answer)


@pytest.fixture
async def judge() -> Judge:
    return Judge()


@pytest.fixture
async def address(judge: Judge) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/k3y", judge.serve)
    async with TestServer(app) as server:
        yield f"private+http://127.0.0.1:{server.port}/k3y"
        judge.release.set()


@pytest.fixture
async def make(address: str) -> AsyncIterator[Callable[..., ModerationHook]]:
    """Make hooks; they are closed at the end."""
    made = []

    def make(clock: HandClock, times: HookTimes = TIMES, at: str = address) -> ModerationHook:
        made.append(ModerationHook(at, clock, times))
        return made[-1]

    yield make
    for hook in made:
        await hook.close()


Make = Callable[..., ModerationHook]


async def test_the_program_is_asked_with_ids_and_text_and_may_hold_with_a_reason(judge: Judge, make: Make) -> None:
    judge.answer = {"hold": True, "reason": "реклама\nкурсов"}
    assert await make(HandClock()).reason_to_hold(replace(QUESTION, beside="цитата", edited=True)) == "реклама курсов"
    assert judge.asked == [
        {
            "author": 500, "article": 7, "chat": 500, "message": 12, "text": "Тайное слово", "beside": "цитата",
            "edited": True,
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "reason"),
    [({"hold": True}, ""), ({"hold": True, "reason": 5}, ""), ({"hold": False, "reason": "x", "ban": True}, None)],
)
async def test_a_reason_is_optional_and_nothing_but_holding_is_understood(
    judge: Judge, make: Make, answer: object, reason: str | None
) -> None:
    judge.answer = answer
    assert await make(HandClock()).reason_to_hold(QUESTION) == reason


@pytest.mark.parametrize(
    "answer",
    ["silence", [], {"hold": "yes"}, {"publish": True}, web.Response(status=500), web.Response(text="<html>"),
     web.Response(status=302, headers={"Location": "/elsewhere"}), web.Response(text="[" * 100_000),
     web.Response(body=b" " * 200_000)],
    ids=repr,
)  # fmt: skip
async def test_any_other_answer_is_a_failure_after_which_nothing_is_asked_for_a_while(
    judge: Judge, make: Make, answer: object, caplog: pytest.LogCaptureFixture
) -> None:
    clock = HandClock()
    hook = make(clock)
    judge.answer = answer
    with caplog.at_level(logging.WARNING):
        assert await hook.reason_to_hold(QUESTION) is None
    (line,) = caplog.messages
    assert "message 12 in chat 500" in line
    assert "Тайное" not in line
    judge.answer = {"hold": True}
    assert await hook.reason_to_hold(QUESTION) is None
    assert len(judge.asked) == 1
    clock.advance(seconds=TIMES.first_rest_seconds)
    assert await hook.reason_to_hold(QUESTION) == ""


async def test_the_rest_doubles_with_each_failure_up_to_a_limit_and_ends_with_an_answer(
    judge: Judge, make: Make
) -> None:
    clock = HandClock()
    hook = make(clock, HookTimes(answer_seconds=5, first_rest_seconds=10, max_rest_seconds=25))
    judge.answer = {}
    for seconds in (10, 20, 25, 25):
        asked = len(judge.asked)
        await hook.reason_to_hold(QUESTION)
        clock.advance(seconds=seconds - 1)
        await hook.reason_to_hold(QUESTION)
        assert len(judge.asked) == asked + 1
        clock.advance(seconds=1)
    judge.answer = {"hold": True}
    assert await hook.reason_to_hold(QUESTION) == ""
    judge.answer = {}
    await hook.reason_to_hold(QUESTION)
    clock.advance(seconds=10)
    judge.answer = {"hold": True}
    assert await hook.reason_to_hold(QUESTION) == ""


async def test_questions_beyond_the_limit_are_not_asked_and_wait_for_nothing(judge: Judge, make: Make) -> None:
    hook = make(HandClock(), HookTimes(answer_seconds=5, max_questions=3))
    judge.answer = {"hold": True}
    judge.slow = True
    async with asyncio.TaskGroup() as group:
        first = [group.create_task(hook.reason_to_hold(QUESTION)) for _ in range(3)]
        await judge.begun.wait()
        assert await together(hook, 2) == [None, None]
        judge.release.set()
    assert [task.result() for task in first] == ["", "", ""]
    assert len(judge.asked) == 3


async def together(hook: ModerationHook, count: int) -> list[str | None]:
    return list(await asyncio.gather(*(hook.reason_to_hold(QUESTION) for _ in range(count))))


async def test_failures_of_one_moment_are_one_failure(judge: Judge, make: Make) -> None:
    clock = HandClock()
    hook = make(clock)
    judge.answer = web.Response(status=503)
    assert await together(hook, 5) == [None] * 5
    clock.advance(seconds=TIMES.first_rest_seconds)
    judge.answer = {"hold": True}
    assert sorted(map(str, await together(hook, 3))) == ["", "None", "None"]  # one is tried first
    assert await together(hook, 3) == ["", "", ""]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_a_private_address_is_asked_only_in_its_explicit_form(
    judge: Judge, make: Make, address: str, host: str, caplog: pytest.LogCaptureFixture
) -> None:
    judge.answer = {"hold": True}
    plain = address.removeprefix("private+").replace("127.0.0.1", host)
    assert await make(HandClock(), at=plain).reason_to_hold(QUESTION) is None
    assert judge.asked == []
    assert "k3y" not in caplog.text  # the path may be a secret
    assert await make(HandClock(), at=f"private+{plain}").reason_to_hold(QUESTION) == ""


async def test_the_hook_is_asked_by_the_proxy_of_the_environment_but_for_a_private_one(
    judge: Judge, make: Make, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge.answer = {"hold": True}
    port = int(address.rpartition(":")[2].partition("/")[0])
    async with running_proxy(ProxyServer(port)) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://{proxy.address}")
        assert await make(HandClock(), at=f"http://{OUTSIDE}/k3y").reason_to_hold(QUESTION) == ""
        assert proxy.heads[0].startswith(f"POST http://{OUTSIDE}/k3y ".encode())
        assert await make(HandClock(), at="http://192.168.7.7/k3y").reason_to_hold(QUESTION) is None
        assert await make(HandClock(), at=address).reason_to_hold(QUESTION) == ""
        assert len(proxy.heads) == 1


async def test_an_unusable_proxy_is_a_failure_that_says_so(
    make: Make, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "socks5://vera:hunter2@proxy:1080")
    assert await make(HandClock(), at=f"http://{OUTSIDE}/k3y").reason_to_hold(QUESTION) is None
    assert "only http:// proxies can be used" in caplog.text
    assert "hunter2" not in caplog.text
