"""Parsing of what strangers have written: runs in a child process only, with limits of CPU and memory."""
