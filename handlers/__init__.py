"""The chat: commands, the cards they show, and the tools that commands share."""
