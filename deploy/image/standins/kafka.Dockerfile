# Kafka 4.3.1 from the jars and the Java that the project's tests run on; the context is made by make.sh.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}
RUN groupadd --gid 1000 appuser && useradd --uid 1000 --gid 1000 --no-create-home appuser \
 && install -d -o appuser -g appuser /var/lib/kafka/data /opt/kafka/config
COPY java /opt/java
COPY jars /opt/kafka/libs
COPY --chmod=0755 kafka.sh /etc/kafka/docker/run
COPY --chmod=0755 kafka-tool.sh /opt/kafka/bin/kafka-run-class.sh
RUN printf '#!/bin/sh\nexec /opt/kafka/bin/kafka-run-class.sh kafka.admin.ConfigCommand "$@"\n' >/opt/kafka/bin/kafka-configs.sh \
 && chmod 0755 /opt/kafka/bin/kafka-configs.sh
ENV JAVA_HOME=/opt/java
USER 1000:1000
EXPOSE 9092
VOLUME /var/lib/kafka/data
CMD ["/etc/kafka/docker/run"]
