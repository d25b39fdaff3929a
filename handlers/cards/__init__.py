"""How things look in the chat: functions that turn what the newsroom returns into text and buttons. Nothing is sent."""
