"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables, and what full-text search needs of each database."""
    op.create_table(
        "reports",
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
    op.create_table(
        "records",
        sa.Column("report", sa.Integer, sa.ForeignKey("reports.n"), primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("vector", sa.LargeBinary, nullable=False),
        sa.Column("added", sa.Text, nullable=False),
    )
    op.create_table(
        "taken",
        sa.Column("content", sa.Text, primary_key=True),
        sa.Column("told", sa.Text, primary_key=True),
        sa.Column("version", sa.Text, primary_key=True),
        sa.Column("report", sa.Integer, sa.ForeignKey("reports.n"), nullable=False),
    )
    op.create_table(
        "terms",
        sa.Column("term", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "links",
        sa.Column("one", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("other", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("weight", sa.Float, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "keys",
        sa.Column("kind", sa.Text, primary_key=True),
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("report", sa.Integer, primary_key=True, autoincrement=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "decisions",
        sa.Column("n", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", sa.Text, nullable=False),
        sa.Column("because", sa.Text),
    )
    op.create_table(
        "decided_reports",
        sa.Column("report", sa.Text, primary_key=True),
        sa.Column("decision", sa.Integer, sa.ForeignKey("decisions.n"), primary_key=True),
    )
    op.create_table(
        "computed",
        sa.Column("what", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("answer", sa.LargeBinary, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        # Contentless: the index holds the words, the text itself is in the record.
        op.execute("CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='porter unicode61')")
    else:
        op.execute("CREATE TABLE words (report integer PRIMARY KEY REFERENCES reports (n), body tsvector NOT NULL)")
        op.execute("CREATE INDEX words_body ON words USING gin (body)")


def downgrade() -> None:
    """There is nothing before the first schema."""
    raise NotImplementedError("a ledger has no earlier version")
