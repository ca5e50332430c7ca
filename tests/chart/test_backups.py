"""Backups: dumps by the accounts that read, to a volume or a bucket; a restore that waits; CloudNativePG's own."""

from typing import Any

import pytest

from shared.contracts.topics import SERVICES
from tests.chart.rendering import (
    CHART,
    Thing,
    containers,
    helm,
    of_kind,
    pods,
    rendered,
    templates,
    variables,
    ways_out,
)

DUMPS, RESTORE = "trial-referencement-backup-dumps", "trial-referencement-restore"
VOLUME: dict[str, Any] = {"backups": {"enabled": True}}
BUCKET: dict[str, Any] = {
    "backups": {
        "enabled": True, "store": "bucket",
        "bucket": {"name": "dumps/line", "endpoint": "https://s3.example.org:9443", "existingSecret": "dumps-key"},
    }
}  # fmt: skip


def named(found: list[Thing], name: str) -> Thing:
    [one] = [one for one in of_kind(found, "CronJob") if one["metadata"]["name"] == name]
    spec: Thing = one["spec"]
    return spec


def pod(found: list[Thing], name: str) -> Thing:
    return dict(pods(found))[name]


def test_each_night_all_databases_are_dumped_by_the_accounts_that_read() -> None:
    found = rendered("operators", VOLUME)
    [dump] = pod(found, DUMPS)["containers"]
    given = variables(dump)

    assert (named(found, DUMPS)["schedule"], named(found, DUMPS)["suspend"]) == ("7 2 * * *", False)
    assert dump["image"] == "postgres:18"
    assert dump["command"] == ["sh", "/etc/referencement/backups/dump.sh"]
    for name in SERVICES:
        secret = f"trial-referencement-{name}-database-reader"
        assert given[f"{name.upper()}_READER_DATABASE_PASSWORD"] == (secret, "password")
    assert [name for name in given if "OWNER" in name or name.endswith("INTAKE_DATABASE_URL")] == []
    assert (given["BACKUP_FOLDER"], given["BACKUP_KEEP"]) == ("/var/backups", "14")


def test_the_scripts_are_those_of_the_project() -> None:
    [scripts] = [
        one for one in of_kind(rendered("byo", VOLUME), "ConfigMap") if one["metadata"]["name"].endswith("-backup")
    ]
    folder = CHART.parents[1] / "backups"

    assert scripts["data"] == {name: (folder / name).read_text() for name in ("dump.sh", "restore.sh")}


def test_dumps_lie_on_a_volume_that_stays_or_on_one_of_ones_own() -> None:
    own = rendered("byo", {"backups": {"enabled": True, "volume": {"existingClaim": "vault"}}})
    [claim] = of_kind(rendered("byo", VOLUME), "PersistentVolumeClaim")

    assert (claim["metadata"]["name"], claim["metadata"]["annotations"]) == (
        "trial-referencement-backup", {"helm.sh/resource-policy": "keep"}
    )  # fmt: skip
    assert of_kind(own, "PersistentVolumeClaim") == []
    for job in (DUMPS, RESTORE):
        [volume] = [one for one in pod(own, job)["volumes"] if one["name"] == "dumps"]
        assert volume["persistentVolumeClaim"] == {"claimName": "vault"}


def test_a_restore_runs_only_when_somebody_makes_its_job_and_then_as_the_owner() -> None:
    found = rendered("operators", VOLUME)
    [restore] = pod(found, RESTORE)["containers"]
    given = variables(restore)

    assert named(found, RESTORE)["suspend"] is True
    assert named(found, RESTORE)["jobTemplate"]["spec"]["backoffLimit"] == 0
    assert (given["SERVICE"], given["FILE"]) == ("", "")
    assert given["INTAKE_OWNER_DATABASE_USER"] == ("trial-referencement-intake-database-owner", "username")


def test_to_a_bucket_our_own_image_brings_them_and_fetches_them_and_the_script_runs_between() -> None:
    found = rendered("byo", BUCKET)
    order = {
        job: [one["name"] for one in (*pod(found, job)["initContainers"], *pod(found, job)["containers"])]
        for job in (DUMPS, RESTORE)
    }
    ours = {path: one for path, one in containers(found) if path in (f"{DUMPS}/push", f"{RESTORE}/fetch")}

    assert order == {DUMPS: ["dump", "push"], RESTORE: ["fetch", "restore"]}
    for one in ours.values():
        assert one["image"].startswith("registry.example.org/referencement:")
        assert variables(one)["BACKUP_SECRET"] == ("dumps-key", "secret")
        assert variables(one)["BACKUP_BUCKET"] == "dumps/line"
        assert [name for name in variables(one) if "DATABASE" in name] == []
    assert of_kind(found, "PersistentVolumeClaim") == []


def test_the_jobs_reach_names_the_databases_and_where_there_is_one_the_bucket() -> None:
    assert ways_out(rendered("byo", VOLUME))["backup"] == [53, 5353, 5432]
    assert ways_out(rendered("byo", BUCKET))["backup"] == [53, 5353, 5432, 9443]
    assert "backup" not in ways_out(rendered("byo"))


def test_a_bucket_opened_by_an_account_is_opened_by_these_jobs_alone() -> None:
    role = {"example.org/role": "dumps"}
    found = rendered("byo", {"backups": {"enabled": True, "store": "bucket",
                                         "bucket": {"name": "dumps", "accountAnnotations": role}}})  # fmt: skip
    holding = {name for name, one in pods(found) if one["serviceAccountName"] == "trial-referencement-backup"}

    assert holding == {DUMPS, RESTORE}


def test_names_of_jobs_fit_whatever_the_release_is_called() -> None:
    found = rendered("byo", {**VOLUME, "fullnameOverride": "a" * 60})

    assert [one["metadata"]["name"] for one in of_kind(found, "CronJob") if len(one["metadata"]["name"]) > 52] == []


def test_cloudnativepg_is_asked_for_base_backups_and_wal_in_a_bucket() -> None:
    backup = {
        "method": "bucket",
        "bucket": {"path": "s3://wal/line", "existingSecret": "wal-key", "encryption": "AES256"},
    }
    found = rendered("operators", {"postgres": {"cnpg": {"backup": backup}}})
    [cluster], [scheduled] = of_kind(found, "Cluster"), of_kind(found, "ScheduledBackup")
    store = cluster["spec"]["backup"]["barmanObjectStore"]

    assert cluster["spec"]["backup"]["retentionPolicy"] == "30d"
    assert store["s3Credentials"]["accessKeyId"] == {"name": "wal-key", "key": "key-id"}
    assert store["wal"] == store["data"] == {"compression": "gzip", "encryption": "AES256"}
    assert (scheduled["spec"]["schedule"], scheduled["spec"]["method"]) == ("0 7 2 * * *", "barmanObjectStore")
    assert scheduled["spec"]["cluster"] == {"name": cluster["metadata"]["name"]}


@pytest.mark.parametrize(
    ("backup", "there"),
    [
        ({"method": "plugin", "plugin": {"objectStore": "archive"}}, "plugins"),
        ({"method": "volumeSnapshot", "snapshotClass": "fast"}, "backup"),
    ],
)
def test_cloudnativepg_s_other_ways(backup: dict[str, Any], there: str) -> None:
    found = rendered("operators", {"postgres": {"cnpg": {"backup": backup}}})
    [cluster], [scheduled] = of_kind(found, "Cluster"), of_kind(found, "ScheduledBackup")

    assert there in cluster["spec"]
    assert scheduled["spec"]["method"] == backup["method"]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"backups": {"enabled": True, "store": "bucket"}}, "backups.bucket.name is required"),
        ({"backups": {"keep": 0}}, "at '/backups/keep'"),
        ({"backups": {"image": {"tag": "latest"}}}, "at '/backups/image/tag'"),
        ({"postgres": {"cnpg": {"backup": {"schedule": "7 2 * * *"}}}}, "at '/postgres/cnpg/backup/schedule'"),
        ({"postgres": {"cnpg": {"backup": {"bucket": {"path": ""}}}}}, "postgres.cnpg.backup.bucket.path is required"),
        (
            {"postgres": {"cnpg": {"backup": {"method": "plugin"}}}},
            "postgres.cnpg.backup.plugin.objectStore is required",
        ),
    ],
)
def test_what_is_missing_is_said(values: dict[str, Any], said: str) -> None:
    with pytest.raises(helm.HelmError) as refused:
        templates("operators", values)

    assert said in str(refused.value)


def test_the_notes_say_when_nothing_is_backed_up() -> None:
    def notes(example: str, values: dict[str, Any]) -> str:
        return next(text for path, text in templates(example, values).items() if path.endswith("NOTES.txt"))

    assert "Nothing here backs the databases up" in notes("byo", {})
    assert f"--from=cronjob/{DUMPS}" in notes("byo", VOLUME)
