"""Feeds: reads other sites. One guard checks every request, and a child process parses the answers into items."""
