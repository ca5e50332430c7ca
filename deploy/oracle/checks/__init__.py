"""Each check takes a snapshot (and the ledger) and yields what is wrong; none of them touches a server."""
