#!/bin/bash
# Runs once, on an empty volume: for each service a database closed to the others, a role of the same name that it runs
# under, one that owns and migrates it, one that only reads.
set -euo pipefail
for name in intake evaluation decision catalogue surveillance; do
  psql --quiet --set ON_ERROR_STOP=1 --set name="$name" --set password="$SERVICES_PASSWORD" --username "${POSTGRES_USER:-postgres}" <<'SQL'
SELECT :'name' || '_owner' AS owner, :'name' || '_reader' AS reader \gset
CREATE ROLE :"name" LOGIN PASSWORD :'password';
CREATE ROLE :"owner" LOGIN PASSWORD :'password';
CREATE ROLE :"reader" LOGIN PASSWORD :'password';
CREATE DATABASE :"name" OWNER :"owner";
REVOKE CONNECT ON DATABASE :"name" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"name" TO :"name", :"owner", :"reader";
SQL
done
