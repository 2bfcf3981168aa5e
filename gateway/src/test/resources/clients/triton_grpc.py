"""Triton's own client over gRPC: values as bytes, as it sends them by itself."""

import numpy as np
import tritonclient.grpc as triton
from tritonclient.utils import InferenceServerException

from checks import address, fails, run

client = triton.InferenceServerClient(address())

TYPES = {
    "b": ("BOOL", np.array([True, False])),
    "i8": ("INT8", np.array([-128, 127], np.int8)),
    "i16": ("INT16", np.array([-32768, 32767], np.int16)),
    "i32": ("INT32", np.array([-2147483648, 2147483647], np.int32)),
    "i64": ("INT64", np.array([-9223372036854775808, 9223372036854775807], np.int64)),
    "u8": ("UINT8", np.array([0, 255], np.uint8)),
    "f32": ("FP32", np.array([-0.1, 3.4e38], np.float32)),
    "f64": ("FP64", np.array([0.1, -1.7e308], np.float64)),
    "s": ("BYTES", np.array(["", 'a "ü" €'], object)),
}
UNSIGNED = {
    "u16": ("UINT16", np.array([0, 65535], np.uint16)),
    "u32": ("UINT32", np.array([1, 4294967295], np.uint32)),
    "u64": ("UINT64", np.array([2, 18446744073709551615], np.uint64)),
}


def tensor(name, datatype, array):
    sent = triton.InferInput(name, list(array.shape), datatype)
    sent.set_data_from_numpy(array)
    return sent


def ones(columns=2):
    return [tensor("X", "FP32", np.ones((1, columns), np.float32))]


def same(sent, came):
    if sent.dtype == object:
        came = np.array([each.decode() for each in came.flatten()], object)
    assert came.dtype == sent.dtype and came.shape == sent.shape, f"{sent} became {came}"
    assert (came == sent).all(), f"{sent} became {came}"


def every_datatype_goes_through():
    for model, tensors in (("types", TYPES), ("unsigned", UNSIGNED)):
        result = client.infer(model, [tensor(name, *each) for name, each in tensors.items()])
        for name, (_, array) in tensors.items():
            same(array, result.as_numpy(name + "_out"))


def halves_go_through():
    sent = np.array([[0.5, -3]], np.float16)
    same(sent * 2, client.infer("halves", [tensor("X", "FP16", sent)]).as_numpy("Y"))


def compressed_by(algorithm):
    sent = np.arange(4000, dtype=np.float32).reshape(2000, 2)
    result = client.infer("two", [tensor("X", "FP32", sent)], compression_algorithm=algorithm)
    same(sent * 2, result.as_numpy("Y"))


def a_request_may_be_gzipped():
    compressed_by("gzip")


def the_id_and_the_release_come_back():
    response = client.infer("two", ones(), request_id="q7").get_response()
    assert (response.id, response.model_name, response.model_version) == ("q7", "two", "r1"), response


def the_prediction_can_be_named():
    response = client.infer("two", ones()).get_response()
    assert len(response.parameters["lastgood-prediction-id"].string_param) > 20, response


def a_sticky_key_is_sent_beside():
    client.infer("two", ones(), headers={"lastgood-key": "customer-7"})


def only_the_outputs_asked_for_come():
    rows = np.array([[1, 2], [4, 3]], np.float32)
    result = client.infer("words", [tensor("X", "FP32", rows)], outputs=[triton.InferRequestedOutput("label")])
    assert [output.name for output in result.get_response().outputs] == ["label"]
    assert list(result.as_numpy("label")) == [b"yes", b"no"]
    assert result.as_numpy("scores") is None


def many_at_once_get_their_own_answers():
    from concurrent.futures import ThreadPoolExecutor

    def ask(number):
        sent = np.full((1, 2), number, np.float32)
        same(sent * 2, client.infer("two", [tensor("X", "FP32", sent)], client_timeout=30).as_numpy("Y"))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask, range(256)))


def answers_come_back_by_callback():
    from queue import Queue

    answers = Queue()
    client.async_infer("two", ones(), lambda result, error: answers.put((result, error)))
    result, error = answers.get(timeout=30)
    assert error is None and (result.as_numpy("Y") == 2).all(), error


def a_version_is_asked_for_by_name_and_by_number():
    for version in ("r1", "1"):
        assert client.is_model_ready("two", version)
        client.infer("two", ones(), model_version=version)
    fails(
        lambda: client.get_model_metadata("two", "r9"),
        InferenceServerException,
        "StatusCode.NOT_FOUND",
        "'two' r9 is not loaded here (LG-1102)",
    )


def the_server_tells_what_it_is():
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("two")
    server = client.get_server_metadata(as_json=True)
    assert server["name"] == "lastgood" and "model_repository" in server["extensions"], server
    model = client.get_model_metadata("two", as_json=True)
    assert model["inputs"] == [{"name": "X", "datatype": "FP32", "shape": ["-1", "2"]}], model
    assert model["versions"] == ["r1"], model


def the_repository_is_looked_at_and_not_changed():
    rows = client.get_model_repository_index(as_json=True)["models"]
    assert {"name": "two", "version": "r1", "state": "READY", "reason": "live"} in rows, rows
    client.load_model("two")
    fails(lambda: client.unload_model("two"), InferenceServerException, "lastgood rollback two")
    fails(lambda: client.load_model("two", config="{}"), InferenceServerException, "a release is never changed")
    assert client.is_model_ready("two")


def a_mistake_is_named():
    fails(
        lambda: client.infer("two", ones(3)),
        InferenceServerException,
        "[StatusCode.INVALID_ARGUMENT] input 'X' has shape [1, 3], but must have [-1, 2] (LG-1602)",
    )
    fails(
        lambda: client.infer("nobody", ones()),
        InferenceServerException,
        "[StatusCode.NOT_FOUND] there is no service 'nobody' (LG-1101)",
    )


def what_is_too_large_is_refused_and_the_connection_goes_on():
    sent = np.zeros((3_000_000, 2), np.float32)
    fails(lambda: client.infer("two", [tensor("X", "FP32", sent)]), InferenceServerException, "RESOURCE_EXHAUSTED")
    client.infer("two", ones())


run(
    [
        every_datatype_goes_through,
        halves_go_through,
        a_request_may_be_gzipped,
        the_id_and_the_release_come_back,
        the_prediction_can_be_named,
        a_sticky_key_is_sent_beside,
        only_the_outputs_asked_for_come,
        many_at_once_get_their_own_answers,
        answers_come_back_by_callback,
        a_version_is_asked_for_by_name_and_by_number,
        the_server_tells_what_it_is,
        the_repository_is_looked_at_and_not_changed,
        a_mistake_is_named,
        what_is_too_large_is_refused_and_the_connection_goes_on,
    ]
)
