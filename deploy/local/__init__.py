"""The embedded parts: real PostgreSQL and real Kafka on a machine that has nothing but Python and make."""
