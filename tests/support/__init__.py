"""What tests and benchmarks share: one module per noun.

`processes` starts real bot processes that can be killed; `update_fuzzer` makes random valid and broken updates.
The benchmarks import these modules; nothing here imports the benchmarks.
"""
