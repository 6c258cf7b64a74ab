"""What the next page will ask for is worked out before anybody asks for it."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from fastapi.testclient import TestClient

from ledger_reports import ferry_reports
from sayso.ledger import Ledger, open_ledger
from sayso.ledger.adding import add
from sayso.ledger.schema import computed
from sayso.server.settings import Settings
from server_desk import HOME, served


def kept(ledger: Ledger) -> dict[str, str]:
    """What is kept of points, and the state it is of."""
    with ledger.reading() as connection:
        rows = connection.execute(sa.select(computed.c.what, computed.c.state)).all()
    return {what: state for what, state in rows if what.startswith("points ")}


def comes(true: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Whether something becomes so before long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return False


def of(client: TestClient) -> Ledger:
    return client.app.state.desk.ledger  # type: ignore[attr-defined,no-any-return]


def test_points_are_there_before_anybody_asks(tmp_path: Path) -> None:
    with served(str(tmp_path / "w.ledger"), ferry_reports()) as client:
        assert comes(lambda: bool(kept(of(client))))


def test_a_new_report_and_a_decision_are_worked_in(tmp_path: Path) -> None:
    *some, last = ferry_reports()
    with served(str(tmp_path / "w.ledger"), some) as client:
        assert comes(lambda: bool(kept(of(client))))
        before = kept(of(client))
        other = open_ledger(str(tmp_path / "w.ledger"))
        add(other, last)
        other.close()
        assert comes(lambda: kept(of(client)) != before)
        before = kept(of(client))
        report = client.get("/api/v1/reports").json()["reports"][0]["id"]
        statement = client.get(f"/reports/{report}/record.json").json()["statements"][0]["id"]
        client.post(
            f"/review/reports/{report}/{statement}", data={"do": "accept", "by": "Mara Quist"}, headers={"Origin": HOME}
        )
        assert comes(lambda: kept(of(client)) != before)


def test_it_can_be_turned_off(tmp_path: Path) -> None:
    with served(str(tmp_path / "w.ledger"), ferry_reports(), Settings(stories_warmed=0)) as client:
        assert client.get("/add").status_code == 200
        assert not kept(of(client))
