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
    op.execute("CREATE TABLE search_blocks (id BIGINT PRIMARY KEY, first BIGINT NOT NULL, last BIGINT NOT NULL)")
    for function in FUNCTIONS:
        op.execute(function.replace(":", "\\:"))  # else SQLAlchemy takes what follows a colon for a parameter


# A block is 1,024 articles whose numbers follow each other, a large one 32 of them; neither token can be typed.
_KEYS = """
CREATE FUNCTION search_keys(place BIGINT, tokens TEXT) RETURNS TEXT[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT (string_to_array(tokens, ' ')
        || ARRAY['<' || ((place & 1073741823) >> 10), '>' || ((place & 1073741823) >> 15)]) COLLATE "C"
$$
"""

# The places nearest to one end of a stretch that hold all tokens and phrases. The nearest few are looked at one by one;
# then, by the index, blocks, so many that twice what is still to be found can be expected in them; at last everything.
# What was found counts as soon as no block that was left out can hold anything nearer.
_PLACES = """
CREATE FUNCTION {name}(needed TEXT[], phrases TEXT[], low BIGINT, high BIGINT, most INT) RETURNS SETOF BIGINT
LANGUAGE plpgsql STABLE
SET enable_seqscan = off SET enable_bitmapscan = on SET enable_sort = on
AS $$
DECLARE
    looked_at CONSTANT INT := 200;
    adjoining CONSTANT TEXT[] := ARRAY(SELECT '% ' || each || ' %' FROM unnest(phrases) AS each);
    every CONSTANT TEXT[] := adjoining || ARRAY(SELECT '% ' || each || ' %' FROM unnest(needed) AS each);
    found BIGINT[];
    seen BIGINT;
    large INT;
    many BIGINT;
    blocks TEXT[];
    edge BIGINT;
BEGIN
    SELECT array_agg(place ORDER BY place {order}) FILTER (WHERE tokens LIKE ALL (every)), count(*) INTO found, seen
    FROM (
        SELECT place, tokens FROM search WHERE place >= low AND place < high ORDER BY place {order} LIMIT looked_at
    ) AS nearest;
    IF seen < looked_at OR cardinality(found) >= most THEN
        RETURN QUERY SELECT each FROM unnest(found) AS each LIMIT most;
        RETURN;
    END IF;
    LOOP
        seen := seen * LEAST(64, GREATEST(4, 4 * most / (2 * COALESCE(cardinality(found), 0) + 1)));
        EXIT WHEN seen > 8 * 32768;
        large := CASE WHEN seen > 32768 THEN 5 ELSE 0 END;
        many := (seen + (1024 << large) - 1) / (1024 << large);
        seen := many * (1024 << large);
        SELECT array_agg(CASE large WHEN 0 THEN '<' ELSE '>' END || id) FILTER (WHERE rank <= many),
            {nearest}(reach) FILTER (WHERE rank > many) INTO blocks, edge
        FROM (
            SELECT id >> large AS id, {nearest}({edge}) AS reach,
                row_number() OVER (ORDER BY {nearest}({edge}) {order}) AS rank
            FROM search_blocks WHERE first < high AND last >= low GROUP BY id >> large
        ) AS near;
        SELECT array_agg(place) INTO found FROM (
            SELECT place FROM search
            WHERE search_keys(place, tokens) @> needed AND search_keys(place, tokens) && blocks
              AND place + 0 >= low AND place + 0 < high
              AND (adjoining = '{{}}' OR tokens LIKE ALL (adjoining))
            ORDER BY place + 0 {order} LIMIT most
        ) AS held;
        IF edge IS NULL OR found[most] {nearer} edge THEN
            RETURN QUERY SELECT unnest(found);
            RETURN;
        END IF;
    END LOOP;
    RETURN QUERY SELECT place FROM search
        WHERE search_keys(place, tokens) @> needed AND place + 0 >= low AND place + 0 < high
          AND (adjoining = '{{}}' OR tokens LIKE ALL (adjoining))
        ORDER BY place + 0 {order} LIMIT most;
END
$$
"""
FUNCTIONS = (
    _PLACES.format(name="search_newest", order="DESC", nearest="max", edge="last", nearer=">"),
    _PLACES.format(name="search_oldest", order="ASC", nearest="min", edge="first", nearer="<"),
)
