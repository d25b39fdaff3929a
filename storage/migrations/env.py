"""What Alembic runs: the revisions, over the connection and inside the transaction that `storage.migrate` hands it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
