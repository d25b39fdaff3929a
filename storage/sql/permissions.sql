-- The newspaper's changes of the roles table.

-- name: every()
-- All changes.
SELECT role, deed, allowed FROM permissions ORDER BY role, deed;

-- name: set(role, deed, allowed)!
-- Allow a deed to a role, or forbid it.
INSERT INTO permissions (role, deed, allowed) VALUES (:role, :deed, :allowed)
ON CONFLICT (role, deed) DO UPDATE SET allowed = excluded.allowed;

-- name: reset(role)!
-- Give a role the default deeds again.
DELETE FROM permissions WHERE role = :role;
