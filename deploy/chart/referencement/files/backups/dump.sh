#!/bin/sh
# Dumps the database of each service into a file of its own, whole or not at all, and keeps the newest ones of each.
# One that fails leaves the others their dumps; exit code 1 then. Old files go only after a new one is there.
#   BACKUP_FOLDER                  where they go: <service>-<UTC>.dump, pg_dump's custom format
#   BACKUP_KEEP                    how many of each are kept (14)
#   <SERVICE>_READER_DATABASE_URL  the account that only reads is enough; beside it …_USER and …_PASSWORD, unescaped
set -eu
umask 077
: "${BACKUP_FOLDER:?set it to the folder of the dumps}"
keep=${BACKUP_KEEP:-14}
failed=""

dump() {
  name=$(echo "$1" | tr '[:lower:]' '[:upper:]')
  eval "url=\${${name}_READER_DATABASE_URL:?} user=\${${name}_READER_DATABASE_USER:-} password=\${${name}_READER_DATABASE_PASSWORD:-}"
  if [ -n "$user" ]; then export PGUSER="$user" PGPASSWORD="$password"; fi
  file=$BACKUP_FOLDER/$1-$(date -u +%Y%m%dT%H%M%SZ).dump
  rm -f "$BACKUP_FOLDER/$1"-*.dump.part
  # the schemas of a rebuild are no part of the service: they can be made again
  pg_dump --format=custom --no-password --lock-wait-timeout=60s --exclude-schema=rebuilt --exclude-schema=replaced \
    --file="$file.part" --dbname="$url" && pg_restore --list "$file.part" >/dev/null || { rm -f "$file.part"; return 1; }
  sync "$file.part" 2>/dev/null || true
  mv "$file.part" "$file" || return 1
  echo "$1: $(wc -c <"$file") bytes in $file"
  find "$BACKUP_FOLDER" -maxdepth 1 -name "$1-*.dump" | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
    rm -- "$old" && echo "$1: removed $old"
  done
}

for service in ${BACKUP_SERVICES:-intake evaluation decision catalogue surveillance}; do
  (dump "$service") || failed="$failed $service"
done
if [ -n "$failed" ]; then
  echo "no dump of$failed: its lines above say why" >&2
  exit 1
fi
