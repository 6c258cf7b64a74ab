"""Sign-in: nobody is let in who is not, roles hold on every route, and cases are kept apart."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

pytest.importorskip("argon2")

from ledger_databases import address, postgres  # noqa: F401
from ledger_reports import ferry_reports
from sayso.cli import main
from sayso.ledger import open_ledger, views
from sayso.ledger.adding import add
from sayso.server.app import PAGES, create_app
from sayso.server.auth import pages
from sayso.server.auth.attempts import Attempts
from sayso.server.auth.cases import case_name, cases_of, create_desk
from sayso.server.auth.gate import needed
from sayso.server.auth.people import EVERY, People, PeopleError, beside, new_password, open_people
from sayso.server.settings import Settings
from server_desk import HOME, Page

PASSWORDS = {"Ada Reader": "lamp-otter-quay-91", "Ann Lyst": "brine-fern-hull-07", "Adam Min": "cedar-moth-pier-55"}
ROLES = {"Ada Reader": "reader", "Ann Lyst": "analyst", "Adam Min": "admin"}
TOLD = Settings(sign_in_failures=3, sign_in_address_failures=40)


@pytest.fixture(autouse=True)
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 with little memory: it is the library's to be slow."""
    from argon2 import PasswordHasher

    monkeypatch.setattr("sayso.server.auth.people._hasher", lambda: PasswordHasher(1, 8, 1))
    monkeypatch.setattr("sayso.server.auth.people._hash_of_nobody", [])


def fill(ledger: str) -> None:
    made = open_ledger(ledger, create=True)
    for record in ferry_reports():
        add(made, record)
    made.close()


@pytest.fixture
def people(tmp_path: Path) -> Iterator[People]:
    made = open_people(str(tmp_path / "ferry.ledger.users"))
    for name, password in PASSWORDS.items():
        made.add(name, password)
        made.give(name, ROLES[name], "ferry")
    yield made
    made.close()


@pytest.fixture
def desk(tmp_path: Path, people: People) -> Iterator[TestClient]:
    """Two cases, of which the three have roles in one only."""
    cases = {name: str(tmp_path / f"{name}.ledger") for name in ("ferry", "mine")}
    for ledger in cases.values():
        fill(ledger)
    with TestClient(create_desk(cases, people, TOLD), base_url=HOME, follow_redirects=False) as client:
        yield client


def sign_in(client: TestClient, name: str, password: str | None = None, **more: Any) -> Any:
    client.cookies.clear()
    data = {"name": name, "password": PASSWORDS.get(name, "") if password is None else password, **more}
    return client.post("/desk/sign-in", data=data, headers={"Origin": HOME})


def routes() -> list[tuple[str, str]]:
    """Every route of a case, with something in the place of its parameters."""
    found: list[tuple[str, str]] = []
    for route in [r for router in PAGES for r in router.routes] + _api_routes():
        assert isinstance(route, APIRoute)
        path = "/".join("x" if part.startswith("{") else part for part in route.path.split("/"))
        found += [(method, path) for method in sorted(route.methods)]
    return found


def _api_routes() -> list[Any]:
    from sayso.server import api

    routers = [getattr(api, name) for name in ("router", "docs") if hasattr(api, name)]
    return [route for router in routers for route in router.routes if isinstance(route, APIRoute)]


def test_every_route_is_closed_to_who_has_not_signed_in(desk: TestClient) -> None:
    assert len(routes()) > 25
    for method, path in [*routes(), ("GET", "/static/sayso.css"), ("GET", "/api/v1/openapi.json"), ("GET", "/nowhere")]:
        for case in ("ferry", "mine", "none"):
            answer = desk.request(method, f"/cases/{case}{path}", headers={"Origin": HOME, "Accept": "*/*"})
            assert answer.status_code == 401, (method, path)
            assert "Brenholm" not in answer.text
            looked = desk.request(method, f"/cases/{case}{path}", headers={"Origin": HOME, "Accept": "text/html"})
            assert looked.status_code in (401, 303), (method, path)
            if looked.status_code == 303:
                assert looked.headers["location"].startswith("/desk/sign-in")
    for path in ("/", "/desk", "/desk/people", "/stories", "/review", "/api/v1/stories", "/openapi.json", "/docs"):
        assert desk.get(path).status_code == 401, path


def test_every_route_is_closed_to_who_has_no_role_in_the_case(desk: TestClient) -> None:
    for name in PASSWORDS:
        sign_in(desk, name)
        for method, path in routes():
            for case in ("mine", "none"):
                answer = desk.request(method, f"/cases/{case}{path}", headers={"Origin": HOME})
                assert answer.status_code == 403, (name, method, path)
                assert "Brenholm" not in answer.text


def test_a_reader_looks_and_nothing_else(desk: TestClient) -> None:
    sign_in(desk, "Ada Reader")
    for method, path in routes():
        answer = desk.request(method, f"/cases/ferry{path}", headers={"Origin": HOME})
        if method != "GET" or path.startswith(("/review", "/add")):
            assert answer.status_code == 403, (method, path)
        else:
            assert answer.status_code not in (401, 403), (method, path)
    assert desk.get("/desk/people").status_code == 403


def test_an_analyst_decides_and_does_not_administer(desk: TestClient) -> None:
    sign_in(desk, "Ann Lyst")
    for method, path in routes():
        answer = desk.request(method, f"/cases/ferry{path}", headers={"Origin": HOME})
        assert answer.status_code not in (401, 403), (method, path)
    headers = {"Origin": HOME}
    assert desk.get("/desk/people").status_code == 403
    assert (
        desk.post(
            "/desk/people", data={"name": "Ann Lyst", "case": "ferry", "role": "admin"}, headers=headers
        ).status_code
        == 403
    )
    assert desk.post("/desk/people/new", data={"name": "Eve"}, headers=headers).status_code == 403


def test_the_desks_own_routes_need_a_session() -> None:
    open_ones = {"/desk/sign-in", "/"}
    bare = FastAPI()
    bare.state.doors = pages.Doors(None, (), Attempts(1, 1), Attempts(1, 1))  # type: ignore[arg-type]
    bare.include_router(pages.router)
    client = TestClient(bare, follow_redirects=False)
    for route in pages.router.routes:
        assert isinstance(route, APIRoute)
        if route.path not in open_ones:
            for method in route.methods:
                # Even without the gate before them.
                answer = client.request(method, route.path, data={"name": "x"} if method == "POST" else None)
                assert answer.status_code == 401, route.path


def test_what_is_not_named_takes_an_analyst() -> None:
    assert needed("GET", "/stories/x") == "reader"
    for method, path in (
        ("GET", "/new"),
        ("GET", "/storiesx"),
        ("GET", "//stories"),
        ("POST", "/stories"),
        ("OPTIONS", "/"),
        ("DELETE", "/"),
    ):
        assert needed(method, path) == "analyst"


def test_signing_in_leads_back_and_pages_stay_in_their_case(desk: TestClient) -> None:
    asked = desk.get("/cases/ferry/stories?x=1", headers={"Accept": "text/html"})
    assert asked.headers["location"] == "/desk/sign-in?next=/cases/ferry/stories%3Fx%3D1"
    answer = sign_in(desk, "Ann Lyst", next="/cases/ferry/review")
    assert (answer.status_code, answer.headers["location"]) == (303, "/cases/ferry/review")
    shown = Page(desk.get("/cases/ferry/").text)
    assert {link for link in shown.links if not link.startswith(("/cases/ferry/", "/desk", "#"))} == set()
    assert "Ann Lyst" in shown.text
    seen: set[str] = set()
    waiting = [link for link in shown.links if "/export" not in link]
    while waiting and len(seen) < 60:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/cases/") or "/export" in path or path.count("=") > 1:
            continue
        seen.add(path)
        answer = desk.get(path)
        assert answer.status_code in (200, 307), path
        if answer.status_code == 307:
            assert answer.headers["location"].startswith("/cases/ferry/")
        elif answer.headers["content-type"].startswith("text/html"):
            waiting += Page(answer.text).links
    assert any("/reports/" in path for path in seen)


@pytest.mark.parametrize(
    "away", ["https://elsewhere.example", "//elsewhere.example", "/cases//elsewhere.example", "/\\elsewhere", "/deskx"]
)
def test_signing_in_never_leads_elsewhere(desk: TestClient, away: str) -> None:
    assert sign_in(desk, "Ann Lyst", next=away).headers["location"] == "/desk"


def test_decisions_are_signed_with_the_name_of_who_is_signed_in(desk: TestClient, tmp_path: Path) -> None:
    sign_in(desk, "Ann Lyst")
    point = desk.get("/cases/ferry/api/v1/points").json()["points"][0]
    path = f"/cases/ferry/review/points/{point['story']}/{point['id']}"
    assert 'name="by"' not in desk.get(path).text
    claims = [claim["claim"] for claim in point["claims"][:1]]
    kept = desk.post(path, data={"do": "accept", "claims": claims, "by": "Somebody Else"}, headers={"Origin": HOME})
    assert kept.status_code == 303
    assert kept.headers["location"].startswith("/cases/ferry/review")
    ledger = open_ledger(str(tmp_path / "ferry.ledger"))
    (entry,) = views.decided(ledger)["decisions"]
    ledger.close()
    assert entry["by"] == "Ann Lyst"
    other = open_ledger(str(tmp_path / "mine.ledger"))
    assert views.decided(other)["decisions"] == []
    other.close()


def test_the_session_cookie_is_guarded_and_ends(desk: TestClient, people: People) -> None:
    answer = sign_in(desk, "Ann Lyst")
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=lax" in cookie and "Secure" not in cookie and "Path=/" in cookie
    token = desk.cookies["sayso-session"]
    assert desk.get("/cases/ferry/").status_code == 200
    out = desk.post("/desk/sign-out", headers={"Origin": HOME, "Content-Type": "application/x-www-form-urlencoded"})
    assert out.status_code == 303
    desk.cookies.set("sayso-session", token)
    assert desk.get("/cases/ferry/").status_code == 401
    with people.engine.connect() as connection:
        kept = connection.exec_driver_sql("SELECT count(*) FROM sayso_sessions").scalar()
    assert kept == 0


def test_over_https_the_cookie_is_secure_and_of_this_host(tmp_path: Path, people: People) -> None:
    fill(str(tmp_path / "ferry.ledger"))
    app = create_desk({"ferry": str(tmp_path / "ferry.ledger")}, people, TOLD, behind_https=True)
    with TestClient(app, base_url="https://localhost", follow_redirects=False) as client:
        data = {"name": "Ann Lyst", "password": PASSWORDS["Ann Lyst"]}
        answer = client.post("/desk/sign-in", data=data, headers={"Sec-Fetch-Site": "same-origin"})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-sayso-session=") and "Secure" in cookie and "Domain" not in cookie
        assert client.get("/cases/ferry/").status_code == 200


def test_sessions_end_by_idleness_by_age_and_when_somebody_says_so(people: People) -> None:
    now = [1_000_000.0]
    timed = People(people.engine, idle_seconds=100, longest_seconds=250, clock=lambda: now[0])
    ann = timed.named("ann lyst")
    token = timed.begin(ann)
    for later in (90, 90):
        now[0] += later
        assert timed.whose(token) is not None
    now[0] += 90
    assert timed.whose(token) is None
    token = timed.begin(ann)
    now[0] += 101
    assert timed.whose(token) is None
    for ending in (
        lambda: timed.set_password("Ann Lyst", "another-word-for-it"),
        lambda: timed.end_all("Ann Lyst"),
        lambda: timed.remove("Ann Lyst"),
    ):
        token = timed.begin(timed.named("Ann Lyst"))
        ending()
        assert timed.whose(token) is None


def test_a_role_that_is_taken_away_is_gone_at_once(desk: TestClient, people: People) -> None:
    sign_in(desk, "Ann Lyst")
    assert desk.get("/cases/ferry/review").status_code == 200
    people.give("Ann Lyst", "reader", "ferry")
    assert desk.get("/cases/ferry/review").status_code == 403
    people.give("Ann Lyst", None, "ferry")
    assert desk.get("/cases/ferry/").status_code == 403


def test_passwords_cannot_be_tried_one_after_the_other(desk: TestClient) -> None:
    for _ in range(TOLD.sign_in_failures):
        assert sign_in(desk, "Ann Lyst", "wrong").status_code == 401
    refused = sign_in(desk, "Ann Lyst")
    assert refused.status_code == 429
    assert int(refused.headers["retry-after"]) > 0
    assert sign_in(desk, "ANN  LYST").status_code in (401, 429)
    assert sign_in(desk, "Adam Min").status_code == 303
    for n in range(TOLD.sign_in_address_failures):
        sign_in(desk, f"nobody {n}", "wrong")
    assert sign_in(desk, "Ada Reader").status_code == 429


def test_attempts_are_forgotten_in_time_and_bounded() -> None:
    now = [0.0]
    tried = Attempts(2, 60, clock=lambda: now[0])
    tried.failed("a")
    tried.failed("a")
    assert tried.wait("a") == 60
    now[0] = 61
    assert tried.wait("a") == 0
    for n in range(12_000):
        tried.failed(str(n))
    assert len(tried._failed) == 10_000


def test_signing_in_says_the_same_whether_or_not_there_is_such_a_name(desk: TestClient) -> None:
    one, other = sign_in(desk, "Ann Lyst", "wrong"), sign_in(desk, "Nobody", "wrong")
    assert (one.status_code, one.text.replace("Ann Lyst", "Nobody")) == (other.status_code, other.text)


def test_forms_of_other_sites_sign_nobody_in_or_out(desk: TestClient) -> None:
    data = {"name": "Ann Lyst", "password": PASSWORDS["Ann Lyst"]}
    assert desk.post("/desk/sign-in", data=data, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    sign_in(desk, "Ann Lyst")
    assert (
        desk.post("/desk/sign-out", data={"x": "1"}, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    )
    assert desk.get("/desk").status_code == 200


def test_an_admin_of_a_case_gives_roles_in_it_only(desk: TestClient, people: People) -> None:
    sign_in(desk, "Adam Min")
    shown = desk.get("/desk/people")
    assert "Ada Reader" in shown.text and "Take in" not in shown.text
    headers = {"Origin": HOME}
    give = {"name": "Ada Reader", "case": "ferry", "role": "analyst"}
    assert desk.post("/desk/people", data=give, headers=headers).status_code == 303
    assert people.named("Ada Reader").role_in("ferry") == "analyst"
    for case in ("mine", EVERY, "none"):
        assert desk.post("/desk/people", data={**give, "case": case}, headers=headers).status_code == 403
    assert desk.post("/desk/people", data={**give, "role": "king"}, headers=headers).status_code == 422
    people.give("Adam Min", "admin", EVERY)
    made = desk.post("/desk/people/new", data={"name": "Nora New"}, headers=headers)
    assert made.status_code == 200 and "Nora New" in made.text
    assert people.named("Nora New").roles == {}
    assert desk.post("/desk/people/new", data={"name": "nora new"}, headers=headers).status_code == 422


def test_one_changes_ones_own_password(desk: TestClient) -> None:
    sign_in(desk, "Ann Lyst")
    headers = {"Origin": HOME}
    assert (
        desk.post("/desk/password", data={"now": "wrong", "new": "tide-otter-mast-33"}, headers=headers).status_code
        == 422
    )
    assert (
        desk.post("/desk/password", data={"now": PASSWORDS["Ann Lyst"], "new": "short"}, headers=headers).status_code
        == 422
    )
    done = desk.post(
        "/desk/password", data={"now": PASSWORDS["Ann Lyst"], "new": "tide-otter-mast-33"}, headers=headers
    )
    assert done.headers["location"] == "/desk/sign-in"
    assert desk.get("/desk").status_code == 401
    assert sign_in(desk, "Ann Lyst", "tide-otter-mast-33").status_code == 303


def test_passwords_are_kept_as_argon2_hashes_by_their_owner_only(people: People, tmp_path: Path) -> None:
    with people.engine.connect() as connection:
        kept = [row[0] for row in connection.exec_driver_sql("SELECT password FROM sayso_people")]
    assert all(one.startswith("$argon2id$") for one in kept)
    assert (tmp_path / "ferry.ledger.users").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("", "long-enough-words"),
        ("Eve", "short"),
        ("Eve", "aaaaaaaaaaaaaaaa"),
        ("Eve", "i-am-eve-yes-me"),
        ("ann LYST", "long-enough-words"),
        ("E\nve\x00", "long-enough-words"),
    ],
)
def test_who_cannot_be_taken_in(people: People, name: str, password: str) -> None:
    with pytest.raises(PeopleError):
        people.add(name, password)


def test_a_name_that_signed_decisions_is_never_given_again(people: People) -> None:
    people.remove("Ann Lyst")
    assert people.checked("Ann Lyst", PASSWORDS["Ann Lyst"]) is None
    with pytest.raises(PeopleError, match="decisions are signed with it"):
        people.add("ann lyst", "long-enough-words")


def test_people_live_beside_the_ledger_in_either_database(address: str) -> None:  # noqa: F811
    fill(address)
    made = open_people(beside(address))
    try:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: made.add(f"Analyst {n}", new_password()), range(4)))
        made.give("Analyst 2", "analyst", "ferry")
        token = made.begin(made.named("analyst 2"))
        again = open_people(beside(address))
        found = again.whose(token)
        again.close()
        assert found is not None and found.may("reader", "ferry") and not found.may("admin", "ferry")
        assert len(made.everyone()) == 4
    finally:
        made.close()
    # The ledger is none the worse for it.
    open_ledger(address).close()


def test_cases_are_called_by_their_ledgers() -> None:
    assert case_name("/tmp/Port Explosion.ledger") == "port-explosion"
    assert case_name("postgresql://sayso@127.0.0.1:5432/harbour?x=1") == "harbour"
    with pytest.raises(ValueError, match="would both be"):
        cases_of(["a/one.ledger", "b/one.db"])


def test_users_on_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = str(tmp_path / "ferry.ledger")
    fill(ledger)
    assert main(["serve", ledger, "--auth"]) == 2
    assert "nobody may sign in yet" in capsys.readouterr().err
    monkeypatch.setattr(sys, "stdin", io.StringIO("lamp-otter-quay-91\n"))
    assert main(["users", ledger, "add", "Ida Roth", "--role", "admin", "--every-case", "--password-stdin"]) == 0
    assert main(["users", ledger, "role", "Ida Roth", "reader", "--case", "mine"]) == 0
    assert main(["users", ledger, "list"]) == 0
    assert capsys.readouterr().out == "Ida Roth\tevery case: admin, mine: reader\n"
    monkeypatch.setattr(sys, "stdin", io.StringIO("short\n"))
    assert main(["users", ledger, "password", "Ida Roth", "--password-stdin"]) == 2
    assert main(["users", ledger, "remove", "Ida Roth"]) == 0
    assert main(["users", ledger, "remove", "Ida Roth"]) == 2
    assert main(["users", str(tmp_path / "none.ledger"), "list"]) == 2


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--auth", "--host", "0.0.0.0"], "unencrypted"),
        (["--auth", "--certificate", "x.pem"], "go together"),
        (["--behind-https"], "for --auth"),
    ],
)
def test_what_would_let_passwords_out_is_refused(
    options: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = str(tmp_path / "ferry.ledger")
    fill(ledger)
    assert main(["serve", ledger, *options]) == 2
    assert said in capsys.readouterr().err


def test_without_auth_there_is_no_sign_in(tmp_path: Path) -> None:
    fill(str(tmp_path / "ferry.ledger"))
    with TestClient(create_app(str(tmp_path / "ferry.ledger")), base_url=HOME) as client:
        assert client.get("/desk/sign-in").status_code == 404
        assert "Sign out" not in client.get("/").text
