"""Commands of the runbooks, as the trial pastes them."""

import pytest

from deploy.observing.runbooks import runbooks
from deploy.trial.pasting import fault_of, filled_in, page_commands
from deploy.trial.tools import Done


def test_every_page_has_a_command_to_paste() -> None:
    assert {page.alert: list(page_commands(page))[:1] != [] for page in runbooks()} == dict.fromkeys(
        [page.alert for page in runbooks()], True
    )


def test_what_a_page_leaves_open_is_filled_in() -> None:
    line = filled_in('referencement parked drop ID --service SERVICE --by YOU --reason "…"')

    assert line == (
        'referencement parked drop 00000000-0000-0000-0000-000000000000 --service intake --by trial --reason "tried"'
    )


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (2, "Where is the line? Set KAFKA_BOOTSTRAP_SERVERS"),
        (1, "Traceback (most recent call last):"),
        (127, "?"),
        (0, "$ referencement reconcile\nno way\n(exit code 3)\n"),
    ],
)
def test_a_line_that_could_not_be_used_is_found_out(code: int, said: str) -> None:
    assert fault_of("referencement reconcile", Done(code, said)) != ""


def test_a_line_that_found_something_was_of_use() -> None:
    assert fault_of("referencement reconcile", Done(1, "$ referencement reconcile\n1 ahead\n(exit code 1)")) == ""


def test_a_line_that_finds_nothing_of_a_release_that_runs_is_found_out() -> None:
    nothing = Done(0, "No resources found in there namespace.")

    assert fault_of("kubectl get pods --namespace there --selector a=b", nothing) == "it finds nothing of the release"
    assert fault_of("kubectl get jobs --namespace there --selector a=b", nothing) == ""


def test_a_line_for_clusters_with_cert_manager_is_of_no_use_elsewhere_and_no_fault() -> None:
    said = Done(1, 'error: the server doesn\'t have a resource type "certificates"')

    assert fault_of("kubectl get certificates --all-namespaces", said) == ""


def test_a_record_that_is_not_parked_is_an_answer() -> None:
    assert fault_of("referencement parked show ID", Done(1, "No such record is parked")) == ""
