"""What buttons carry: ids only, at most 64 bytes. A button says *what*; the database decides *whether*.

Each module has the name of the module in `handlers.commands` that answers its buttons. They stand here because cards
make the buttons, and cards may not import commands.
"""
