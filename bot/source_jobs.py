"""Adding sources by command: done by the running newspaper if there is one on this database, else here."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from news.errors import Refusal
from news.source_trials import SourceTrialDesk
from news.sources.errors import SourceAddressUnclear, SourceUnreadable, TooManySources
from news.sources.found import SourceKind, Trouble
from news.sources.records import SourceRules

_TROUBLES = {
    Trouble.UNREACHABLE: "there is no connection to it",
    Trouble.SLOW: "it does not answer in time",
    Trouble.FORBIDDEN: "its address may not be visited; SOURCE_ALLOW names hosts of your own network",
    Trouble.REFUSED: "it answers with the status {detail}",
    Trouble.REDIRECTED: "it redirects again and again",
    Trouble.LARGE: "its answer is too large",
    Trouble.UNREADABLE: "there is neither a feed nor a list of articles",
    Trouble.COSTLY: "reading it takes too much time or memory",
    Trouble.EMPTY: "it is empty",
}


@dataclass(frozen=True, slots=True)
class SourceOrder:
    """A source to be stored. Without a `kind` its address is tried first."""

    address: str
    name: str = ""
    rules: SourceRules | None = None
    paused: bool = False
    kind: SourceKind | None = None

    def dump(self) -> dict[str, Any]:
        """Return the order as JSON."""
        rules = None if self.rules is None else self.rules.dump()
        return asdict(self) | {"rules": rules, "kind": None if self.kind is None else self.kind.value}

    @classmethod
    def load(cls, order: dict[str, Any]) -> "SourceOrder":
        """Return the order of `dump`."""
        rules, kind = order["rules"], order["kind"]
        return cls(
            order["address"],
            order["name"],
            None if rules is None else SourceRules.load(rules),
            order["paused"],
            None if kind is None else SourceKind(kind),
        )


@dataclass(frozen=True, slots=True)
class Installed:
    """What became of an order: the name of the source, or why there is none (`problem`)."""

    address: str
    name: str = ""
    is_new: bool = False
    problem: str = ""


async def install_sources(desk: SourceTrialDesk, orders: Iterable[SourceOrder]) -> Sequence[Installed]:
    """Store sources, one after another; a bad one does not keep the others. Raises StorageError."""
    return [await _install(desk, order) for order in orders]


async def _install(desk: SourceTrialDesk, order: SourceOrder) -> Installed:
    try:
        source, is_new = await desk.install(
            order.address, name=order.name, rules=order.rules, active=not order.paused, kind=order.kind
        )
    except Refusal as refusal:
        return Installed(order.address, problem=_told(refusal))
    return Installed(source.address, source.name, is_new)


def _told(refusal: Refusal) -> str:
    match refusal:
        case SourceUnreadable(arguments={"trouble": Trouble() as trouble, "detail": detail}):
            return _TROUBLES[trouble].format(detail=detail)
        case SourceAddressUnclear():
            return "it is no address of a site, as https://example.org"
        case TooManySources():
            return f"there are {refusal.arguments['most']} sources, and no more fit"
        case _:
            return str(refusal)
