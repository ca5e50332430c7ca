#!/bin/bash
# Runs once, on an empty volume: the table of docs/operations/roots.md, and who may add to it.
set -euo pipefail
psql --quiet --set ON_ERROR_STOP=1 --set password="$ROOTS_PASSWORD" --username "${POSTGRES_USER:-postgres}" <<'SQL'
CREATE TABLE journal_roots (service text, number int, line text NOT NULL, kept_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (service, number));
CREATE ROLE roots_writer LOGIN PASSWORD :'password';
GRANT INSERT, SELECT ON journal_roots TO roots_writer;
SQL
