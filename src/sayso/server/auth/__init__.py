"""Sign-in, roles, and cases kept apart: who may see and decide what. Only ``sayso serve --auth`` uses it."""
