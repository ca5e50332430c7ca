"""Where intake keeps documents: the volume or bucket that the values name, and the way there and to the scanner."""

from typing import Any

from tests.chart.rendering import Thing, containers, of_kind, pods, rendered, templates, things, variables, ways_out

BUCKET = {"store": "bucket", "bucket": {"name": "evidence"}}
WARNING = "Documents lie on a volume of one node (ReadWriteOnce)"


def intake(example: str, values: dict[str, Any] | None = None) -> Thing:
    found = rendered(example, values) if values else things(example)
    return next(one for path, one in containers(found) if path == "trial-referencement-intake/intake")


def test_a_volume_is_made_kept_and_mounted_where_documents_are_read_or_written() -> None:
    [claim] = of_kind(things("operators"), "PersistentVolumeClaim")
    mounting = {
        name: [one["persistentVolumeClaim"]["claimName"] for one in pod["volumes"] if "persistentVolumeClaim" in one]
        for name, pod in pods(rendered("operators", {"layout": "split"}))
        if "-intake-" in name and "-journal" not in name
    }

    assert claim["metadata"]["annotations"] == {"helm.sh/resource-policy": "keep"}
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]
    assert mounting == {
        "trial-referencement-intake-api": ["trial-referencement-documents"],
        "trial-referencement-intake-worker": ["trial-referencement-documents"],
        "trial-referencement-intake-relay": [],
    }


def test_a_claim_of_ones_own_is_used_and_none_is_made() -> None:
    one = intake("byo")

    assert of_kind(things("byo"), "PersistentVolumeClaim") == []
    assert variables(one)["DOCUMENT_FOLDER"] == "/var/lib/documents"
    assert {"name": "documents", "mountPath": "/var/lib/documents"} in one["volumeMounts"]


def test_a_bucket_s_keys_come_from_a_secret_and_go_to_those_who_need_them() -> None:
    given = {path: variables(one) for path, one in containers(things("production")) if path.endswith("/intake")}
    worker = given["trial-referencement-intake-worker/intake"]

    assert worker["DOCUMENT_BUCKET"] == "evidence/referencement"
    assert worker["DOCUMENT_ENDPOINT"] == "https://s3.example.org"
    assert worker["DOCUMENT_SECRET"] == ("evidence-bucket", "secret")
    assert worker["CLAMD_ADDRESS"] == "clamd.scanning.svc:3310"
    assert "DOCUMENT_FOLDER" not in worker
    assert "DOCUMENT_SECRET" not in given["trial-referencement-intake-relay/intake"]


def test_without_keys_a_bucket_is_opened_by_an_account_that_intake_alone_has() -> None:
    role = {"example.org/role": "evidence"}
    found = rendered(
        "byo", {"documents": {"store": "bucket", "bucket": {"name": "evidence", "accountAnnotations": role}}}
    )
    accounts = {name: pod["serviceAccountName"] for name, pod in pods(found)}
    [account] = [one for one in of_kind(found, "ServiceAccount") if one["metadata"]["name"].endswith("-documents")]

    assert account["metadata"]["annotations"] == role
    assert "DOCUMENT_KEY_ID" not in variables(intake("byo", {"documents": BUCKET}))
    assert [name for name, one in accounts.items() if one.endswith("-documents")] == ["trial-referencement-intake"]


def test_the_way_to_bucket_and_scanner_is_open_only_when_there_are_such() -> None:
    nothing = {"documents": {"clamd": ""}}

    assert "documents" not in ways_out(rendered("byo", nothing))
    assert ways_out(things("byo"))["documents"] == [3310]
    assert ways_out(rendered("byo", {"documents": {**BUCKET, "clamd": ""}}))["documents"] == [443]
    assert ways_out(things("production"))["documents"] == [443, 3310]
    [policy] = [one["spec"] for one in of_kind(things("production"), "NetworkPolicy")
                if one["metadata"]["name"].endswith("-documents")]  # fmt: skip
    assert policy["podSelector"]["matchLabels"]["app.kubernetes.io/component"] == "intake"
    assert [rule["to"] for rule in policy["egress"]] == [
        [{"ipBlock": {"cidr": "192.0.2.32/28"}}],
        [{"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "scanning"}}}],
    ]


def test_several_pods_on_one_node_s_volume_are_warned_of() -> None:
    notes = "referencement/templates/NOTES.txt"

    assert WARNING not in templates("laptop")[notes]
    assert WARNING in templates("laptop", {"process": {"all": {"replicas": 2}}})[notes]
    assert WARNING not in templates("production")[notes]
