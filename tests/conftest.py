"""Fixtures for all tests: real Redis, real database, and a whole running Winnow."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend import bootstrap
from backend.context import Context
from backend.settings import Settings
from backend.store import migrate
from backend.store.db import create_engine
from backend.supervise import redis_server as embedded
from tests.eventually import eventually
from tests.fakes.model_server import FakeServer, serving
from tests.running import Winnow

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session", autouse=True)
def _own_environment() -> Iterator[None]:
    """What the person who runs the tests has set for a Winnow of their own does not reach them."""
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith("WINNOW_") or name in {"REDIS_URL", "DATABASE_URL", "AI_CONCURRENCY"}:
                patch.delenv(name)
        yield


@pytest.fixture(scope="session", name="redis_server")
def _redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a real Redis on a socket of its own."""
    data = tmp_path_factory.mktemp("redis")
    program = embedded.program(data)
    with (data / "redis.log").open("wb") as log:
        process = subprocess.Popen(program.argv, stdout=log, stderr=log)
    try:
        eventually(lambda: embedded.answers(embedded.url(data)))
        yield embedded.url(data)
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="session")
def _listening() -> Iterator[FakeServer]:
    with serving(FakeServer()) as made:
        yield made


@pytest.fixture
def model_server(_listening: FakeServer) -> FakeServer:
    """A model server that has seen nothing yet and answers "ok"."""
    _listening.reset()
    return _listening


@pytest.fixture(scope="session")
def _migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with today's schema, to be copied."""
    path = tmp_path_factory.mktemp("database") / "winnow.db"
    engine = create_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture
def settings(tmp_path: Path, redis_server: str) -> Settings:
    """One worker, a data folder of its own, the shared Redis."""
    return Settings(data_dir=tmp_path / "data", redis_url=redis_server, workers=1, disk_reserve_bytes=0)


@pytest.fixture
def ctx(settings: Settings, _migrated: Path) -> Iterator[Context]:
    """Everything a piece of Winnow may use, with an empty database and an empty Redis."""
    settings.data_dir.mkdir()
    shutil.copy(_migrated, settings.data_dir / "winnow.db")
    made = bootstrap.build(settings)
    made.redis.flushall()
    yield made
    made.redis.close()
    made.engine.dispose()


@pytest.fixture(scope="session")
def winnow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Winnow]:
    """A whole Winnow, shared by all tests: make a collection of your own in it."""
    made = Winnow(tmp_path_factory.mktemp("winnow"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def _with_model(tmp_path_factory: pytest.TempPathFactory, _listening: FakeServer) -> Iterator[Winnow]:
    url = _listening.base_url("openai")
    made = Winnow(tmp_path_factory.mktemp("modelled"), WINNOW_MODEL="openai:small", WINNOW_MODEL_URL=url)
    yield made
    made.close()


@pytest.fixture
def modelled(_with_model: Winnow, model_server: FakeServer) -> Winnow:
    """A whole Winnow whose language model is `model_server`, shared by the tests that ask models."""
    return _with_model


@pytest.fixture
def own_winnow(tmp_path: Path) -> Iterator[Winnow]:
    """A whole Winnow for this test alone, to be killed and stopped."""
    made = Winnow(tmp_path)
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser; tests that need it are skipped where there is none."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    pytest.skip("Chromium is not installed; the browser tests need it.")
