"""KServe's own client over gRPC: values in typed lists, and as bytes where it is told so."""

import asyncio
import logging

import grpc
import numpy as np
from kserve import InferenceGRPCClient, InferInput, InferRequest

from checks import address, run

logging.disable(logging.ERROR)  # what is expected to fail is no news

TYPES = {
    "b": ("BOOL", np.array([True, False])),
    "i8": ("INT8", np.array([-128, 127], np.int8)),
    "i16": ("INT16", np.array([-32768, 32767], np.int16)),
    "i32": ("INT32", np.array([-2147483648, 2147483647], np.int32)),
    "i64": ("INT64", np.array([-9223372036854775808, 9223372036854775807], np.int64)),
    "u8": ("UINT8", np.array([0, 255], np.uint8)),
    "f32": ("FP32", np.array([-0.1, 3.4e38], np.float32)),
    "f64": ("FP64", np.array([0.1, -1.7e308], np.float64)),
}


def ask(call):
    """What a call on a client of its own comes to."""

    async def asked():
        async with InferenceGRPCClient(address(), timeout=30) as client:
            return await call(client)

    return asyncio.run(asked())


def tensor(name, datatype, array, binary):
    sent = InferInput(name, list(array.shape), datatype)
    sent.set_data_from_numpy(array, binary_data=binary)
    return sent


def request(model, inputs, **more):
    return InferRequest(model_name=model, infer_inputs=inputs, **more)


def through(binary):
    inputs = [tensor(name, *each, binary) for name, each in TYPES.items()]
    inputs.append(tensor("s", "BYTES", np.array([b"", b"caf\xc3\xa9"], object), binary))
    response = ask(lambda client: client.infer(request("types", inputs, request_id="q7")))
    assert (response.id, response.model_name, response.model_version) == ("q7", "types", "r1"), response
    outputs = {output.name: output.as_numpy() for output in response.outputs}
    for name, (_, array) in TYPES.items():
        came = outputs[name + "_out"]
        assert came.dtype == array.dtype and (came == array).all(), f"{array} became {came}"
    assert [bytes(each) for each in outputs["s_out"]] == [b"", b"caf\xc3\xa9"], outputs["s_out"]


def every_datatype_goes_through_typed():
    through(False)


def every_datatype_goes_through_as_bytes():
    through(True)


def halves_go_through():
    sent = np.array([[0.5, -3]], np.float16)
    response = ask(lambda client: client.infer(request("halves", [tensor("X", "FP16", sent, True)])))
    came = response.outputs[0].as_numpy()
    assert came.dtype == np.float16 and (came == sent * 2).all(), came


def the_prediction_can_be_named():
    ones = [tensor("X", "FP32", np.ones((1, 2), np.float32), False)]
    response = ask(lambda client: client.infer(request("two", ones), headers=(("lastgood-key", "customer-7"),)))
    assert "lastgood-prediction-id" in response.parameters, response.parameters


def the_server_is_ready_and_so_is_its_model():
    assert ask(lambda client: client.is_server_live()) and ask(lambda client: client.is_server_ready())
    assert ask(lambda client: client.is_model_ready("two"))
    assert not ask(lambda client: client.is_model_ready("later"))


def a_mistake_is_named():
    wrong = [tensor("X", "FP32", np.ones((1, 3), np.float32), False)]
    try:
        ask(lambda client: client.infer(request("two", wrong)))
    except grpc.RpcError as error:
        assert error.code() is grpc.StatusCode.INVALID_ARGUMENT, error
        assert error.details() == "input 'X' has shape [1, 3], but must have [-1, 2] (LG-1602)", error
        beside = dict(error.trailing_metadata())
        assert beside["lastgood-code"] == "LG-1602" and beside["lastgood-release"] == "r1", beside
    else:
        raise AssertionError("it was answered")


run(
    [
        every_datatype_goes_through_typed,
        every_datatype_goes_through_as_bytes,
        halves_go_through,
        the_prediction_can_be_named,
        the_server_is_ready_and_so_is_its_model,
        a_mistake_is_named,
    ]
)
