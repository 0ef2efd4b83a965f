"""The store of responses as they came."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from extractors.errors import RawStoreError
from extractors.raw import RawResponse, RawStore

NOW = datetime(2026, 1, 25, 12, tzinfo=UTC)


def save(store: RawStore, source: str = "trial", at: datetime = NOW, **changed: object) -> RawResponse:
    parts: dict[str, object] = {
        "url": "https://x.test/a?b=ü", "status": 200, "headers": {"ETag": '"1"'},
        "body": b"\0\xffbody", "meta": {"k": "ä"},
    }  # fmt: skip
    return store.save(source=source, fetched_at=at, **{**parts, **changed})  # type: ignore[arg-type]


def test_a_response_reads_back_as_it_was(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    kept = save(store)
    assert store.read(kept.raw_id) == kept
    store.close()


def test_responses_come_in_the_order_they_were_fetched(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    later = save(store, "a", NOW + timedelta(days=1))
    sooner = save(store, "b", NOW)
    assert [one.raw_id for one in store.iterate()] == [sooner.raw_id, later.raw_id]
    assert [one.raw_id for one in store.iterate({sooner.raw_id})] == [later.raw_id]
    store.close()


@pytest.mark.parametrize("keep", [0, 1, 30, -1, -9])
def test_a_cut_file_is_reported_and_asked_for_again(tmp_path: Path, keep: int) -> None:
    store = RawStore(tmp_path)
    kept, whole = save(store, key="work"), save(store)
    path = tmp_path / kept.raw_id
    path.write_bytes(path.read_bytes()[:keep])
    assert store.already("work")
    assert [one.raw_id for one in store.iterate()] == [whole.raw_id]
    assert list(store.unreadable) == [kept.raw_id]
    assert not store.already("work")
    store.close()


def test_a_foreign_file_is_reported(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    kept = save(store)
    (tmp_path / kept.raw_id).write_bytes(b"hello")
    with pytest.raises(RawStoreError, match="cannot be read") as caught:
        store.read(kept.raw_id)
    assert caught.value.remedy
    store.close()


def test_work_counts_as_done_only_while_its_response_is_there(tmp_path: Path) -> None:
    store = RawStore(tmp_path)
    kept = save(store, key="work")
    assert store.already("work") and not store.already("other")
    (tmp_path / kept.raw_id).unlink()
    assert not store.already("work")
    store.close()


def test_a_full_or_forbidden_folder_is_one_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = RawStore(tmp_path)

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RawStoreError, match="No space left"):
        save(store)
    assert not list(tmp_path.glob("trial/*/*"))
    store.close()


def test_a_damaged_memory_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 20)
    with pytest.raises(RawStoreError, match=r"state\.sqlite") as caught:
        RawStore(tmp_path)
    assert "delete" in caught.value.remedy
