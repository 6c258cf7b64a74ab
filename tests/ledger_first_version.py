"""A ledger as the first version of Sayso made it: its tables, and vectors without what was added to them since."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

TABLES = """
CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, PRIMARY KEY (version_num));
CREATE TABLE reports (
    n INTEGER NOT NULL PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL, file TEXT, outlet TEXT,
    published TEXT, title TEXT, url TEXT, day INTEGER NOT NULL, version TEXT NOT NULL, added TEXT NOT NULL,
    replaced_by TEXT, component INTEGER NOT NULL
);
CREATE INDEX ix_reports_component ON reports (component);
CREATE INDEX ix_reports_content ON reports (content);
CREATE TABLE records (
    report INTEGER NOT NULL REFERENCES reports (n), version TEXT NOT NULL, record BLOB NOT NULL, digest BLOB NOT NULL,
    vector BLOB NOT NULL, added TEXT NOT NULL, PRIMARY KEY (report, version)
);
CREATE TABLE taken (
    content TEXT NOT NULL, told TEXT NOT NULL, version TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports (n),
    PRIMARY KEY (content, told, version)
);
CREATE TABLE terms (
    term BIGINT NOT NULL, day INTEGER NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (term, day, report)
) WITHOUT ROWID;
CREATE TABLE links (
    one INTEGER NOT NULL, other INTEGER NOT NULL, weight FLOAT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (one, other)
) WITHOUT ROWID;
CREATE TABLE keys (
    kind TEXT NOT NULL, "key" TEXT NOT NULL, report INTEGER NOT NULL, PRIMARY KEY (kind, "key", report)
) WITHOUT ROWID;
CREATE TABLE decisions (
    n INTEGER NOT NULL PRIMARY KEY, kind TEXT NOT NULL, target TEXT NOT NULL, value TEXT NOT NULL, "by" TEXT NOT NULL,
    at TEXT NOT NULL, because TEXT
);
CREATE TABLE decided_reports (
    report TEXT NOT NULL, decision INTEGER NOT NULL REFERENCES decisions (n), PRIMARY KEY (report, decision)
);
CREATE TABLE computed (what TEXT NOT NULL PRIMARY KEY, state TEXT NOT NULL, answer BLOB NOT NULL);
CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize='porter unicode61');
INSERT INTO alembic_version VALUES ('0001');
"""
COLUMNS = {
    "reports": "n, id, content, file, outlet, published, title, url, day, version, added, replaced_by, component",
    "records": "report, version, record, digest, vector, added",
    "taken": "content, told, version, report",
    "terms": "term, day, report",
    "links": "one, other, weight, reason",
    "keys": 'kind, "key", report',
    "decisions": 'n, kind, target, value, "by", at, because',
    "decided_reports": "report, decision",
}


def as_first_version(new: Path, old: Path) -> None:
    """What ``new`` holds, in a ledger at ``old`` as the first version would have it; without its full-text index."""
    connection = sqlite3.connect(old)
    connection.executescript(TABLES)
    connection.execute("ATTACH ? AS new", (str(new),))
    for table, columns in COLUMNS.items():
        connection.execute(f"INSERT INTO main.{table} ({columns}) SELECT {columns} FROM new.{table}")
    for report, packed in connection.execute("SELECT report, vector FROM main.records").fetchall():
        vector = json.loads(packed)
        kept = json.dumps({"weights": vector["weights"], "named": vector["named"]}, separators=(",", ":")).encode()
        connection.execute("UPDATE main.records SET vector = ? WHERE report = ?", (kept, report))
    connection.commit()
    connection.close()
