"""The search: an index of stems, the vocabulary it was made of, and how far the index is made.

In both engines an entry is a place (`news.indexing.place_of`) and its tokens joined by blanks; the first and the last
token are marks. SQLite's tokenizer `ascii` parts them at the blanks and leaves every other sign of ours alone. See
docs/decisions/0012 for how PostgreSQL finds the newest of many.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_NO_ROWID = {"sqlite_with_rowid": False}


def upgrade() -> None:
    """Make the tables; what was published before is indexed by `vestnik reindex`."""
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
    # Every query reads whatever waits to be sorted into the index: little may wait.
    waiting = "WITH (gin_pending_list_limit = 256)"
    op.execute(f"CREATE INDEX search_tokens ON search USING gin (search_keys(place, tokens)) {waiting}")
    columns = "bits INT, id BIGINT, first BIGINT NOT NULL, last BIGINT NOT NULL, PRIMARY KEY (bits, id)"
    op.execute(f"CREATE TABLE search_blocks ({columns})")
    for edge in ("first", "last"):
        op.create_index(f"search_blocks_{edge}", "search_blocks", ["bits", edge])
    for function in FUNCTIONS:
        op.execute(function.replace(":", "\\:"))  # else SQLAlchemy takes what follows a colon for a parameter


# A block is 2^10 or 2^15 articles whose numbers follow each other. Neither of its tokens can be typed.
_KEYS = """
CREATE FUNCTION search_keys(place BIGINT, tokens TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (string_to_array(tokens, ' ')
        || ARRAY['<10:' || ((place & 1073741823) >> 10), '<15:' || ((place & 1073741823) >> 15)]) COLLATE "C"
$$
"""

# The places nearest to one end of a stretch that hold all tokens and phrases. The nearest few are looked at one by one;
# then, by the index, blocks, so many that some times what is wanted can be expected in them; at last everything. What
# was found counts as soon as no block that was left out can hold anything nearer. `place + 0` keeps the planner from
# walking the primary key, and one plan for all words spares it the planning.
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
