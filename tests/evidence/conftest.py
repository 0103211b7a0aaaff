"""A store over a fresh folder; its picture worker is stopped after each test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from evidence.local import LocalEvidenceStore


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "evidence"


@pytest.fixture
async def store(folder: Path) -> AsyncIterator[LocalEvidenceStore]:
    store = LocalEvidenceStore(folder)
    yield store
    await store.close()
