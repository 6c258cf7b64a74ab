"""Who signs a decision: whoever is signed in; without sign-in, whoever says so, remembered for the next decision."""

from __future__ import annotations

import re
from typing import Annotated
from urllib.parse import quote, unquote

from fastapi import Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse

from sayso.ledger.deciding import Signed

COOKIE = "sayso-by"
MOST_NAME, MOST_REASON = 100, 1_000
"""Characters of a name, and of a reason."""
_BACK = re.compile(r"/(?:review|history|stories|reports)(?:/[\w.~%-]+){0,5}(?:\?[\w=&%.+~:-]*)?")
_NOTES = re.compile(r"([?&])(?:kept|seen)=\d+(?:&|$)")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def a_form(request: Request) -> None:
    """Refuse what no form of a page has sent.

    Raises:
        HTTPException: the body is of another kind.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in _FORMS:
        raise HTTPException(415, "A form was expected.")


def signed_by(
    request: Request,
    by: Annotated[str, Form(max_length=MOST_NAME)] = "",
    because: Annotated[str, Form(max_length=MOST_REASON)] = "",
) -> Signed:
    """Who has sent a form, and their reason.

    Raises:
        HTTPException: nobody has signed it.
    """
    user = getattr(request.state, "user", None)
    name = user.name if user is not None else plain(by)
    if not name:
        raise HTTPException(422, "A decision needs the name of who decides: fill in “Signed by”.")
    return Signed(name, plain(because) or None)


Signature = Annotated[Signed, Depends(signed_by)]


def name_of(request: Request) -> str:
    """The name to fill in for who decides: theirs who is signed in, or the one that was given last."""
    user = getattr(request.state, "user", None)
    if user is not None:
        return str(user.name)
    return plain(unquote(request.cookies.get(COOKIE, "")))[:MOST_NAME]


def plain(text: str) -> str:
    """One line of text, as both databases take it."""
    kept = "".join(" " if ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 else c for c in text)
    return " ".join(kept.split())


def back_to(
    request: Request, where: str, signed: Signed, *, kept: int | None = None, seen: str = ""
) -> RedirectResponse:
    """Back to the page that a form was on, which says what was kept; the address is one of this server's pages.

    Args:
        where: path and query, as the form says.
        kept: the decision's number.
        seen: the latest decision when the form was made, as it says.
    """
    target = where if _BACK.fullmatch(where) else "/review"
    while (cleaned := _NOTES.sub(r"\1", target)) != target:
        target = cleaned
    target = target.rstrip("?&")
    if kept is not None:
        target += f"{'&' if '?' in target else '?'}kept={kept}" + (f"&seen={seen}" if seen.isdecimal() else "")
    made = RedirectResponse(target, 303)
    if getattr(request.state, "user", None) is None:
        made.set_cookie(
            COOKIE, quote(signed.by), max_age=60 * 60 * 24 * 90, httponly=True, samesite="strict",
            secure=request.url.scheme == "https",
        )  # fmt: skip
    return made
