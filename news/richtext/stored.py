"""Conversion of an article's tree to JSON for the database, and back."""

import json
from functools import lru_cache
from typing import Any

from news.richtext.blocks import Block, Body, Kind, Run
from news.richtext.texts import Mark

MAX_CACHED_BODIES = 64


class UnreadableBodyError(ValueError):
    """This version cannot read a stored body: it is damaged, or of a newer version. Update, or restore the row."""


def dump(body: Body) -> str:
    """Return the body as compact JSON. A run without marks and link is a plain string."""
    return json.dumps([_block_to_json(block) for block in body], ensure_ascii=False, separators=(",", ":"))


@lru_cache(MAX_CACHED_BODIES)
def load(stored: str) -> Body:
    """Return the body that `dump` stored. Raises UnreadableBodyError for any other text.

    The last bodies are cached, because after a push many people open the same articles.
    """
    return load_fresh(stored)


def load_fresh(stored: str) -> Body:
    """Return the same as `load`, past the cache: for bodies that nobody opens now."""
    try:
        blocks = json.loads(stored)
        if "\\ud" in stored or "\\uD" in stored:  # half a character could not be sent; `dump` writes no such escape
            json.dumps(blocks, ensure_ascii=False).encode()
        if isinstance(blocks, list):
            return tuple(map(_block_from_json, blocks))
    except (ValueError, TypeError, RecursionError) as error:
        raise UnreadableBodyError(f"{UnreadableBodyError.__doc__} ({error})") from error
    raise UnreadableBodyError(f"{UnreadableBodyError.__doc__} (not a list of blocks)")


def _block_to_json(block: Block) -> dict[str, Any]:
    stored: dict[str, Any] = {"kind": block.kind.value, "runs": [_run_to_json(run) for run in block.runs]}
    return stored if block.url is None else stored | {"url": block.url}


def _run_to_json(run: Run) -> str | dict[str, Any]:
    marks = {"marks": sorted(mark.value for mark in run.marks)} if run.marks else {}
    url = {} if run.url is None else {"url": run.url}
    return {"text": run.text, **marks, **url} if marks or url else run.text


def _block_from_json(stored: object) -> Block:
    match stored:
        case {"kind": str(kind), "runs": list(runs), "url": str(url), **rest} if not rest:
            return Block(Kind(kind), tuple(map(_run_from_json, runs)), url)
        case {"kind": str(kind), "runs": list(runs), **rest} if not rest:
            return Block(Kind(kind), tuple(map(_run_from_json, runs)))
        case _:
            raise ValueError("not a block")


def _run_from_json(stored: object) -> Run:
    match stored:
        case str(text):
            return Run(text)
        case {"text": str(text), **rest} if rest.keys() <= {"marks", "url"}:
            url, marks = rest.get("url"), rest.get("marks", [])
            if (url is None or isinstance(url, str)) and isinstance(marks, list):
                return Run(text, frozenset(map(Mark, marks)), url)
    raise ValueError("not a run")
