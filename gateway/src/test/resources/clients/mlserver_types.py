"""MLServer's own models of the protocol's documents, held against what is answered."""

import json
import urllib.error
import urllib.request

import numpy as np
from mlserver.codecs import NumpyCodec, NumpyRequestCodec, StringCodec
from mlserver.types import (
    InferenceErrorResponse,
    InferenceRequest,
    InferenceResponse,
    MetadataModelResponse,
    MetadataServerResponse,
    RepositoryIndexResponse,
    RequestOutput,
)

from checks import address, run

BASE = "http://" + address()


def ask(path, body=None):
    data = None if body is None else body.encode()
    request = urllib.request.Request(BASE + path, data, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def strictly(kind, document):
    """Valid, and nothing is left out or made up when it is written down again."""
    read = kind.model_validate_json(document)
    assert read.model_dump(mode="json", exclude_unset=True) == json.loads(document), document
    return read


def the_server_and_its_models_are_described():
    server = strictly(MetadataServerResponse, ask("/v2")[1])
    assert server.name == "lastgood"
    for model in ("two", "types", "words"):
        described = strictly(MetadataModelResponse, ask(f"/v2/models/{model}")[1])
        assert described.name == model and described.versions == ["r1"]


def an_answer_is_decoded_by_its_codec():
    array = np.array([[1, 2], [3, 4]], np.float32)
    sent = NumpyRequestCodec.encode_request(array)
    sent.id = "q1"
    sent.inputs[0].name = "X"
    status, body = ask("/v2/models/two/infer", sent.model_dump_json(exclude_none=True))
    assert status == 200, body
    answer = strictly(InferenceResponse, body)
    assert answer.id == "q1" and answer.model_version == "r1"
    assert (NumpyCodec.decode_output(answer.outputs[0]) == array * 2).all()


def texts_are_decoded_by_theirs():
    sent = InferenceRequest(
        inputs=[NumpyCodec.encode_input("X", np.array([[1, 2], [2, 1]], np.float32))],
        outputs=[RequestOutput(name="label")],
    )
    status, body = ask("/v2/models/words/infer", sent.model_dump_json(exclude_none=True))
    assert status == 200, body
    answer = strictly(InferenceResponse, body)
    assert StringCodec.decode_output(answer.outputs[0]) == ["yes", "no"]


def every_error_is_one():
    for path, body in (
        ("/v2/models/two/infer", "{"),
        ("/v2/models/two/infer", '{"inputs": []}'),
        ("/v2/models/nobody/infer", "{}"),
        ("/v2/models/nobody", None),
        ("/v2/models/two", "{}"),
        ("/v2/models/two/versions/r9", None),
        ("/v2/nothing", None),
        ("/v2/repository/models/two/unload", "{}"),
    ):
        status, document = ask(path, body)
        assert status >= 400, path
        assert InferenceErrorResponse.model_validate_json(document).error, document


def the_repository_is_listed():
    index = strictly(RepositoryIndexResponse, ask("/v2/repository/index", "{}")[1])
    assert "two" in [item.name for item in index.root]


run(
    [
        the_server_and_its_models_are_described,
        an_answer_is_decoded_by_its_codec,
        texts_are_decoded_by_theirs,
        every_error_is_one,
        the_repository_is_listed,
    ]
)
