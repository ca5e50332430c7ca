"""Connections to S3-compatible stores."""

from dataclasses import dataclass, field
from datetime import timedelta

from obstore.store import S3Store

TIMEOUT = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class BucketLocation:
    """A bucket, a prefix in it, and the credentials. Without a key: those of the machine."""

    bucket: str
    prefix: str = ""
    endpoint: str = ""
    region: str = ""
    key_id: str = ""
    secret: str = field(default="", repr=False)


def s3_store(location: BucketLocation) -> S3Store:
    """The library's object for the bucket; nothing is sent yet."""
    given = {
        "endpoint": location.endpoint,
        "region": location.region,
        "access_key_id": location.key_id,
        "secret_access_key": location.secret,
    }
    return S3Store(
        location.bucket,
        prefix=location.prefix or None,
        config={name: value for name, value in given.items() if value},  # type: ignore[arg-type]  # names are right
        client_options={"allow_http": location.endpoint.startswith("http://"), "timeout": TIMEOUT},
        retry_config={"max_retries": 2, "retry_timeout": TIMEOUT},
    )
