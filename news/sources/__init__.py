"""Sources: the feeds and list pages from which the newspaper takes articles, and what becomes of their items. Pure.

`records` has a source and its rules, `found` what a visit finds, `timing` when a source is visited next, `deciding`
which items are new, changed or known, `composing` how an item becomes an article.
"""
