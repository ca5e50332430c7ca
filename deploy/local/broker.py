"""One Kafka broker: its files, its settings, its Java process."""

import socket
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.java import Java
from deploy.local.ports import LOOPBACK
from deploy.local.process import Process

FORMAT_TIMEOUT = 180.0  # seconds
METADATA = 3  # the API key of Kafka's metadata request


@dataclass(slots=True, kw_only=True)
class Broker:
    """A node that is broker and controller at once (KRaft)."""

    number: int  # from 1
    port: int
    controller_port: int
    directory: Path
    process: Process

    @property
    def settings(self) -> Path:
        """Its server.properties."""
        return self.directory / "server.properties"

    @property
    def voter(self) -> str:
        """Its place in the controllers' quorum."""
        return f"{self.number}@{LOOPBACK}:{self.controller_port}"

    def format(self, java: Java, cluster_id: str, quorum: str, settings: dict[str, str]) -> None:
        """Write the settings, and format the data directory when it is new. Raises LocalStartFailed."""
        self.directory.mkdir(parents=True, exist_ok=True)
        own = {
            "process.roles": "broker,controller",
            "node.id": str(self.number),
            "controller.quorum.voters": quorum,
            "controller.listener.names": "CONTROLLER",
            "listeners": f"PLAINTEXT://{LOOPBACK}:{self.port},CONTROLLER://{LOOPBACK}:{self.controller_port}",
            "log.dirs": str(self.directory / "data"),
        }
        self.settings.write_text("".join(f"{name}={value}\n" for name, value in (own | settings).items()))
        if (self.directory / "data" / "meta.properties").exists():
            return
        command = java.command("kafka.tools.StorageTool", "format", "-t", cluster_id, "-c", str(self.settings))
        name = f"{self.process.name}-format"
        task = Process(name, self.process.pid_file.with_name(f"{name}.pid"), self.process.log)
        task.start(command, environment=java.environment)
        task.finish(FORMAT_TIMEOUT)

    def launch(self, java: Java, heap: int, options: Sequence[str] = ()) -> None:
        """Start the process and return at once. `heap` in MiB."""
        options = (*options, f"-Djava.io.tmpdir={self.directory}", f"-Xmx{heap}m")
        command = java.command("kafka.Kafka", str(self.settings), options=options)
        self.process.start(command, environment=java.environment, directory=self.directory)

    def peers(self) -> int:
        """How many brokers of the cluster it sees alive, itself included; 0 while it does not answer."""
        request = struct.pack(">hhihi", METADATA, 0, 0, -1, 0)
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(struct.pack(">i", len(request)) + request)
                answer = connection.recv(12, socket.MSG_WAITALL)
        except OSError:
            return 0
        return int(struct.unpack(">iii", answer)[2]) if len(answer) == 12 else 0  # noqa: PLR2004  (size, correlation, count)
