"""`vestnik backup` and `restore`: what they say, and the commands that they name for PostgreSQL."""

from pathlib import Path

import pytest

from bot.backups import run_backup, run_restore, without_password
from news.errors import StorageError
from tests.bot.cli_processes import run

SECRET = "hunter2"


async def test_a_backup_goes_to_another_place_by_two_commands(tmp_path: Path) -> None:
    here = {"DATABASE_URL": f"sqlite:///{tmp_path}/here.db"}
    there = {"DATABASE_URL": f"sqlite:///{tmp_path}/there/vestnik.db"}
    assert (await run("migrate", **here)).code == 0
    made = await run("backup", "copy.db", **here)
    assert (made.code, made.err) == (0, "")
    assert made.out.startswith("Backed up to copy.db: 0 articles, 0 subscribers, 0 readers (schema ")
    again = await run("backup", "copy.db", **here)
    assert (again.code, again.out, again.err) == (1, "", "copy.db exists already: name a new file.\n")
    restored = await run("restore", "copy.db", **there)
    assert (restored.code, restored.err) == (0, "")
    assert restored.out.startswith("Restored: 0 articles, ")
    refused = await run("restore", "copy.db", **there)
    assert (refused.code, refused.out) == (1, "")
    assert "restored into an empty place only" in refused.err


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        (f"postgresql://vestnik:{SECRET}@db:5432/news", "postgresql://vestnik@db:5432/news"),
        (f"postgresql://vestnik:{SECRET}%40@db/news?sslmode=require", "postgresql://vestnik@db/news?sslmode=require"),
        (f"postgresql://vestnik:a@{SECRET}@db/news", "postgresql://vestnik@db/news"),
        (f"postgresql://db/news?user=vestnik&password={SECRET}", "postgresql://db/news?user=vestnik"),
        (f"postgresql:///news?sslpassword={SECRET}&host=/run", "postgresql:///news?host=%2Frun"),
        ("postgresql://db/news", "postgresql://db/news"),
    ],
)
def test_for_postgresql_the_commands_are_named_without_a_password(url: str, shown: str) -> None:
    assert without_password(url) == shown
    for act, command in ((run_backup, "pg_dump --format=custom '--file=a b.dump'"), (run_restore, "pg_restore ")):
        with pytest.raises(StorageError) as named:
            act(url, Path("a b.dump"))
        assert command in str(named.value)
        assert shown in str(named.value)
        assert SECRET not in str(named.value)
        assert str(named.value).endswith(".")
