#!/bin/bash
# Runs once, on an empty volume: a database and a role of the same name for each service, closed to the others.
set -euo pipefail
for name in intake evaluation decision catalogue surveillance; do
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" --set password="$SERVICES_PASSWORD" --username "${POSTGRES_USER:-postgres}" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"name";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
SQL
done
