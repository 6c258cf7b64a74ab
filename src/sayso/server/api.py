"""The interface for programs, version 1: the ledger's own JSON, paged, with the filters that the pages take."""

from __future__ import annotations

from fastapi import APIRouter

router = APIRouter(prefix="/api/v1", tags=["ledger"])
