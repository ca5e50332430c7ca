"""Intake's own settings."""

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field, SecretStr

from shared.runtime import insecure
from shared.runtime.settings import ServiceSettings


class IntakeSettings(ServiceSettings):
    """Beside what every service has."""

    tracking_secret: SecretStr = Field(
        description="Key of the links to follow-up pages, at least 32 characters; a new one voids all links given out, "
        "unless TRACKING_SECRET_BEFORE keeps the one before",
        min_length=32,
    )
    tracking_secret_before: SecretStr = Field(
        SecretStr(""), description="The key before: links made with it open until it is taken away; empty: none do"
    )
    follow_up_days: int = Field(
        730, description="Days for which a link to a follow-up page opens, from the day on which it was given", ge=1
    )
    follow_up_overlap_days: int = Field(
        14, description="Days for which the link before goes on opening once it was renewed", ge=0
    )
    document_folder: Path = Field(
        Path("/var/lib/documents"), description="Where documents lie, unless DOCUMENT_BUCKET is set"
    )
    document_bucket: str = Field(
        "",
        description="S3-compatible bucket for documents: name or name/prefix; its key gets, puts, deletes and lists "
        "there",
    )
    document_endpoint: str = Field("", description="URL of the S3-compatible store; empty: AWS")
    document_region: str = Field("", description="Region of the bucket, where the store has regions")
    document_key_id: str = Field("", description="Access key id; empty: what the machine is entitled to")
    document_secret: SecretStr = Field(SecretStr(""), description="Secret access key")
    document_max_bytes: int = Field(20_000_000, description="Largest document taken", ge=1_000, le=100_000_000)
    parser_processes: int = Field(
        2, description="Processes that read what publishers send, at a time; each ends when idle", ge=1, le=16
    )
    parser_memory_mib: int = Field(
        96, description="Memory that one of them may take for one file, beside some 50 MiB of its own", ge=32, le=4096
    )
    clamd_address: str = Field(
        "",
        description="host:port of ClamAV's daemon, which scans documents; empty: a built-in scanner that is no "
        "antivirus and knows the EICAR test file alone",
        pattern="^(.+:[0-9]{1,5})?$",
    )

    def weaknesses(self) -> Iterator[insecure.Weakness]:
        """Of what every service has, and of links and documents."""
        yield from super().weaknesses()
        yield from insecure.secret("TRACKING_SECRET", self.tracking_secret.get_secret_value())
        if before := self.tracking_secret_before.get_secret_value():
            yield from insecure.secret("TRACKING_SECRET_BEFORE", before)
        yield from insecure.plain_http("DOCUMENT_ENDPOINT", self.document_endpoint)
        if not self.clamd_address:
            yield "CLAMD_ADDRESS", "is not set, so documents are scanned by no antivirus: set it"
