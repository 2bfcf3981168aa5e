"""KServe's own client over REST, in both of its protocols."""

import asyncio

import httpx
import numpy as np
from kserve import InferInput, InferRequest, InferenceRESTClient
from kserve.inference_client import RESTConfig
from kserve.protocol.infer_type import RequestedOutput

from checks import address, fails, run

BASE = "http://" + address()
X = np.array([[1, 2], [3, 4.5]], np.float32)


def ask(version, question):
    async def answered():
        client = InferenceRESTClient(RESTConfig(protocol=version, retries=0))
        try:
            return await question(client)
        finally:
            await client.close()

    return asyncio.run(answered())


def request(binary, outputs=None):
    tensor = InferInput("X", list(X.shape), "FP32")
    tensor.set_data_from_numpy(X, binary_data=binary)
    return InferRequest("two", [tensor], request_outputs=outputs)


def doubled(response):
    came = response.outputs[0].as_numpy()
    assert came.shape == X.shape and (came == X * 2).all(), came


def two_asks_with_json():
    doubled(ask("v2", lambda client: client.infer(BASE, request(False), model_name="two")))


def two_asks_with_bytes():
    doubled(ask("v2", lambda client: client.infer(BASE, request(True), model_name="two")))


def two_is_answered_with_bytes():
    output = RequestedOutput("Y", {"binary_data": True})
    headers = {}
    doubled(
        ask(
            "v2",
            lambda client: client.infer(BASE, request(True, [output]), model_name="two", response_headers=headers),
        )
    )
    assert "inference-header-content-length" in headers and "lastgood-prediction-id" in headers, headers


def two_finds_out_what_there_is():
    assert ask("v2", lambda client: client.is_server_live(BASE))
    assert ask("v2", lambda client: client.is_server_ready(BASE))
    assert ask("v2", lambda client: client.is_model_ready(BASE, "two"))
    assert not ask("v2", lambda client: client.is_model_ready(BASE, "nobody"))


def one_asks_row_by_row():
    answer = ask("v1", lambda client: client.infer(BASE, {"instances": X.tolist()}, model_name="two"))
    assert answer == {"predictions": (X * 2).tolist()}, answer


def one_finds_out_what_there_is():
    assert ask("v1", lambda client: client.is_server_live(BASE))
    assert ask("v1", lambda client: client.is_model_ready(BASE, "two"))


def a_mistake_is_refused_in_both():
    for version, data in (("v1", {"instances": [[1]]}), ("v2", {"inputs": []})):
        fails(
            lambda: ask(version, lambda client: client.infer(BASE, data, model_name="two")),
            httpx.HTTPStatusError,
            "400 Bad Request",
        )


run(
    [
        two_asks_with_json,
        two_asks_with_bytes,
        two_is_answered_with_bytes,
        two_finds_out_what_there_is,
        one_asks_row_by_row,
        one_finds_out_what_there_is,
        a_mistake_is_refused_in_both,
    ]
)
