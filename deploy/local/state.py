"""stack.json: what runs where, for people, for other processes and for the next start."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

FILE = "stack.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The addresses of a stack; for parts that it started itself, also their ports."""

    bootstrap_servers: str
    administration_url: str  # of a PostgreSQL account that may create databases
    database_urls: dict[str, str]  # by service, of the accounts that services run under
    owner_urls: dict[str, str] = field(default_factory=dict)  # of those that migrate, where they have their own
    reader_urls: dict[str, str] = field(default_factory=dict)  # of those that only read
    kafka_prefix: str = ""  # before the names of topics and groups
    postgres_port: int = 0  # 0: not ours
    cluster_id: str = ""
    broker_ports: list[tuple[int, int]] = field(default_factory=list)  # for clients, for controllers
    pids: dict[str, int] = field(default_factory=dict)

    @classmethod
    def read(cls, root: Path) -> "State | None":
        """The state written last under `root`; None when there is none or it is unreadable."""
        try:
            found = cls(**json.loads((root / FILE).read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return found

    def write(self, root: Path) -> None:
        """Record the state; it holds passwords, so only its owner may read it."""
        file = root / FILE
        file.unlink(missing_ok=True)
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(self), indent=2) + "\n")
