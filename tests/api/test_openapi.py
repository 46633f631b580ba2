"""The description says what the server does."""

from __future__ import annotations

import httpx
import pytest
from openapi_spec_validator import validate

from backend.api.endpoint import PREFIX, Endpoint
from backend.app import ENDPOINTS


@pytest.fixture
def description(api: httpx.Client) -> dict[str, object]:
    found: dict[str, object] = api.get("/openapi.json").raise_for_status().json()
    return found


def test_the_description_is_valid_openapi(description: dict[str, object]) -> None:
    validate(description)


def test_every_endpoint_is_described_and_nothing_else(description: dict[str, dict[str, dict[str, object]]]) -> None:
    described = {(method.upper(), path) for path, calls in description["paths"].items() for method in calls}
    assert described == {(endpoint.method, PREFIX + endpoint.path) for endpoint in ENDPOINTS}


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda each: f"{each.method} {each.path}")
def test_every_endpoint_asks_who_is_there(api: httpx.Client, endpoint: Endpoint) -> None:
    path = PREFIX + endpoint.path.replace("{id}", "0")
    answer = httpx.request(endpoint.method, str(api.base_url.copy_with(path=path)))
    assert answer.status_code == 401
    assert answer.json().keys() == {"type", "title", "status", "detail", "request_id"}
