"""Triton's own client over HTTP: binary tensors as it sends them when nothing else is said, JSON, gzip and deflate."""

import numpy as np
import tritonclient.http as http
from tritonclient.utils import InferenceServerException

from checks import address, fails, run

client = http.InferenceServerClient(address(), concurrency=4)

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


def tensor(name, datatype, array, binary=True):
    sent = http.InferInput(name, list(array.shape), datatype)
    sent.set_data_from_numpy(array, binary_data=binary)
    return sent


def same(sent, came):
    if sent.dtype == object:
        came = np.array([each.decode() if isinstance(each, bytes) else each for each in came.flatten()], object)
    assert came.shape == sent.shape and (came == sent).all(), f"{sent} became {came}"


def through(model, tensors, binary_in, outputs):
    inputs = [tensor(name, datatype, array, binary_in) for name, (datatype, array) in tensors.items()]
    result = client.infer(model, inputs, outputs=outputs)
    for name, (_, array) in tensors.items():
        same(array, result.as_numpy(name + "_out"))


def wanted(tensors, binary):
    return [http.InferRequestedOutput(name + "_out", binary_data=binary) for name in tensors]


def every_datatype_goes_through_as_the_client_sends_it_by_itself():
    through("types", TYPES, True, None)
    through("unsigned", UNSIGNED, True, None)


def every_datatype_goes_through_as_json():
    through("types", TYPES, False, wanted(TYPES, False))
    through("unsigned", UNSIGNED, False, wanted(UNSIGNED, False))


def bytes_in_and_json_out_and_the_other_way_round():
    through("types", TYPES, True, wanted(TYPES, False))
    through("types", TYPES, False, wanted(TYPES, True))


def halves_go_through_as_bytes():
    sent = np.array([[0.5, -3]], np.float16)
    came = client.infer("halves", [tensor("X", "FP16", sent)]).as_numpy("Y")
    assert came.dtype == np.float16
    same(sent * 2, came)


def compressed_both_ways(algorithm):
    sent = np.arange(4000, dtype=np.float32).reshape(2000, 2)
    for binary in (True, False):
        result = client.infer(
            "two",
            [tensor("X", "FP32", sent, binary)],
            outputs=[http.InferRequestedOutput("Y", binary_data=binary)],
            request_compression_algorithm=algorithm,
            response_compression_algorithm=algorithm,
        )
        same(sent * 2, result.as_numpy("Y"))


def gzip_both_ways():
    compressed_both_ways("gzip")


def deflate_both_ways():
    compressed_both_ways("deflate")


def the_id_comes_back():
    result = client.infer("two", [tensor("X", "FP32", np.ones((1, 2), np.float32))], request_id="q7")
    assert result.get_response()["id"] == "q7"
    assert result.get_response()["model_name"] == "two"
    assert result.get_response()["model_version"] == "r1"


def only_the_outputs_asked_for_come():
    result = client.infer(
        "words",
        [tensor("X", "FP32", np.array([[1, 2], [4, 3]], np.float32))],
        outputs=[http.InferRequestedOutput("label")],
    )
    assert [output["name"] for output in result.get_response()["outputs"]] == ["label"]
    assert list(result.as_numpy("label")) == [b"yes", b"no"]


def many_at_once_get_their_own_answers():
    sent = [np.full((1, 2), number, np.float32) for number in range(64)]
    asked = [client.async_infer("two", [tensor("X", "FP32", each)]) for each in sent]
    for each, answer in zip(sent, asked):
        same(each * 2, answer.get_result().as_numpy("Y"))


def a_version_is_asked_for_by_name_and_by_number():
    for version in ("r1", "1"):
        assert client.is_model_ready("two", version)
        client.infer("two", [tensor("X", "FP32", np.ones((1, 2), np.float32))], model_version=version)
    fails(lambda: client.get_model_metadata("two", "r9"), InferenceServerException, "'two' r9 is not loaded here")


def the_server_tells_what_it_is():
    assert client.is_server_live() and client.is_server_ready() and client.is_model_ready("two")
    assert not client.is_model_ready("nobody")
    server = client.get_server_metadata()
    assert server["name"] == "lastgood" and "binary_tensor_data" in server["extensions"], server
    model = client.get_model_metadata("two")
    assert model["inputs"] == [{"name": "X", "datatype": "FP32", "shape": [-1, 2]}], model


def the_repository_is_looked_at_and_not_changed():
    rows = client.get_model_repository_index()
    assert {"name": "two", "version": "r1", "state": "READY", "reason": "live"} in rows, rows
    client.load_model("two")
    fails(lambda: client.unload_model("two"), InferenceServerException, "lastgood rollback two")
    fails(lambda: client.load_model("two", config="{}"), InferenceServerException, "a release is never changed")
    assert client.is_model_ready("two")


def a_mistake_is_named():
    fails(
        lambda: client.infer("two", [tensor("X", "FP32", np.ones((1, 3), np.float32))]),
        InferenceServerException,
        "[400] input 'X' has shape [1, 3], but must have [-1, 2]",
    )
    fails(
        lambda: client.infer("nobody", [tensor("X", "FP32", np.ones((1, 3), np.float32))]),
        InferenceServerException,
        "[404] there is no service of that name",
    )


run(
    [
        every_datatype_goes_through_as_the_client_sends_it_by_itself,
        every_datatype_goes_through_as_json,
        bytes_in_and_json_out_and_the_other_way_round,
        halves_go_through_as_bytes,
        gzip_both_ways,
        deflate_both_ways,
        the_id_comes_back,
        only_the_outputs_asked_for_come,
        many_at_once_get_their_own_answers,
        a_version_is_asked_for_by_name_and_by_number,
        the_server_tells_what_it_is,
        the_repository_is_looked_at_and_not_changed,
        a_mistake_is_named,
    ]
)
