"""The protocol's own OpenAPI files, as MLServer ships them, held against what is answered."""

import json
import urllib.error
import urllib.request
from pathlib import Path

import mlserver
from jsonschema import Draft4Validator

from checks import address, run

BASE = "http://" + address()
SHIPPED = Path(mlserver.__file__).parent / "rest" / "openapi"
PLANE = json.loads((SHIPPED / "dataplane.json").read_text())
REPOSITORY = json.loads((SHIPPED / "model_repository.json").read_text())
# The file allows an array, or what it calls bytes: a type that its own language does not have.
PLANE["components"]["schemas"]["TensorData"] = {"type": "array"}
TWO = '{"id": "q1", "inputs": [{"name": "X", "shape": [1, 2], "datatype": "FP32", "data": [1, 2]}]}'


def ask(method, path, body):
    request = urllib.request.Request(BASE + path, None if body is None else body.encode(), method=method)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def holds(spec, method, template, expected, body=None, **names):
    """What is answered has the status asked for and is as the file says of it. The file knows no other status of a refusal
    than 400, 404 and 500; those of other refusals carry the same document."""
    status, document = ask(method.upper(), template.format(**names), body)
    assert status == expected, f"{template}: {status} {document}"
    responses = spec["paths"][template][method]["responses"]
    described = responses.get(str(status), responses.get("400")).get("content", {})
    for media in described.values():
        whole = dict(media["schema"], components=spec["components"])
        Draft4Validator(whole).validate(json.loads(document))
    return len(described)


def health_is_as_described():
    for path in ("/v2/health/live", "/v2/health/ready", "/v2/models/{model_name}/ready"):
        holds(PLANE, "get", path, 200, model_name="two")
    versioned = "/v2/models/{model_name}/versions/{model_version}/ready"
    holds(PLANE, "get", versioned, 200, model_name="two", model_version="r1")


def metadata_is_as_described():
    assert holds(PLANE, "get", "/v2", 200) == 1
    for model in ("two", "types", "unsigned", "halves", "words"):
        assert holds(PLANE, "get", "/v2/models/{model_name}", 200, model_name=model) == 1
    assert holds(PLANE, "get", "/v2/models/{model_name}", 404, model_name="nobody") == 1
    versioned = "/v2/models/{model_name}/versions/{model_version}"
    assert holds(PLANE, "get", versioned, 200, model_name="two", model_version="r1") == 1
    assert holds(PLANE, "get", versioned, 404, model_name="two", model_version="r9") == 1


def answers_are_as_described():
    path = "/v2/models/{model_name}/infer"
    assert holds(PLANE, "post", path, 200, TWO, model_name="two") == 1
    assert holds(PLANE, "post", path, 200, TWO, model_name="words") == 1
    versioned = "/v2/models/{model_name}/versions/{model_version}/infer"
    assert holds(PLANE, "post", versioned, 200, TWO, model_name="two", model_version="r1") == 1


def refusals_are_as_described():
    path = "/v2/models/{model_name}/infer"
    assert holds(PLANE, "post", path, 400, "{", model_name="two") == 1
    assert holds(PLANE, "post", path, 404, TWO, model_name="nobody") == 1
    assert holds(PLANE, "post", path, 503, TWO, model_name="later") == 1
    versioned = "/v2/models/{model_name}/versions/{model_version}/infer"
    assert holds(PLANE, "post", versioned, 404, TWO, model_name="two", model_version="r9") == 1


def the_repository_is_as_described():
    assert holds(REPOSITORY, "post", "/v2/repository/index", 200, "{}") == 1
    holds(REPOSITORY, "post", "/v2/repository/models/{model_name}/load", 200, "{}", model_name="two")
    for verb, model in (("load", "later"), ("unload", "two")):
        path = "/v2/repository/models/{model_name}/" + verb
        assert holds(REPOSITORY, "post", path, 409, "{}", model_name=model) == 1


run(
    [
        health_is_as_described,
        metadata_is_as_described,
        answers_are_as_described,
        refusals_are_as_described,
        the_repository_is_as_described,
    ]
)
