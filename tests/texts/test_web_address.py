"""Web addresses that are published: everybody reaches them, and they lead where they seem to lead."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.texts.rule import TextFault
from shared.texts.web_address import WebAddress


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("https://", "address_host"),
        ("https:///chemin", "address_host"),
        ("https://exa mple", "address_malformed"),
        ("https://exemple.fr\\@evil.example", "address_malformed"),
        ("https://exemple.fr/%00", "address_malformed"),
        ("https://[::1", "address_malformed"),
        ("ftp://exemple.fr", "address_scheme"),
        ("javascript:alert(1)", "address_scheme"),
        ("https:/exemple.fr", "address_scheme"),
        ("//exemple.fr", "address_scheme"),
        ("https://user:pw@evil.example/", "address_user_info"),
        ("https://exemple.fr@evil.example/", "address_user_info"),
        ("https://localhost", "address_host"),
        ("https://router.local", "address_host"),
        ("https://127.0.0.1", "address_host"),
        ("https://127.1", "address_host"),
        ("https://2130706433", "address_host"),
        ("https://0x7f.1", "address_host"),
        ("https://[::1]/", "address_host"),
        ("https://exemple..fr", "address_host"),
        ("https://exem_ple.fr", "address_host"),
        ("https://straße.de", "address_host"),
        ("https://xn--a.fr", "address_host"),
        ("https://exemple.fr:0", "address_port"),
        ("https://exemple.fr:99999", "address_port"),
        ("https://exemple.fr:", "address_port"),
        ("https://exemple.fr/\u202egro.elpmexe", "text_direction"),
        ("https://exemple.fr/" + "x" * 2000, "length"),
        ("https://exemple.fr/" + "é" * 1000, "length"),
    ],
)
def test_an_address_that_cannot_be_published_is_refused_with_its_reason(address: str, code: str) -> None:
    with pytest.raises(TextFault) as caught:
        WebAddress().checked(address)

    assert caught.value.code == code


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://carnet.example", "https://carnet.example"),
        ("http://Carnet.example:80", "http://carnet.example"),
        ("HTTPS://Carnet.Example.:443/A?b=c#d", "https://carnet.example/A?b=c#d"),
        ("https://carnet.example:8443/", "https://carnet.example:8443/"),
        ("https://santé.fr/aidé?q=à", "https://xn--sant-epa.fr/aid%C3%A9?q=%C3%A0"),
        ("https://exemple\u3002fr/%C3%A9", "https://exemple.fr/%C3%A9"),
    ],
)
def test_an_address_is_kept_in_its_plain_form(address: str, kept: str) -> None:
    assert WebAddress().checked(address) == kept


@given(st.text(max_size=60).map("https://".__add__) | st.text(max_size=60))
def test_any_text_is_an_address_or_refused_and_what_is_kept_stays_the_same(text: str) -> None:
    try:
        kept = WebAddress().checked(text)
    except TextFault:
        return
    assert WebAddress().checked(kept) == kept
    assert kept.isascii() and kept.startswith("https://")
