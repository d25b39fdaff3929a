"""Choice: what a place wants of the newspaper, when, and how much of it. Pure rules.

`preferences` are what a reader has chosen, `tracking` is what the newspaper remembers about serving them. `timetables`
turns local times into moments. `deciding` says when waiting articles may go, `selection` which articles a place gets,
for thousands of places a second, `forms` how one delivery shows an edition. `news.choice_desk` changes preferences, and
`news.delivery.planning` connects all this with the ledger: docs/decisions/0047.
"""
