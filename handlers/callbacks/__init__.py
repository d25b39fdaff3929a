"""Callback data of the buttons: ids, at most 64 bytes. Whether a press is allowed is decided from the database.

Each module has the name of the module in `handlers.commands` that answers its buttons. They stand here because cards
make the buttons, and cards may not import commands.
"""
