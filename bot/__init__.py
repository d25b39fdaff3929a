"""The program: settings, the composition root, the command line, timers, intake and the session to Telegram."""
