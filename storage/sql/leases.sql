-- Named leases: what only one process may do at a time.

-- name: acquire(name, holder, now, until)$
-- Take or prolong a lease; no row comes back while somebody else holds it.
INSERT INTO leases (name, holder, until) VALUES (:name, :holder, :until)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE leases.holder = excluded.holder OR leases.until <= :now
RETURNING holder;

-- name: get(name)^
-- Who holds a lease, or held it last.
SELECT holder, until FROM leases WHERE name = :name;

-- name: release(name, holder)!
-- End a lease before its time.
DELETE FROM leases WHERE name = :name AND holder = :holder;

-- name: release_all()!
-- End every lease.
DELETE FROM leases;
