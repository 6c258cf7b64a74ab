"""The ledger's tables, one schema for SQLite and PostgreSQL.

Nothing in it is ever overwritten by another meaning: records and decisions are only added, and what is worked out from
them (links, stories, points) can be worked out again. ``migrations/`` brings a ledger from one version to the next;
a change here needs a step there, and ``tests/test_ledger_storage.py`` compares the two.
"""

from __future__ import annotations

import sqlalchemy as sa

metadata = sa.MetaData()

reports = sa.Table(
    "reports",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("id", sa.Text, nullable=False, unique=True),
    sa.Column("content", sa.Text, nullable=False, index=True),
    sa.Column("file", sa.Text),
    sa.Column("outlet", sa.Text),
    sa.Column("published", sa.Text),
    sa.Column("title", sa.Text),
    sa.Column("url", sa.Text),
    sa.Column("day", sa.Integer, nullable=False),
    sa.Column("version", sa.Text, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
    sa.Column("replaced_by", sa.Text),
    sa.Column("component", sa.Integer, nullable=False, index=True),
)
"""One published item. ``content`` is the hash of its bytes, ``day`` the proleptic day it was published or 0,
``component`` the smallest ``n`` among the reports it is linked with, at once or through others."""

records = sa.Table(
    "records",
    metadata,
    sa.Column("report", sa.Integer, sa.ForeignKey("reports.n"), primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("record", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.LargeBinary, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("added", sa.Text, nullable=False),
)
"""What each version of Sayso read in a report: the record's JSON, what points need of it, and its words."""

taken = sa.Table(
    "taken",
    metadata,
    sa.Column("content", sa.Text, primary_key=True),
    sa.Column("told", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, primary_key=True),
    sa.Column("report", sa.Integer, sa.ForeignKey("reports.n"), nullable=False),
)
"""Which bytes, told what, were read by which version: what is here need not be read again."""

terms = sa.Table(
    "terms",
    metadata,
    sa.Column("term", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""The inverted index: the hash of a telling term → the reports that have it, by day."""

links = sa.Table(
    "links",
    metadata,
    sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("other", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("weight", sa.Float, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sqlite_with_rowid=False,
)
"""Two reports that are alike (each pair both ways), how much, and in what."""

keys = sa.Table(
    "keys",
    metadata,
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
"""What reports can be asked for by: sources, outlets, persons, places, event types."""

decisions = sa.Table(
    "decisions",
    metadata,
    sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("target", sa.Text, nullable=False),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("by", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("because", sa.Text),
)
"""What people decided, in order. Taking one back is a decision too: no row is ever changed or deleted."""

decided_reports = sa.Table(
    "decided_reports",
    metadata,
    sa.Column("report", sa.Text, primary_key=True),
    sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.n"), primary_key=True),
)
"""Which decisions speak of which report."""

computed = sa.Table(
    "computed",
    metadata,
    sa.Column("what", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("answer", sa.LargeBinary, nullable=False),
)
"""Stories and points already worked out, with the state of what they were worked out from. Only a cache."""
