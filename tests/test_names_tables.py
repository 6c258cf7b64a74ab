"""Tables of names: those that ship are sound, and a user's own go before them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.cli import main
from sayso.names.tables import TableError, country_codes, known_names, known_persons, shipped, with_own
from sayso.reading import read_bytes

OWN = "name,other_names,kind,country,sector,from,until\nVelmar Front,VLF,body,NO,REB,,\nJon Aasen,Aasen,person,NO,GOV,2020,\n"
SECTORS = {
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "NGO", "OPP",
    "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF",
}  # fmt: skip


def test_the_tables_that_ship_are_sound() -> None:
    for known in (*known_names().values(), *known_persons().values()):
        assert known.country is None or known.country in country_codes(), known
        assert known.kind == "country" or known.sector in SECTORS, known
        assert all(last is None or first <= last for first, last in known.terms), known
    assert known_names()["PKK"].country == "TR"
    assert known_persons()["Mandela"].terms == ((1994, 1999),)


def test_a_table_of_ones_own_goes_before() -> None:
    tables = with_own(OWN)
    assert (tables.names["VLF"].name, tables.persons["Aasen"].country) == ("Velmar Front", "NO")
    assert set(shipped().names) < set(tables.names)
    record = read_bytes(b"VLF fighters attacked a convoy. Aasen condemned the attack.", tables=tables)
    found = {(e.type, p.country, p.country_basis) for e in record.events for p in e.parties}
    assert {("ASSAULT", "NO", "table"), ("ACCUSE", "NO", "table")} <= found
    assert "Velmar Front" in {e.name for e in record.entities}
    assert "Velmar Front" not in {e.name for e in read_bytes(b"VLF fighters attacked a convoy.").entities}


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "needs a column 'name'"),
        ("country\nNO\n", "needs a column 'name'"),
        ("name,country\nVelmar,NOR\n", "Velmar: 'NOR' is no country code"),
        ("name,kind,from\nJon Aasen,person,soon\n", "'from' should be a year"),
        ("name\n" + "x" * 1_000_001, "at most 1,000,000 characters"),
    ],
)
def test_what_is_no_table_is_refused_with_the_reason(text: str, complaint: str) -> None:
    with pytest.raises(TableError, match=complaint):
        with_own(text)


def test_the_command_line_takes_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report, table = tmp_path / "r.txt", tmp_path / "names.csv"
    report.write_text("VLF fighters attacked a convoy on Monday.")
    table.write_text(OWN)
    assert main(["read", str(report), "--names", str(table), "--format", "json"]) == 0
    assert '"Velmar Front"' in capsys.readouterr().out
    assert main(["read", str(report), "--names", str(tmp_path / "none.csv")]) == 2
    table.write_text("country\nNO\n")
    assert main(["read", str(report), "--names", str(table)]) == 2
