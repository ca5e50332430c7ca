#!/bin/sh
# Puts a dump in the place of all that a service's database holds, in one transaction: it comes back whole, or nothing changes.
#   restore.sh SERVICE [FILE]      without a file: the newest of that service in BACKUP_FOLDER
#   <SERVICE>_OWNER_DATABASE_URL   its owner's account, or an administrator's; beside it …_USER and …_PASSWORD, unescaped
# Whoever runs it, tables and schema belong to the owner of the database afterwards. Stop the service before.
set -eu
service=${1:?restore.sh SERVICE [FILE]}
case $service in
  intake | evaluation | decision | catalogue | surveillance) ;;
  *) echo "$service is none of intake, evaluation, decision, catalogue, surveillance" >&2; exit 2 ;;
esac
name=$(echo "$service" | tr '[:lower:]' '[:upper:]')
eval "url=\${${name}_OWNER_DATABASE_URL:?} user=\${${name}_OWNER_DATABASE_USER:-} password=\${${name}_OWNER_DATABASE_PASSWORD:-}"
if [ -n "$user" ]; then export PGUSER="$user" PGPASSWORD="$password"; fi
file=${2:-$(find "${BACKUP_FOLDER:?name a file, or set it}" -maxdepth 1 -name "$service-*.dump" | sort | tail -n 1)}
[ -f "$file" ] || { echo "no dump of $service: ${file:-none in $BACKUP_FOLDER}" >&2; exit 2; }
pg_restore --list "$file" >/dev/null # one that cannot be read changes nothing

owner=$(psql -XAtq --no-password --dbname="$url" \
  --command='SELECT quote_ident(pg_get_userbyid(datdba)) FROM pg_database WHERE datname = current_database()')
whole=$(mktemp)
trap 'rm -f "$whole"' EXIT
{
  echo "BEGIN; SET ROLE $owner; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;"
  # what does not come to its end is not committed; psql takes the end of its input for no error
  pg_restore --no-owner --file=- "$file" && echo "COMMIT;" && echo yes >"$whole"
} | psql -Xq --no-password --set=ON_ERROR_STOP=1 --dbname="$url" >/dev/null
[ -s "$whole" ] || { echo "$file broke off: nothing was changed" >&2; exit 1; }
echo "$service: $file is in place, owned by $owner. Now: referencement migrate $service"
