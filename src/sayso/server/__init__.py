"""The ledger in a browser: pages that are made on the server, and an interface for programs.

It calls the ledger and formats what comes back; what is reckoned is reckoned there.
"""
