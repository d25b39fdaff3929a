"""The URLs of databases: what they may be, and that no refusal quotes a secret."""

from pathlib import Path

import pytest

from news.errors import StorageError
from storage.urls import address_of, check_postgres, masked, path_of

SECRET = "hunter2"


def test_the_home_of_this_user_may_be_written_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/vera")
    assert path_of("sqlite:///~/v.db") == Path("/home/vera/v.db")
    assert path_of("sqlite:///data/~v.db") == Path("data/~v.db")
    assert path_of("sqlite:////var/lib/v.db") == Path("/var/lib/v.db")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("sqlite:///a.db?mode=ro", "takes no options"),
        ("sqlite:///a.db?", "takes no options"),
        ("sqlite:///file:a.db", "takes no options"),
        ("sqlite:///~nobody-of-that-name/a.db", "home of a user whom this machine does not know"),
        ("sqlite:///", "is a file"),
        ("sqlite:///:memory:", "is a file"),
    ],
)
def test_what_names_no_file_is_refused(url: str, reason: str) -> None:
    with pytest.raises(StorageError, match=reason):
        path_of(url)


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://u:12?{SECRET}@127.0.0.1/v",
        f"postgresql://u:?{SECRET}@127.0.0.1/v",
        f"postgresql://u:12/{SECRET}@127.0.0.1/v",
        f"postgresql://u:12#{SECRET}@127.0.0.1/v",
        f"postgresql://u:x#{SECRET}@127.0.0.1/v",
        f"postgresql://u:1?a=1&b={SECRET}@127.0.0.1/v",
        f"postgresql://u:{SECRET}@127.0.0.1:99999/v",
        f"postgresql://u:{SECRET}@127.0.0.1:0/v",
        f"postgresql://u:{SECRET}@127.0.0.1:-1/v",
        f"postgresql://u:{SECRET}@[::1/v",
        f"postgresql://u:{SECRET}@{'a' * 64}/v",
        f"postgresql://u:{SECRET}@a..b/v",
        f"postgresql://u:{SECRET}@127.0.0.1/%00v",
        f"postgresql://u:{SECRET}\n@127.0.0.1/v",
        f"postgresql://u:{SECRET}@127.0.0.1/v?sslmode",
        f"postgresql://u:{SECRET}@127.0.0.1/v?sslmode=bogus",
    ],
)
def test_a_postgres_url_that_cannot_be_right_is_refused_without_its_secret(url: str) -> None:
    with pytest.raises(StorageError, match=r"^DATABASE_URL [^\n]+\.$") as refused:
        check_postgres(url)
    assert SECRET not in str(refused.value)
    assert SECRET not in masked(url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql:///v", "postgresql:///v"),
        ("postgresql://u@h:5432/v", "postgresql://u@h:5432/v"),
        (f"postgresql://u:{SECRET}@h/v", "postgresql://u:***@h/v"),
        (f"postgresql://u:%3F{SECRET}%40@[::1]:5/v", "postgresql://u:***@[::1]:5/v"),
        (
            f"postgresql://h/v?password={SECRET}&sslpassword={SECRET}&sslmode=require",
            "postgresql://h/v?password=***&sslpassword=***&sslmode=require",
        ),
    ],
)
def test_a_right_postgres_url_is_shown_without_its_password(url: str, shown: str) -> None:
    check_postgres(url)
    assert masked(url) == shown


def test_an_address_has_no_user_and_no_password() -> None:
    assert address_of("postgresql://user:p%40ss@db.example.org:5433/vestnik?sslmode=require") == (
        "db.example.org:5433/vestnik"
    )
