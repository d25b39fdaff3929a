"""What a database's URL may be. Refusals never quote it: it may hold a password."""

from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

from news.errors import StorageError

# https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION
SSL_MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


def path_of(url: str) -> Path:
    """Return the file that a URL names: `sqlite:///relative/path`, `sqlite:////absolute/path`, `sqlite:///~/path`."""
    path = url.removeprefix("sqlite:///")
    if path == url or not path or path == ":memory:":
        raise StorageError(
            "An SQLite database is a file, DATABASE_URL names it: sqlite:///data/vestnik.db is relative to the working "
            "directory, sqlite:////var/lib/vestnik.db is not. A database in memory would forget everything."
        )
    if "?" in path or path.startswith("file:"):
        raise StorageError(
            "DATABASE_URL names the file of an SQLite database and takes no options: sqlite:///data/vestnik.db, "
            "without a question mark."
        )
    try:
        return Path(path).expanduser()
    except RuntimeError:
        raise StorageError(
            "DATABASE_URL begins with the home of a user whom this machine does not know; write the whole path, as in "
            "sqlite:////var/lib/vestnik.db."
        ) from None


def check_postgres(url: str) -> None:
    """Raise StorageError if the parts of a PostgreSQL URL cannot be told from each other, or cannot be right."""
    if not _is_clear(url):
        raise StorageError(
            "DATABASE_URL cannot be understood. It is postgresql://user:password@host:5432/name, with every character "
            "of the password that is no letter or digit written as a percent sign and two digits (%23 for #)."
        )
    modes = [value for name, value in parse_qsl(urlsplit(url).query) if name == "sslmode"]
    if not set(modes) <= set(SSL_MODES):
        raise StorageError(f"DATABASE_URL has an unknown sslmode: it is one of {', '.join(SSL_MODES)}.")


def address_of(url: str) -> str:
    """Return host, port and database of a PostgreSQL URL, without its user and password."""
    parts = urlsplit(url)
    return f"{parts.netloc.rpartition('@')[2]}{parts.path}"


def masked(url: str) -> str:
    """Return a URL that can be shown: without passwords, and without everything if it cannot be understood."""
    if url.startswith("sqlite:"):
        return url
    if not _is_clear(url):
        return "*** (cannot be understood)"
    parts = urlsplit(url)
    user = parts.netloc.rpartition("@")[0].partition(":")
    credentials = f"{user[0]}{':***' if user[1] else ''}@" if user[0] else ""
    options = [(name, "***" if "pass" in name else value) for name, value in parse_qsl(parts.query)]
    query = f"?{urlencode(options, safe='*/')}" if options else ""
    return f"{parts.scheme}://{credentials}{address_of(url)}{query}"


def _is_clear(url: str) -> bool:
    """Return whether each part is what it looks like: an unescaped `/`, `?` or `#` in a password ends the address."""
    try:
        parts = urlsplit(url)
        parse_qsl(parts.query, strict_parsing=bool(parts.query))
        (parts.hostname or "").encode("idna")
        if parts.port == 0:
            return False
    except ValueError:
        return False
    return not parts.fragment and "@" not in f"{parts.path}{parts.query}" and "%00" not in url and url.isprintable()
