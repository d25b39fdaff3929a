"""The search index of stems, its vocabulary, and the position of a rebuild.

In both engines an entry is a number that ascends in the archive's order (`place` here, `doc_id` since 0007) and the
article's tokens joined by spaces; the first and the last token are marks. SQLite's tokenizer `ascii` splits at the
spaces and at no character of a token. See docs/decisions/0012 for how PostgreSQL finds the newest of many matches.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Create the tables; `vestnik reindex` indexes the articles that are already published."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5 (tokens, tokenize = 'ascii', columnsize = 0)")
    else:
        _postgres()
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "vocabulary",
        sa.Column("stem", text, primary_key=True),
        sa.Column("form", sa.Text(), nullable=False),
        **_NO_ROWID,
    )
    op.create_table(
        "search_state",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=True),
    )
    op.execute("INSERT INTO search_state (id, version) VALUES (1, '')")


def _postgres() -> None:
    op.execute('CREATE TABLE search (place BIGINT PRIMARY KEY, tokens TEXT COLLATE "C" NOT NULL)')
    op.execute(_KEYS)
    # Each query scans the entries that are not merged into the index yet, so the pending list is kept short.
    waiting = "WITH (gin_pending_list_limit = 256)"
    op.execute(f"CREATE INDEX search_tokens ON search USING gin (search_keys(place, tokens)) {waiting}")
    columns = "bits INT, id BIGINT, first BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (bits, id)"
    op.execute(f"CREATE TABLE search_blocks ({columns})")
    for edge in ("first", "last"):
        op.create_index(f"search_blocks_{edge}", "search_blocks", ["bits", edge])
    for function in FUNCTIONS:
        op.execute(function.replace(":", "\\:"))  # otherwise SQLAlchemy reads a colon as the start of a parameter


# A block is 2^10 or 2^15 articles with consecutive numbers. Neither of its tokens can be typed by a reader.
_KEYS = """
CREATE FUNCTION search_keys(place BIGINT, tokens TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (string_to_array(tokens, ' ')
        || ARRAY['<10:' || ((place & 1073741823) >> 10), '<15:' || ((place & 1073741823) >> 15)]) COLLATE "C"
$$
"""

# The entries of a range, from one end, that contain all tokens and phrases. First the entries next to the end are
# checked one by one; then blocks are searched by the index, enough of them to expect several times the wanted number of
# matches; finally the whole range. Matches are returned as soon as no block left out can contain an entry nearer to the
# end. `place + 0` keeps the planner from walking the primary key, and one generic plan saves planning for each query.
_PLACES = """
CREATE FUNCTION {name}(needed TEXT[], phrases TEXT[], low BIGINT, high BIGINT, most INT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = on SET enable_sort = on SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    adjoining CONSTANT TEXT[] := ARRAY(SELECT '% ' || each || ' %' FROM unnest(phrases) AS each);
    every CONSTANT TEXT[] := adjoining || ARRAY(SELECT '% ' || each || ' %' FROM unnest(needed) AS each);
    seen BIGINT := 64;
    found BIGINT[];
    size INT;
    many BIGINT;
    blocks TEXT[];
    edge BIGINT;
BEGIN
    SELECT array_agg(place ORDER BY place {order}) FILTER (WHERE tokens LIKE ALL (every)), count(*) INTO found, many
    FROM (
        SELECT place, tokens FROM search WHERE place >= low AND place < high ORDER BY place {order} LIMIT seen
    ) AS near;
    IF many < seen OR cardinality(found) >= most THEN
        RETURN QUERY SELECT each FROM unnest(found) AS each LIMIT most;
        RETURN;
    END IF;
    LOOP
        seen := seen * CASE WHEN found IS NULL THEN 64
            ELSE LEAST(64, GREATEST(4, 6 * most / (2 * cardinality(found) + 1))) END;
        EXIT WHEN seen > 1 << 18;
        size := CASE WHEN seen <= 1 << 15 THEN 10 ELSE 15 END;
        many := (seen + (1 << size) - 1) >> size;
        seen := many << size;
        SELECT array_agg('<' || size || ':' || id) FILTER (WHERE rank <= many),
            {nearest}({edge}) FILTER (WHERE rank > many) INTO blocks, edge
        FROM (
            SELECT id, {edge}, row_number() OVER (ORDER BY {edge} {order}) AS rank FROM search_blocks
            WHERE bits = size AND first < high AND last >= low ORDER BY {edge} {order} LIMIT many + 1
        ) AS near;
        SELECT array_agg(place) INTO found FROM (
            SELECT place FROM search
            WHERE search_keys(place, tokens) @> needed AND search_keys(place, tokens) && blocks
              AND place + 0 >= low AND place + 0 < high AND (adjoining = '{{}}' OR tokens LIKE ALL (adjoining))
            ORDER BY place + 0 {order} LIMIT most
        ) AS held;
        IF edge IS NULL OR found[most] {nearer} edge THEN
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    END LOOP;
    RETURN QUERY SELECT place FROM search
        WHERE search_keys(place, tokens) @> needed
          AND place + 0 >= low AND place + 0 < high AND (adjoining = '{{}}' OR tokens LIKE ALL (adjoining))
        ORDER BY place + 0 {order} LIMIT most;
END
$$
"""
FUNCTIONS = (
    _PLACES.format(name="search_newest", order="DESC", nearest="max", edge="last", nearer=">"),
    _PLACES.format(name="search_oldest", order="ASC", nearest="min", edge="first", nearer="<"),
)
