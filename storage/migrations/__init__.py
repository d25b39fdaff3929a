"""The revisions of the schema, one per file; `storage.migrate` runs them with Alembic."""
