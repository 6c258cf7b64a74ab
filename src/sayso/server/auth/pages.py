"""The desk's own pages: signing in and out, one's cases and password, and who may what."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response

from sayso.server.auth.attempts import Attempts
from sayso.server.auth.gate import CASES, DESK, SIGN_IN, cookie_name
from sayso.server.auth.people import EVERY, ROLES, People, PeopleError, Person, new_password
from sayso.server.rendering import page
from sayso.server.signing import a_form

router = APIRouter()
a_write = [Depends(a_form)]
Word = Annotated[str, Form(max_length=200)]
Secret = Annotated[str, Form(max_length=1_000)]
_NEXT = re.compile(r"/(?:cases|desk)(?:/[^\s\\/][^\s\\]*|/)?")


@dataclass(frozen=True, slots=True)
class Doors:
    """What the pages share."""

    people: People
    cases: tuple[str, ...]
    by_name: Attempts
    by_address: Attempts


def _doors(request: Request) -> Doors:
    found: Doors = request.app.state.doors
    return found


def _user(request: Request) -> Person:
    """Who asks; the gate lets nobody else through."""
    found: Person | None = getattr(request.state, "user", None)
    if found is None:
        raise HTTPException(401, "Sign in first.")
    return found


Shared = Annotated[Doors, Depends(_doors)]
User = Annotated[Person, Depends(_user)]


@router.get("/")
def home() -> Response:
    """The way to the cases."""
    return RedirectResponse(DESK, 307)


@router.get(SIGN_IN)
def sign_in_page(request: Request, next: Annotated[str, Query(max_length=2_000)] = "") -> Response:  # noqa: A002
    """The form."""
    return page(request, "sign_in.html.jinja", {"next": next, "wrong": None, "name": ""})


@router.post(SIGN_IN, dependencies=a_write)
def sign_in(
    request: Request, doors: Shared, name: Word = "", password: Secret = "",
    next: Annotated[str, Form(max_length=2_000)] = "",  # noqa: A002
) -> Response:  # fmt: skip
    """Sign in. Failures are counted for a name at an address, and for an address."""
    address = request.client.host if request.client else ""
    key = f"{address} {name.strip().casefold()}"
    wait = max(doors.by_name.wait(key), doors.by_address.wait(address))
    shown = {"next": next, "name": name}
    if wait:
        minutes = -(-wait // 60)
        wrong = f"Too many attempts failed. Try again in {minutes} minute{'s' if minutes > 1 else ''}."
        made = page(request, "sign_in.html.jinja", {**shown, "wrong": wrong}, status=429)
        made.headers["Retry-After"] = str(wait)
        return made
    person = doors.people.checked(name, password)
    if person is None:
        doors.by_name.failed(key)
        doors.by_address.failed(address)
        return page(request, "sign_in.html.jinja", {**shown, "wrong": "That name or password is wrong."}, status=401)
    doors.by_name.passed(key)
    secure = request.url.scheme == "https"
    old = request.cookies.get(cookie_name(request.url.scheme))
    if old:
        doors.people.end(old)
    made_answer = RedirectResponse(next if _NEXT.fullmatch(next) else DESK, 303)
    made_answer.set_cookie(
        cookie_name(request.url.scheme), doors.people.begin(person), max_age=doors.people.longest_seconds, path="/",
        httponly=True, samesite="lax", secure=secure,
    )  # fmt: skip
    return made_answer


@router.post("/desk/sign-out", dependencies=a_write)
def sign_out(request: Request, doors: Shared, user: User) -> Response:
    """End the session."""
    doors.people.end(request.cookies.get(cookie_name(request.url.scheme), ""))
    made = RedirectResponse(SIGN_IN, 303)
    made.delete_cookie(cookie_name(request.url.scheme), path="/", secure=request.url.scheme == "https", httponly=True)
    return made


@router.get(DESK)
def cases(request: Request, doors: Shared, user: User) -> Response:
    """The cases that somebody has a role in."""
    return _desk(request, doors, user)


@router.post("/desk/password", dependencies=a_write)
def change_password(request: Request, doors: Shared, user: User, now: Secret = "", new: Secret = "") -> Response:
    """Give oneself a new password; all sessions end."""
    key = f"password {user.n}"
    if doors.by_name.wait(key):
        return _desk(request, doors, user, "Too many attempts failed. Try again later.", 429)
    if doors.people.checked(user.name, now) is None:
        doors.by_name.failed(key)
        return _desk(request, doors, user, "The password of now is wrong.", 422)
    try:
        doors.people.set_password(user.name, new)
    except PeopleError as error:
        return _desk(request, doors, user, str(error), 422)
    return RedirectResponse(SIGN_IN, 303)


@router.get("/desk/people")
def who(request: Request, doors: Shared, user: User) -> Response:
    """Who may what, in the cases that the one who asks administers."""
    return _people(request, doors, user)


@router.post("/desk/people", dependencies=a_write)
def give_role(
    request: Request, doors: Shared, user: User, name: Word = "", case: Word = "", role: Word = ""
) -> Response:  # fmt: skip
    """Give a role in a case, or take it away."""
    _administers(doors, user, case)
    try:
        doors.people.give(name, role or None, case)
    except PeopleError as error:
        return _people(request, doors, user, wrong=str(error), status=422)
    return RedirectResponse("/desk/people", 303)


@router.post("/desk/people/new", dependencies=a_write)
def take_in(request: Request, doors: Shared, user: User, name: Word = "") -> Response:
    """Take somebody in, with a password that is shown once."""
    _administers(doors, user, EVERY)
    password = new_password()
    try:
        person = doors.people.add(name, password)
    except PeopleError as error:
        return _people(request, doors, user, wrong=str(error), status=422)
    return _people(request, doors, user, made=(person.name, password))


@router.post("/desk/people/out", dependencies=a_write)
def sign_out_other(request: Request, doors: Shared, user: User, name: Word = "") -> Response:
    """End somebody's sessions."""
    _administers(doors, user, EVERY)
    try:
        doors.people.end_all(name)
    except PeopleError as error:
        return _people(request, doors, user, wrong=str(error), status=422)
    return RedirectResponse("/desk/people", 303)


def _administered(doors: Doors, user: Person) -> list[str]:
    found = [case for case in doors.cases if user.may("admin", case)]
    return [*found, EVERY] if user.roles.get(EVERY) == "admin" else found


def _administers(doors: Doors, user: Person, case: str) -> None:
    if case not in _administered(doors, user):
        raise HTTPException(403, "Only who administers the case may do that.")


def _desk(request: Request, doors: Doors, user: Person, wrong: str | None = None, status: int = 200) -> Response:
    mine = [(case, role) for case in doors.cases if (role := user.role_in(case)) is not None]
    context = {"mine": mine, "where": CASES, "wrong": wrong, "admin": bool(_administered(doors, user))}
    return page(request, "sign_in_desk.html.jinja", context, status=status)


def _people(
    request: Request, doors: Doors, user: Person, *, wrong: str | None = None, made: tuple[str, str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    administered = _administered(doors, user)
    if not administered:
        raise HTTPException(403, "Only who administers a case may see this.")
    whole = EVERY in administered
    # An admin of one case sees who is in it; who else is on the server is not theirs to know.
    shown = [
        one for one in doors.people.everyone() if whole or any(one.role_in(case) is not None for case in administered)
    ]
    context = {
        "everyone": shown, "cases": administered, "roles": ROLES, "every": EVERY, "whole": whole, "wrong": wrong,
        "made": made,
    }  # fmt: skip
    return page(request, "admin_people.html.jinja", context, status=status)
