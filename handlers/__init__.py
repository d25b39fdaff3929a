"""What a person can do in the chat: one file a doing, and the tools they share."""
