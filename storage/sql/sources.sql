-- Sources: feeds and list pages, their visits, and the leases of their hosts.

-- name: add(address, kind, name, site, host, state, rules, by_file, next_at, interval_s)$
-- Store a source; no row if the address is known.
INSERT INTO sources (address, kind, name, site, host, state, rules, by_file, next_at, interval_s)
VALUES (:address, :kind, :name, :site, :host, :state, :rules, :by_file, :next_at, :interval_s)
ON CONFLICT DO NOTHING
RETURNING id;

-- name: get(id)^
-- One source.
SELECT * FROM sources WHERE id = :id;

-- name: find(address)^
-- The source with an address.
SELECT * FROM sources WHERE address = :address;

-- name: page(after, limit)
-- Sources in the order of their ids.
SELECT * FROM sources WHERE id > :after ORDER BY id LIMIT :limit;

-- name: counts()
-- How many sources are in each state.
SELECT state, COUNT(*) AS sources FROM sources GROUP BY state;

-- name: update(id, address, name, site, host, state, rules, by_file)$
-- Change what the staff decides; the visits stay.
UPDATE sources SET
    address = :address, name = :name, site = :site, host = :host, state = :state, rules = :rules, by_file = :by_file
WHERE id = :id
RETURNING id;

-- name: lock_lease(id)!
-- Wait for the unit of a visit that is under way: visits lock the lease of the host first, then items, then the source.
UPDATE source_hosts SET holder = holder WHERE host = (SELECT host FROM sources WHERE id = :id);

-- name: remove(id)$
-- Forget a source.
DELETE FROM sources WHERE id = :id RETURNING id;

-- name: remove_items(id)!
-- Forget the items of a source.
DELETE FROM source_items WHERE source_id = :id;

-- name: schedule(id, next_at)!
-- Set the time of the next visit.
UPDATE sources SET next_at = :next_at WHERE id = :id;

-- name: due(now, latest_lease, failing, limit)
-- The active sources that are due and whose hosts nobody visits: those that failed the last time, or the others. A lease
-- that ends after the latest possible time was taken by a clock that was ahead.
SELECT s.* FROM sources AS s
WHERE s.state = 'active' AND s.next_at <= :now AND CASE WHEN s.failures > 0 THEN 1 ELSE 0 END = :failing
  AND NOT EXISTS (
      SELECT 1 FROM source_hosts AS h
      WHERE h.host = s.host AND h.leased_until > :now AND h.leased_until <= :latest_lease
  )
ORDER BY s.next_at, s.id
LIMIT :limit;

-- name: bring_forward(now, latest, latest_visit)!
-- Make the sources due whose times come from a clock that was ahead: they were visited in the future, wait for their
-- first visit, or wait longer than any source does.
UPDATE sources SET next_at = :now
WHERE id IN (
    SELECT id FROM sources WHERE state = 'active' AND visited_at > :latest_visit AND next_at > :now
    UNION ALL
    SELECT id FROM sources WHERE state = 'active' AND visited_at IS NULL AND next_at > :now
    UNION ALL
    SELECT id FROM sources WHERE state = 'active' AND next_at > :latest
);

-- name: lease(host, holder, now, latest, until)$
-- Take the lease of a host; no row while one is valid.
INSERT INTO source_hosts (host, holder, leased_until) VALUES (:host, :holder, :until)
ON CONFLICT (host) DO UPDATE SET holder = excluded.holder, leased_until = excluded.leased_until
WHERE source_hosts.leased_until <= :now OR source_hosts.leased_until > :latest
RETURNING host;

-- name: release(host, holder)!
-- End a holder's lease.
DELETE FROM source_hosts WHERE host = :host AND holder = :holder;

-- name: release_all()!
-- End every lease.
DELETE FROM source_hosts;

-- name: holds(id, holder)$
-- A row if the holder has the lease of a source's host. The lease is written, so that nobody else takes it before the
-- transaction ends.
UPDATE source_hosts SET holder = :holder
WHERE host = (SELECT host FROM sources WHERE id = :id) AND holder = :holder
RETURNING host;

-- name: holds_active(id, holder)$
-- The same, if the source is still to be visited.
UPDATE source_hosts SET holder = :holder
WHERE host = (SELECT host FROM sources WHERE id = :id AND state = 'active') AND holder = :holder
RETURNING host;

-- name: visited(id, due_at, next_at, interval_s, visited_at, succeeded_at, etag, modified, body_hash, begun, failures, failing_since, trouble, detail, told)!
-- Store how a visit went. If the next one was set to another time than `due_at` meanwhile, it stays.
UPDATE sources SET
    next_at = CASE WHEN next_at = :due_at THEN :next_at ELSE next_at END, interval_s = :interval_s, visited_at = :visited_at, succeeded_at = :succeeded_at,
    etag = :etag, modified = :modified, body_hash = :body_hash, begun = :begun, failures = :failures,
    failing_since = :failing_since, trouble = :trouble, detail = :detail, told = :told
WHERE id = :id;

-- name: count_taken(id, count)!
-- Add to the number of articles that came from a source.
UPDATE sources SET taken = taken + :count WHERE id = :id;
