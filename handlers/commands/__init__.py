"""What a person can do in the chat: one file a doing. `handlers.root` finds each module and binds its `router()`."""
