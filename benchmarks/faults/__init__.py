"""Faults: what must not be lost, nor done twice, when everything around the newspaper breaks. See ../README.md."""
