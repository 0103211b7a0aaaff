"""Forms with files, read from bytes: what clients send is understood, everything else is refused by name."""

import asyncio
from typing import Any

import pytest
from aiohttp import FormData
from hypothesis import given, settings
from hypothesis import strategies as st

from api.multipart import MAX_PARTS, MultipartRefused, Part, parse_multipart

HEAD = b'--b\r\nContent-Disposition: form-data; name="a"'
B = 'multipart/form-data; boundary="b"'


def parts(*pieces: bytes, end: bytes = b"--b--\r\n") -> tuple[Part, ...]:
    return parse_multipart(b"".join(piece + b"\r\n" for piece in pieces) + end, B)


def sent_by_aiohttp(data: FormData) -> tuple[bytes, str]:
    """The bytes and the content type, as a real client writes them."""

    async def write() -> tuple[bytes, str]:
        payload = data()
        return await payload.as_bytes(), str(payload.headers["Content-Type"])

    return asyncio.run(write())


@settings(max_examples=50, deadline=None)
@given(
    fields=st.lists(
        st.tuples(
            st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=10),
            st.binary(max_size=200),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_what_a_client_writes_is_read_back_to_the_byte(fields: list[tuple[str, bytes]]) -> None:
    data = FormData(default_to_multipart=True)
    for name, content in fields:
        data.add_field(name, content, filename="shot é.png", content_type="image/png")
    body, content_type = sent_by_aiohttp(data)
    read = parse_multipart(body, content_type)
    assert [part.content for part in read] == [content for _, content in fields]
    assert {part.content_type for part in read} == {"image/png"}
    assert all(part.file_name is not None for part in read)


def test_names_are_read_as_browsers_and_programs_write_them() -> None:
    name = 'é "q".png'
    quoted = name.replace('"', "%22").encode()
    browser = parts(HEAD + b'; filename="' + quoted + b'"\r\n\r\nx')
    program = parts(HEAD + b"; filename*=utf-8''%C3%A9%20%22q%22.png\r\n\r\nx")
    assert browser[0].file_name == name
    assert program[0].file_name == name
    assert parts(HEAD + b"\r\n\r\nx")[0] == Part(name="a", content=b"x")


def test_content_may_hold_what_looks_like_a_line_or_a_boundary() -> None:
    content = b"\r\n\r\n--B\r\n --b\r\n--c"
    assert parts(HEAD + b"\r\n\r\n" + content)[0].content == content


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "not_ended"),
        (HEAD + b"\r\n\r\nx\r\n", "not_ended"),
        (HEAD + b"\r\n\r\nx\r\n--b", "not_ended"),
        (b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b--", "part_without_name"),
        (b"--b\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--b--", "part_without_name"),
        (HEAD + b"\r\nX\r\n\r\nx\r\n--b--", "part_malformed"),
        (HEAD + HEAD[3:] + b"\r\n\r\nx\r\n--b--", "part_malformed"),
        (HEAD + b"\r\nX: " + b"y" * 5000 + b"\r\n\r\nx\r\n--b--", "part_malformed"),
        (HEAD + b"\r\nX: \xff\r\n\r\nx\r\n--b--", "part_not_utf8"),
        (HEAD + b"\r\nContent-Transfer-Encoding: base64\r\n\r\nx\r\n--b--", "part_encoded"),
        ((HEAD + b"\r\n\r\nx\r\n") * (MAX_PARTS + 1) + b"--b--", "too_many_parts"),
    ],
)
def test_what_is_no_form_is_refused_by_name(body: bytes, reason: str) -> None:
    with pytest.raises(MultipartRefused, match=f"^{reason}$"):
        parse_multipart(body, B)


@pytest.mark.parametrize(
    "content_type", ["multipart/form-data", "multipart/form-data; boundary=" + "x" * 71, ""]
)
def test_a_type_without_a_proper_boundary_is_refused(content_type: str) -> None:
    with pytest.raises(MultipartRefused, match=r"^no_boundary$"):
        parse_multipart(b"--b--", content_type)


JUNK = st.lists(
    st.sampled_from((b"--b", b"\r\n", b"--", b": ", b"name=", b'"', b";", HEAD, b"\x00", b"\xff", b"x" * 50))
).map(b"".join)


@settings(max_examples=150, deadline=None)
@given(
    body=JUNK, content_type=st.sampled_from((B, "multipart/form-data; boundary*=utf-8''b", "a/b; boundary=b"))
)
def test_no_bytes_at_all_raise_anything_else(body: bytes, content_type: str) -> None:
    read: Any = ()
    try:
        read = parse_multipart(body, content_type)
    except MultipartRefused as refused:
        assert str(refused)
    assert all(isinstance(part, Part) for part in read)
