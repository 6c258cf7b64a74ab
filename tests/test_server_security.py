"""Who may ask, and what every answer forbids the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from ledger_reports import ferry_reports
from sayso.server.security import known_host
from sayso.server.settings import Settings
from server_desk import served


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that takes little."""
    ledger = str(tmp_path_factory.mktemp("guarded") / "ferry.ledger")
    with served(ledger, ferry_reports()[:1], Settings(upload_bytes=1000)) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/", "/nothing", "/static/sayso.css", "/api/v1/stories", "/api/v1/nothing", "/?since=x"]
)
def test_every_answer_forbids_what_is_not_from_here(desk: TestClient, path: str) -> None:
    headers = desk.get(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'" and policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer"


def test_pages_leave_no_copy_and_files_are_kept(desk: TestClient) -> None:
    from sayso.server.rendering import static

    assert desk.get("/").headers["cache-control"] == "no-store"
    assert "immutable" in desk.get(static("sayso.css")).headers["cache-control"]
    assert desk.get("/static/../app.py").status_code == 404
    assert desk.get("/static/%2e%2e/app.py").status_code == 404


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ("localhost", True), ("localhost:8321", True), ("127.0.0.1:8321", True), ("[::1]:8321", True), ("10.0.0.7", True),
        ("desk.example.org", True), ("DESK.example.org:443", True),
        ("evil.example", False), ("localhost.evil.example", False), ("127.0.0.1.evil.example", False), ("", False),
    ],
)  # fmt: skip
def test_a_name_that_was_pointed_here_is_refused(told: str, known: bool) -> None:
    assert known_host(told, frozenset({"desk.example.org"})) is known


def test_the_host_is_looked_at(desk: TestClient) -> None:
    assert desk.get("/", headers={"host": "evil.example"}).status_code == 421
    assert desk.get("/static/sayso.css", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    ("headers", "passes"),
    [
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site", "origin": "http://localhost"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"origin": "http://localhost"}, True),
        ({"origin": "http://evil.example"}, False),
        ({"origin": "null"}, False),
        ({"content-type": "application/json"}, True),
        ({"content-type": "application/x-www-form-urlencoded"}, False),
        ({"content-type": "text/plain"}, False),
        ({"content-type": "application/json", "origin": "http://evil.example"}, False),
    ],
)
def test_only_our_own_pages_and_programs_may_change_anything(
    desk: TestClient, headers: dict[str, str], passes: bool
) -> None:
    answer = desk.post("/check", headers=headers, content=b"{}")
    # Nothing takes a POST there: what gets that far is told so.
    assert answer.status_code == (405 if passes else 403)


def test_too_much_is_refused_before_it_is_read(desk: TestClient) -> None:
    own = {"sec-fetch-site": "same-origin"}
    assert desk.post("/check", headers=own, content=b"x" * 2000).status_code == 413
    assert desk.post("/check", headers={**own, "content-length": "-1"}, content=b"x").status_code == 413


def test_long_questions_are_refused(desk: TestClient) -> None:
    assert desk.get("/search", params={"text": "x" * 201}).status_code == 422
    assert desk.get("/check", params={"claim": "x" * 2001}).status_code == 422
    assert desk.get("/stories/" + "x" * 201).status_code == 422
    assert desk.get("/?after=99999999999").status_code == 422
    assert desk.get("/notes?n=0").status_code == 422
