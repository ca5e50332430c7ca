#!/usr/bin/env bash
# What compose.yaml and the trial use of the official image's entrypoint: POSTGRES_PASSWORD, scripts on an empty folder.
set -euo pipefail
if [ "${1:-}" != postgres ]; then exec "$@"; fi
shift
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA" && chmod 0700 "$PGDATA"
  initdb --pgdata="$PGDATA" --username=postgres --pwfile=<(echo "${POSTGRES_PASSWORD:?}") --locale=C.UTF-8 --encoding=UTF8 \
    --auth-local=trust --auth-host=scram-sha-256 >/dev/null
  echo "host all all all scram-sha-256" >>"$PGDATA/pg_hba.conf"
  pg_ctl --pgdata="$PGDATA" --wait --options="-c listen_addresses='' -k $PGHOST" start >/dev/null
  for script in /docker-entrypoint-initdb.d/*.sh; do
    [ -e "$script" ] || continue
    # as the official one does: run what may be run, read what may not
    if [ -x "$script" ]; then "$script"; else ( . "$script" ); fi
  done
  pg_ctl --pgdata="$PGDATA" --wait --mode=fast stop >/dev/null
fi
chmod 0700 "$PGDATA" # a volume with fsGroup gives the group rights, which PostgreSQL refuses; the official one takes them back, too
exec postgres -D "$PGDATA" -k /var/run/postgresql -c listen_addresses='*' "$@"
