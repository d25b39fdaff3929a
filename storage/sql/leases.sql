-- Named leases: each permits one process at a time to do a job, as polling.

-- name: acquire(name, holder, expired_by, until)$
-- Take or extend a lease; no row while another holder's lease is valid.
INSERT INTO leases (name, holder, until) VALUES (:name, :holder, :until)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
WHERE leases.holder = excluded.holder OR leases.until <= :expired_by
RETURNING holder;

-- name: correct(name, latest)$
-- Shorten a lease that ends later than it can.
UPDATE leases SET until = :latest WHERE name = :name AND until > :latest RETURNING holder;

-- name: get(name)^
-- The present or last holder of a lease.
SELECT holder, until FROM leases WHERE name = :name;

-- name: release(name, holder)!
-- End a holder's lease.
DELETE FROM leases WHERE name = :name AND holder = :holder;

-- name: release_all()!
-- End every lease.
DELETE FROM leases;
