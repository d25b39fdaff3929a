"""The command line of sources: `vestnik source add`, `list`, `import`, `export`."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.source_jobs import SourceOrder

app = typer.Typer(help="The feeds and sites that articles come from.", no_args_is_help=True)


@app.command()
def add(
    address: Annotated[str, typer.Argument(help="The address of a feed, of a site, or of a page with a list.")],
    name: Annotated[str, typer.Option(help="The name that the staff sees (default: the feed's title).")] = "",
    topic: Annotated[list[str] | None, typer.Option(help="A topic of all its articles; may be repeated.")] = None,
    draft: Annotated[bool, typer.Option("--draft", help="Make drafts, published by a person.")] = False,
    paused: Annotated[bool, typer.Option("--paused", help="Do not visit it yet.")] = False,
) -> None:
    """Add a source and visit it from now on; one that is known gets these rules."""
    from bot.source_jobs import SourceOrder
    from news.sources.records import Publishing, SourceRules

    publishing = Publishing.DRAFT if draft else Publishing.AT_ONCE
    rules = SourceRules(publishing=publishing, topics=tuple(topic or ())) if topic or draft else None
    _install([SourceOrder(address, name, rules, paused)])


@app.command("list")
def list_() -> None:
    """List the sources with their state and the last error."""
    from bot.source_jobs import read_sources

    for source in asyncio.run(read_sources(load_settings())):
        failing = f", failing since {source.visits.failing_since:%Y-%m-%d %H:%M} UTC" if source.visits.failures else ""
        typer.echo(f"{source.id}\t{source.state.value}\t{source.taken}\t{source.name}\t{source.address}{failing}")


@app.command()
def export(path: Annotated[Path, typer.Argument(help="The OPML file to write.")]) -> None:
    """Write the feeds to an OPML file."""
    from bot.source_jobs import read_sources
    from news.sources.outlines import to_opml

    sources = asyncio.run(read_sources(load_settings()))
    try:
        path.write_bytes(to_opml(sources))
    except OSError as error:
        _fail(f"{path} cannot be written: {error.strerror}.")
    typer.echo(f"Written: {path}.")


@app.command("import")
def import_(
    path: Annotated[Path, typer.Argument(help="An OPML file.")],
    paused: Annotated[bool, typer.Option("--paused", help="Do not visit them yet.")] = False,
) -> None:
    """Add the feeds of an OPML file and visit them from now on."""
    from bot.source_jobs import read_outlines

    try:
        content = path.read_bytes()
    except OSError as error:
        _fail(f"{path} cannot be read: {error.strerror}.")
    orders = asyncio.run(read_outlines(load_settings(), content, paused=paused))
    if not orders:
        _fail(f"{path} is no OPML file, or names no feed.")
    _install(orders)


def _install(orders: "Sequence[SourceOrder]") -> None:
    from bot.source_jobs import run_install

    installed = asyncio.run(run_install(load_settings(), orders))
    for one in installed:
        if one.problem:
            typer.echo(f"Not added: {one.address}: {one.problem}.", err=True)
        else:
            typer.echo(f"{'Added' if one.is_new else 'Known already'}: {one.name} ({one.address}).")
    if any(one.problem for one in installed):
        sys.exit(1)


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    sys.exit(1)
