"""The brokers, as whoever prepares a line uses them: an administrator's connection, the declared topics."""
