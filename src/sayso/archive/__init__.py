"""Archives: reports by the million → Parquet shards, and from these into a ledger.

Files are grouped into units (:mod:`~sayso.archive.inputs`), a unit's reports are cut into orders of a fixed number
(:mod:`~sayso.archive.orders`), an engine has each order read by a child process (:mod:`~sayso.archive.reader`), and the
folder takes what comes of it as a shard, all of it or nothing (:mod:`~sayso.archive.folder`).
"""
