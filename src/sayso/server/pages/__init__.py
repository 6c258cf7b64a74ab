"""The pages, one module each: a router, and nothing that reckons."""
