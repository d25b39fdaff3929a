"""The reading of feeds, pages and pictures. It runs in the child process `worker` only, under limits of CPU and memory.

`jobs` says what the child can do. No module here opens a socket or a file.
"""
