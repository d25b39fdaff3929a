"""The command line: `vestnik run`, `demo`, `import`, `migrate`, `reindex`, `backup`, `restore`, `doctor`,
`source`.

A verb imports what it needs.
"""

import asyncio
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, NoReturn

import typer

from bot import source_commands
from bot.settings import SettingsError, load_settings
from news.errors import StorageError

if TYPE_CHECKING:
    from storage import Contents

app = typer.Typer(
    name="vestnik",
    help="Vestnik, a newspaper that lives in Telegram.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(source_commands.app, name="source")


@app.command()
def run() -> None:
    """Run the newspaper on Telegram, with BOT_TOKEN from the environment or .env."""
    settings = load_settings()
    secret = settings.token
    # aiogram takes seconds to import: a missing setting is reported before that.
    from bot.logs import set_up
    from bot.serving import serve

    set_up(settings.log_level, secret)
    asyncio.run(serve(settings))


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="The port of the chat page.", min=0, max=65535)] = 8080,
) -> None:
    """Run the newspaper in the browser, on a Telegram of its own; no token, nothing kept."""
    from bot.demo import run_demo

    asyncio.run(run_demo(port))


@app.command("import")
def import_(
    path: Annotated[str, typer.Argument(help="A file of JSON Lines, one article a line; - is standard input.")],
    publish: Annotated[bool, typer.Option("--publish", help="Publish the articles (default: drafts).")] = False,
    push: Annotated[
        bool | None,
        typer.Option("--push/--no-push", help="Push them to subscribers or not (default: only up to 20 articles)."),
    ] = None,
) -> None:
    """Import articles, with a progress bar; a bad line is named by its number and the rest goes on."""
    from bot.importing import run_import

    settings = load_settings()
    with ExitStack() as opened:
        lines: BinaryIO = sys.stdin.buffer
        size = None
        if path != "-":
            try:
                lines = opened.enter_context(Path(path).open("rb"))
                size = Path(path).stat().st_size
            except OSError as error:
                _fail(f"{path} cannot be read: {error.strerror}.")
        folder = Path() if path == "-" else Path(path).parent
        result = asyncio.run(run_import(settings, lines, size, folder.resolve(), publish=publish, push=push))
    typer.echo(f"Imported: {result.stored}. Known already: {result.known}. Refused: {result.refused}.")
    if result.too_many_to_push:
        typer.echo("More than 20 articles: subscribers are not told. To push a large import, give --push.")
    if result.refused:
        _fail("The refused lines are named above; all others are in.")


@app.command()
def migrate() -> None:
    """Bring the database up to date; run and demo do it themselves."""
    from storage import migrate as migrate_database

    migration = asyncio.run(migrate_database(load_settings().database_url))
    if migration.before == migration.after:
        typer.echo(f"The database is up to date (schema {migration.after}).")
    else:
        typer.echo(f"The database went from schema {migration.before or 'none'} to {migration.after}.")


@app.command()
def adopt() -> None:
    """Give the database to the bot of BOT_TOKEN: the newspaper moves to another bot on purpose."""
    from bot.adopting import run_adopt_bot

    before, name = asyncio.run(run_adopt_bot(load_settings()))
    typer.echo(
        f"The newspaper is @{name}'s now (before: {before or 'nobody'}). People have to start the new bot first."
    )


@app.command()
def reindex() -> None:
    """Make the search index anew, with a progress bar; run it again after a break and it goes on."""
    from bot.reindexing import run_reindex

    count = asyncio.run(run_reindex(load_settings()))
    typer.echo(f"Indexed: {count}. Everything published can be found by /search.")


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="The new file; it must not exist yet.")]) -> None:
    """Back up the database to a file, checked and complete; the newspaper may run meanwhile."""
    from bot.backups import run_backup

    found = run_backup(load_settings().database_url, path)
    typer.echo(f"Backed up to {path}: {_contents(found)}.")


@app.command()
def restore(path: Annotated[Path, typer.Argument(help="A file that `vestnik backup` made.")]) -> None:
    """Restore a backup where no database is; pushes that it believes unfinished wait for /queue."""
    from bot.backups import run_restore

    found = run_restore(load_settings().database_url, path)
    typer.echo(f"Restored: {_contents(found)}. Pushes that the backup believes unfinished are paused: see /queue.")


def _contents(found: "Contents") -> str:
    counts = f"{found.articles} articles, {found.subscriptions} subscribers, {found.readers} readers"
    return f"{counts} (schema {found.schema})"


@app.command()
def doctor() -> None:
    """Examine the settings, the database and Telegram."""
    from bot.doctor import examine

    settings = load_settings()

    async def show() -> bool:
        healthy = True
        async for finding in examine(settings):
            healthy = healthy and finding.ok is not False
            sign = {True: "ok  ", False: "BAD ", None: "note"}[finding.ok]
            typer.echo(f"{sign} {finding.text}")
        return healthy

    if not asyncio.run(show()):
        raise typer.Exit(1)


def main() -> None:
    """Run the command line; a failure is one sentence on standard error and exit code 1."""
    try:
        app()
    except (SettingsError, StorageError) as error:
        _fail(str(error))


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(1)
