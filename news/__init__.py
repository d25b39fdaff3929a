"""The newsroom: the pure rules of a newspaper, which know neither Telegram nor a database."""
