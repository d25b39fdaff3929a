"""How the newspaper remembers: one seam, two engines (SQLite and PostgreSQL), SQL in files."""

from storage.database import Database as Database
from storage.database import Description as Description
from storage.database import Unit as Unit
from storage.engines import open_storage as open_storage
from storage.migrate import Migration as Migration
from storage.migrate import migrate as migrate
