"""The program: settings, the composition root, the command line, and what goes on by itself."""
