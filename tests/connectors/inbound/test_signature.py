"""The proof of who sent a message: held against the reference library, and against garbage."""

import base64
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from standardwebhooks import Webhook

from connectors.inbound.signature import BadSignature, MissingHeader, OldTimestamp, SignatureRefused, verify
from connectors.signing import key_of, signed_headers
from core.errors import Invalid

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
OTHER = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0"
NOW = datetime.now(UTC).replace(microsecond=0)
BODY = '{"test": 2432232314, "é": "ü"}'.encode()


def headers(
    secret: str = SECRET, *, at: datetime = NOW, body: bytes = BODY, id_: str = "msg_1"
) -> dict[str, str]:
    return signed_headers(key_of(secret), id_, body, at)


def test_a_signed_message_gives_its_id() -> None:
    assert verify(BODY, headers(), [SECRET], NOW) == "msg_1"


def test_header_names_may_be_written_in_any_case() -> None:
    shouted = {name.upper(): value for name, value in headers().items()}
    assert verify(BODY, shouted, [SECRET], NOW) == "msg_1"


@given(
    st.binary(min_size=1, max_size=64),
    st.text("abcdefghijklmnopqrstuvwxyz_0123456789.", min_size=1, max_size=50),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_what_we_sign_the_reference_library_takes_and_the_other_way_round(
    key: bytes, id_: str, body: bytes
) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    webhook = Webhook(key)
    secret = "whsec_" + base64.b64encode(key).decode()

    ours = signed_headers(key, id_, body, now)
    webhook.verify(body, ours, json_parse=False)
    theirs = {**ours, "webhook-signature": webhook.sign(id_, now, body.decode())}
    assert theirs == ours
    assert verify(body, theirs, [secret], now) == id_


def test_a_time_in_another_zone_is_signed_as_the_same_moment() -> None:
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    assert headers(at=elsewhere) == headers(at=NOW)


def test_a_time_without_a_zone_is_never_signed() -> None:
    with pytest.raises(ValueError, match="aware"):
        headers(at=NOW.replace(tzinfo=None))


@pytest.mark.parametrize("secrets", [[SECRET, OTHER], [OTHER, SECRET]])
def test_while_a_key_is_changed_either_key_proves(secrets: list[str]) -> None:
    assert verify(BODY, headers(), secrets, NOW) == "msg_1"
    both = headers()
    both["webhook-signature"] = f"{headers(OTHER)['webhook-signature']} {both['webhook-signature']}"
    assert verify(BODY, both, [SECRET], NOW) == "msg_1"


@pytest.mark.parametrize("secrets", [[], [OTHER]])
def test_a_key_we_do_not_know_proves_nothing(secrets: list[str]) -> None:
    with pytest.raises(BadSignature):
        verify(BODY, headers(), secrets, NOW)


@pytest.mark.parametrize("name", ["webhook-id", "webhook-timestamp", "webhook-signature"])
def test_a_missing_or_empty_header_is_named(name: str) -> None:
    for without in ({key: value for key, value in headers().items() if key != name}, {**headers(), name: ""}):
        with pytest.raises(MissingHeader) as missing:
            verify(BODY, without, [SECRET], NOW)
        assert missing.value.field == name


@pytest.mark.parametrize("off_s", [-301, 301, -86_400, 86_400])
def test_a_message_from_more_than_five_minutes_away_is_old(off_s: int) -> None:
    with pytest.raises(OldTimestamp) as old:
        verify(BODY, headers(at=NOW + timedelta(seconds=off_s)), [SECRET], NOW)
    assert old.value.code == "signature.old_timestamp"


@pytest.mark.parametrize("off_s", [-300, 300, 0])
def test_a_message_within_five_minutes_is_fresh(off_s: int) -> None:
    assert verify(BODY, headers(at=NOW + timedelta(seconds=off_s)), [SECRET], NOW)


@pytest.mark.parametrize(
    "timestamp", ["now", "1e9", "-1", "1_000", "٣٣", "nan", "9" * 400, "1700000000.0", " 17"]
)
def test_a_timestamp_that_is_no_whole_number_is_refused(timestamp: str) -> None:
    with pytest.raises(SignatureRefused):
        verify(BODY, {**headers(), "webhook-timestamp": timestamp}, [SECRET], NOW)


@pytest.mark.parametrize(
    "signature",
    [
        "v1",
        "v1,",
        "v1,%%%",
        "v1,é",
        "v2,abc",
        ",",
        "v1,AAAA",
        " ",
        "v1,abc,def",
        "v1a,AAAA",
        "v1," + "A" * 5000,
    ],
)
def test_a_malformed_signature_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        verify(BODY, {**headers(), "webhook-signature": signature}, [SECRET], NOW)


@pytest.mark.parametrize("id_", ["a b", "é", "a\nb", "x" * 256])
def test_an_id_that_could_not_be_kept_is_refused_although_it_is_signed(id_: str) -> None:
    with pytest.raises(BadSignature) as refused:
        verify(BODY, headers(id_=id_), [SECRET], NOW)
    assert refused.value.field == "webhook-id"


@given(st.data())
@settings(max_examples=300)
def test_one_changed_byte_anywhere_is_refused(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(BODY) - 1))
    changed = bytearray(BODY)
    changed[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(BadSignature):
        verify(bytes(changed), headers(), [SECRET], NOW)


NAMES = st.sampled_from(["webhook-id", "webhook-timestamp", "webhook-signature", "Webhook-Id", "x"])
GARBAGE = st.dictionaries(NAMES, st.text() | st.text("v1,=+/ AQ0123456789"), max_size=5)


@given(GARBAGE, st.booleans(), st.binary(max_size=100))
@settings(max_examples=1000)
def test_garbage_meets_nothing_but_the_three_refusals(
    given_: dict[str, str], signed: bool, body: bytes
) -> None:
    with pytest.raises(SignatureRefused) as refused:
        verify(
            body, {**(headers() if signed else {}), **given_, "webhook-signature": "v1,AAAA"}, [SECRET], NOW
        )
    assert type(refused.value) in (MissingHeader, OldTimestamp, BadSignature)


@given(GARBAGE, st.binary(max_size=100))
def test_nothing_made_up_is_ever_taken(given_: dict[str, str], body: bytes) -> None:
    with pytest.raises(SignatureRefused):
        verify(body, given_, [SECRET, OTHER], NOW)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "whsec_é", "whsec_A"])
def test_a_secret_of_ours_that_is_none_says_so_without_repeating_it(secret: str) -> None:
    with pytest.raises(Invalid) as refused:
        key_of(secret)
    assert refused.value.code == "signing.bad_secret"
    assert "%" not in str(refused.value)
