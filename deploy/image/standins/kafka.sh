#!/usr/bin/env bash
# What compose.yaml and the trial use of the official image's start: KAFKA_… become properties, CLUSTER_ID formats the log.
# KAFKA_NODE_ID is node.id; __ is an underscore, ___ a dash.
set -euo pipefail
properties=/opt/kafka/config/server.properties
: >"$properties"
while IFS='=' read -r -d '' name value; do
  case $name in
    KAFKA_HEAP_OPTS | KAFKA_OPTS) continue ;;
    KAFKA_*) ;;
    *) continue ;;
  esac
  key=$(printf '%s' "${name#KAFKA_}" | sed -e 's/___/-/g' -e 's/__/\x01/g' -e 's/_/./g' -e 's/\x01/_/g' | tr '[:upper:]' '[:lower:]')
  printf '%s=%s\n' "$key" "$value" >>"$properties"
done < <(env -0)
tool=/opt/kafka/bin/kafka-run-class.sh
folder=$(sed -n 's/^log\.dirs=//p' "$properties")
if [ ! -e "$folder/meta.properties" ]; then
  KAFKA_HEAP_OPTS=-Xmx128m "$tool" kafka.tools.StorageTool format --cluster-id "${CLUSTER_ID:?}" --config "$properties"
fi
exec "$tool" kafka.Kafka "$properties"
