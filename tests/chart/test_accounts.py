"""Who is shown to servers as whom: passwords, accounts of databases, users and rights at the brokers."""

from shared.contracts.topics import SERVICES
from tests.chart.rendering import container, of_kind, things, variables


def test_passwords_come_from_secrets_and_stand_in_no_address() -> None:
    given = variables(container("byo", "trial-referencement-intake/intake"))

    assert given["DATABASE_URL"] == (
        "postgresql://pg.example.org:5432/intake?sslmode=verify-full&sslrootcert=/etc/referencement/postgres-ca/ca.crt"
    )
    assert given["PGPASSWORD"] == ("intake-db", "password")
    assert given["KAFKA_PASSWORD"] == ("intake-kafka", "password")
    assert given["KAFKA_CA_FILE"] == "/etc/referencement/kafka-ca/ca.crt"
    assert given["TRACKING_SECRET"] == ("referencement-tracking", "tracking-secret")


def test_a_whole_address_can_come_from_a_secret() -> None:
    values = {"services": {"intake": {"database": {"existingSecret": "pg-app", "uriKey": "uri"}}}}

    given = variables(container("byo", "trial-referencement-intake/intake", values))

    assert given["DATABASE_URL"] == ("pg-app", "uri")
    assert "PGPASSWORD" not in given


def test_each_step_has_the_account_that_it_needs_and_no_other() -> None:
    accounts = {"owner": {"existingSecret": "pg-owner"}, "reader": {"existingSecret": "pg-reader", "uriKey": "uri"}}
    values = {"services": {"intake": {"database": {"existingSecret": "pg-app", **accounts}}}}

    running = variables(container("byo", "trial-referencement-intake/intake", values))
    migrating = variables(container("byo", "trial-referencement-migrations/intake", values))
    verifying = variables(container("byo", "trial-referencement-intake-journal/intake", values))

    assert running["PGUSER"] == ("pg-app", "username")
    assert migrating["INTAKE_OWNER_DATABASE_URL"].startswith("postgresql://pg.example.org:5432/intake")
    assert migrating["PGUSER"] == ("pg-owner", "username")
    assert migrating["INTAKE_RUNNING_ACCOUNT"] == ("pg-app", "username")
    assert migrating["INTAKE_READER_DATABASE_URL"] == ("pg-reader", "uri")
    assert verifying == {"INTAKE_READER_DATABASE_URL": ("pg-reader", "uri")}


def test_without_secrets_of_their_own_all_use_the_running_account() -> None:
    values = {"services": {"intake": {"database": {"existingSecret": "pg-app"}}}}

    for name in ("trial-referencement-migrations/intake", "trial-referencement-intake-journal/intake"):
        assert variables(container("byo", name, values))["PGUSER"] == ("pg-app", "username")


def test_brokers_that_ask_for_certificates_are_shown_one() -> None:
    one = container("production", "trial-referencement-intake-worker/intake")
    given, mounts = variables(one), {mount["name"]: mount["mountPath"] for mount in one["volumeMounts"]}

    assert given["KAFKA_CERTIFICATE_FILE"] == f"{mounts['kafka-user']}/user.crt"
    assert given["KAFKA_CA_FILE"] == f"{mounts['kafka-ca']}/ca.crt"
    assert "KAFKA_PASSWORD" not in given


def test_strimzi_lets_each_service_read_what_it_listens_to_and_write_its_own() -> None:
    users = {one["metadata"]["name"]: one["spec"] for one in of_kind(things("operators"), "KafkaUser")}
    rights = users["trial-referencement-catalogue-kafka"]["authorization"]["acls"]
    topics = {(one["resource"]["name"], one["operations"][0]) for one in rights if one["resource"]["type"] == "topic"}

    assert set(users) == {f"trial-referencement-{name}-kafka" for name in (*SERVICES, "reader")}
    assert topics == {
        ("referencement.decision.v1", "Read"),
        ("referencement.catalogue.v1", "Write"),
        ("referencement.catalogue.parked.v1", "Write"),
        ("referencement.listings.v1", "Write"),
    }
