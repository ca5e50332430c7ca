#!/bin/sh
# kafka-run-class.sh CLASS ARGUMENT…: one of Kafka's own commands.
# shellcheck disable=SC2086  # KAFKA_HEAP_OPTS are several words
exec /opt/java/bin/java -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData ${KAFKA_HEAP_OPTS:--Xmx128m} \
  -cp "/opt/kafka/libs/*" "$@"
