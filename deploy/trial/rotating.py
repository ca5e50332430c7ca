"""Passwords changed while dossiers walk, as docs/operations/keys.md says: server, secret, restart."""

import secrets

from deploy.trial.tools import NAME, apply, inside, kubectl
from shared.contracts.topics import SERVICES

DATABASE, BROKER = "decision", "evaluation"
"""Whose password at PostgreSQL, and whose at Kafka."""
ROLLED_S = 300
ODD = ":@/%#é'\" $"
"""Characters that addresses, SQL or shells escape."""
CONFIGS = "/opt/kafka/bin/kafka-configs.sh"


def rotated() -> str:
    """Both, one after the other; the console has them, too."""
    password = secrets.token_hex(12) + ODD
    alter = f"ALTER ROLE {DATABASE} PASSWORD '{password.replace(chr(39), chr(39) * 2)}'"
    kubectl("exec", "--stdin", "deployment/postgres", "--", "psql", "--quiet", "-U", "postgres", stdin=alter)
    _keep(f"{NAME}-{DATABASE}-database", DATABASE, password)
    _restart(DATABASE)
    word = secrets.token_hex(16)
    add_scram_users({BROKER: word})
    _keep(f"{NAME}-{BROKER}-kafka", BROKER, word)
    _restart(BROKER)
    _restart("console")
    for name in (DATABASE, BROKER):
        inside(name, "referencement", "config", "check", "--service", name)
    return f"database password of {DATABASE}, SCRAM password of {BROKER}; restarted, `config check` finds nothing"


def add_scram_users(passwords: dict[str, str]) -> None:
    """Accounts at the brokers, or new passwords of theirs. Raises Failed."""
    lines = [
        f"{CONFIGS} --bootstrap-server localhost:9092 --alter --entity-type users --entity-name {name} "
        f"--add-config 'SCRAM-SHA-512=[password={password}]'"
        for name, password in passwords.items()
    ]
    script = "export KAFKA_HEAP_OPTS=-Xmx96m\n" + " && ".join(lines)
    kubectl("exec", "--stdin", "deployment/kafka", "--", "bash", "-s", stdin=script)


def broker_secrets(password: str) -> list[tuple[str, dict[str, str]]]:
    """The secrets in which the chart looks for accounts at the brokers."""
    return [(f"{NAME}-{name}-kafka", {"username": name, "password": password}) for name in BROKER_USERS]


BROKER_USERS = (*SERVICES, "topics", "reader")


def _keep(secret: str, user: str, password: str) -> None:
    meta = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": secret}}
    apply([{**meta, "stringData": {"username": user, "password": password}}])


def _restart(name: str) -> None:
    kubectl("rollout", "restart", "deployment", f"{NAME}-{name}")
    kubectl("rollout", "status", "deployment", f"{NAME}-{name}", f"--timeout={ROLLED_S}s", within_s=ROLLED_S + 20)
