"""The history of the schema, one file a revision; `storage.migrate` walks it with Alembic."""
