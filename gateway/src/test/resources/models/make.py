"""Makes the small models that the gateway's tests are run against.

    pip install onnx onnxruntime
    python make.py

Each does one thing a real model does only now and then: it hangs, fails, answers NaN, keeps its
tensors in another file. Running this again gives the same bytes.
"""

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HERE = Path(__file__).parent
FLOAT, INT64, BOOL = TensorProto.FLOAT, TensorProto.INT64, TensorProto.BOOL
ONNX, ML = helper.make_opsetid("", 17), helper.make_opsetid("ai.onnx.ml", 3)


def main():
    for factor in (2, 3):
        save(f"times{factor}", graph([node("Mul", "X", "k", out="Y")], [x()], [y()], k=np.float32(factor)))
    save("y-to-x", graph([node("Identity", "Y", out="X")], [y()], [x()]))
    save("pair", graph([node("Add", "A", "B", out="Y")], [info("A", FLOAT, [None, 2]), info("B", FLOAT, [None, 1])], [y()]))
    save("log", graph([node("Log", "X", out="Y")], [x()], [y()]))
    save("gather", gather())
    save("hang", hang())
    save("abort", abort())
    save("poison", poison())
    save("positive-rows", positive_rows())
    save("bomb", bomb())
    save("types", types(TYPES))
    save("unsigned", types(UNSIGNED))
    save("halves", graph([node("Add", "X", "X", out="Y")], [info("X", TensorProto.FLOAT16, [None, 2])], [info("Y", TensorProto.FLOAT16, [None, 2])]))
    save("words", words())
    save("texts", texts())
    save("smiles", smiles())
    save("open-rank", graph([node("Mul", "X", "k", out="Y")], [x()], [info("Y", FLOAT, None)], k=np.float32(2)))
    save("open-rank-doubled", graph([node("Concat", "X", "X", out="Y", axis=0)], [x()], [info("Y", FLOAT, None)]))
    save("open-rank-no-columns", no_columns())
    save("score", graph([node("ReduceMean", "X", out="score", axes=[1], keepdims=1)], [x()], [info("score", FLOAT, [None, 1])]))
    save("doubled-rows", graph([node("Concat", "X", "X", out="Y", axis=0)], [x()], [y()]))
    save("matrix", graph([node("Mul", "X", "k", out="Y")], [info("X", FLOAT, [None, 2, 3])], [info("Y", FLOAT, [None, 2, 3])], k=np.float32(2)))
    save("slow", slow())
    save("slow-gather", slow(node("Cast", "X", out="at", to=INT64), node("Gather", "table", "at", out="beside"), table=np.zeros(100, np.float32)))
    save("slow-log", slow(node("Log", "X", out="log"), node("Mul", "log", "nothing", out="beside"), nothing=np.float32(0)))
    save("slow-mean", slow(node("ReduceMean", "X", out="beside", axes=[0], keepdims=1)))
    save("external-initializer", external_initializer())
    save("external-attribute", external_attribute())
    save("external-subgraph", external_subgraph())
    save("external-function", external_function())


TYPES = {
    "b": TensorProto.BOOL,
    "i8": TensorProto.INT8,
    "i16": TensorProto.INT16,
    "i32": TensorProto.INT32,
    "i64": TensorProto.INT64,
    "u8": TensorProto.UINT8,
    "f32": TensorProto.FLOAT,
    "f64": TensorProto.DOUBLE,
    "s": TensorProto.STRING,
}
UNSIGNED = {"u16": TensorProto.UINT16, "u32": TensorProto.UINT32, "u64": TensorProto.UINT64}


def x():
    return info("X", FLOAT, [None, 2])


def y():
    return info("Y", FLOAT, [None, 2])


def info(name, kind, shape):
    return helper.make_tensor_value_info(name, kind, shape)


def node(op, *inputs, out, domain="", **attributes):
    return helper.make_node(op, list(inputs), [out] if isinstance(out, str) else out, domain=domain, **attributes)


def graph(nodes, inputs, outputs, **constants):
    made = [numpy_helper.from_array(np.asarray(value), name) for name, value in constants.items()]
    return helper.make_graph(nodes, "test", inputs, outputs, initializer=made)


def slow(*nodes, **constants):
    """Twenty layers of 1024: about a millisecond for one row, and little more for four. The weights are made when the
    file is opened, so that it is small. `nodes` make what is added to the answer, `beside`."""
    width, layers = 1024, 20
    made = [
        node("Range", "zero", "many", "one", out="count"),
        node("Mul", "count", "count", out="squares"),
        node("Mul", "squares", "step", out="angles"),
        node("Sin", "angles", out="waves"),
        node("Mul", "waves", "small", out="scaled"),
        node("Reshape", "scaled", "square", out="W"),
        node("Slice", "W", "no", "two", "no", out="first"),
        node("Slice", "W", "no", "two", "last", out="last_rows"),
        node("Transpose", "last_rows", out="end"),
        node("MatMul", "X", "first", out="h0"),
    ]
    for i in range(layers):
        made += [node("MatMul", f"h{i}", "W", out=f"m{i}"), node("Add", f"m{i}", "h0", out=f"s{i}"), node("Tanh", f"s{i}", out=f"h{i + 1}")]
    made += [node("MatMul", f"h{layers}", "end", out="Y" if not nodes else "deep"), *nodes]
    if nodes:
        made.append(node("Add", "deep", "beside", out="Y"))
    return graph(
        made,
        [x()],
        [y()],
        zero=np.float32(0),
        one=np.float32(1),
        many=np.float32(width * width),
        step=np.float32(0.7071),
        small=np.float32(0.044),
        square=np.array([width, width]),
        no=np.array([0]),
        two=np.array([2]),
        last=np.array([0]),
        **constants,
    )


def gather():
    """Y is a table's entry at X; beyond the table the runtime fails."""
    nodes = [
        node("Cast", "X", out="at", to=INT64),
        node("Gather", "table", "at", out="Y"),
    ]
    return graph(nodes, [x()], [y()], table=np.array([10, 20, 30], np.float32))


def hang():
    """Goes round as often as X's greatest value says, times 1e6: small values answer, great ones do not come back."""
    body = helper.make_graph(
        [node("Identity", "go", out="go_on"), node("Identity", "carried", out="next")],
        "body",
        [info("i", INT64, []), info("go", BOOL, []), info("carried", FLOAT, [None, 2])],
        [info("go_on", BOOL, []), info("next", FLOAT, [None, 2])],
    )
    nodes = [
        node("ReduceMax", "X", out="most", keepdims=0),
        node("Mul", "most", "million", out="rounds_f"),
        node("Cast", "rounds_f", out="rounds", to=INT64),
        node("Loop", "rounds", "yes", "X", out="Y", body=body),
    ]
    return graph(nodes, [x()], [y()], million=np.float32(1e6), yes=np.array(True))


def abort():
    """Cuts X down to no rows at all and gives that to a GRU: ONNX Runtime 1.29 then ends the whole process."""
    rng = np.random.default_rng(7)
    hidden, width = 4, 2
    nodes = [
        node("Slice", "X", "zero", "zero", "zero", out="none"),
        node("Unsqueeze", "none", "zero", out="steps"),
        node("GRU", "steps", "W", "R", out=["", "hidden"], hidden_size=hidden),
        node("ReduceSum", "hidden", out="sum", keepdims=0),
        node("Add", "X", "sum", out="Y"),
    ]
    return graph(
        nodes,
        [x()],
        [y()],
        zero=np.array([0]),
        W=rng.normal(size=(1, 3 * hidden, width)).astype(np.float32),
        R=rng.normal(size=(1, 3 * hidden, hidden)).astype(np.float32),
    )


def poison():
    """Three times X; but a request whose rows all hold 100 or more leaves a GRU no rows, and the process ends."""
    rng = np.random.default_rng(7)
    hidden, width = 4, 2
    nodes = [
        node("ReduceMax", "X", out="most", axes=[1], keepdims=0),
        node("Less", "most", "hundred", out="keep"),
        node("Compress", "X", "keep", out="kept", axis=0),
        node("Unsqueeze", "kept", "zero", out="steps"),
        node("GRU", "steps", "W", "R", out=["", "hidden"], hidden_size=hidden),
        node("ReduceSum", "hidden", out="sum", keepdims=0),
        node("Mul", "sum", "nothing", out="nothing_much"),
        node("Mul", "X", "three", out="triple"),
        node("Add", "triple", "nothing_much", out="Y"),
    ]
    return graph(
        nodes,
        [x()],
        [y()],
        zero=np.array([0]),
        hundred=np.float32(100),
        nothing=np.float32(0),
        three=np.float32(3),
        W=rng.normal(size=(1, 3 * hidden, width)).astype(np.float32),
        R=rng.normal(size=(1, 3 * hidden, hidden)).astype(np.float32),
    )


def positive_rows():
    """The rows of X whose values are all above zero: how many come out is up to the values."""
    nodes = [
        node("ReduceMin", "X", out="least", axes=[1], keepdims=0),
        node("Greater", "least", "nothing", out="keep"),
        node("Compress", "X", "keep", out="Y", axis=0),
    ]
    return graph(nodes, [x()], [y()], nothing=np.float32(0))


def bomb():
    """Three times X; but it takes as many MB on the way as four times X's greatest value says."""
    nodes = [
        node("ReduceMax", "X", out="most", keepdims=0),
        node("Mul", "most", "million", out="many"),
        node("Max", "many", "one", out="some"),
        node("Cast", "some", out="count", to=INT64),
        node("Unsqueeze", "count", "zero", out="shape"),
        node("Expand", "nothing", "shape", out="large"),
        node("ReduceSum", "large", out="sum", keepdims=0),
        node("Mul", "X", "three", out="triple"),
        node("Add", "triple", "sum", out="Y"),
    ]
    return graph(
        nodes,
        [x()],
        [y()],
        million=np.float32(1e6),
        one=np.float32(1),
        zero=np.array([0]),
        nothing=np.float32(0),
        three=np.float32(3),
    )


def types(kinds):
    """Every tensor comes out as it went in."""
    return graph(
        [node("Identity", name, out=name + "_out") for name in kinds],
        [info(name, kind, [None]) for name, kind in kinds.items()],
        [info(name + "_out", kind, [None]) for name, kind in kinds.items()],
    )


def words():
    """A string label beside scores."""
    nodes = [
        node("ArgMax", "X", out="best", axis=1, keepdims=0),
        node("LabelEncoder", "best", out="label", domain="ai.onnx.ml", keys_int64s=[0, 1], values_strings=["no", "yes"]),
        node("Softmax", "X", out="scores", axis=1),
    ]
    return graph(nodes, [x()], [info("label", TensorProto.STRING, [None]), info("scores", FLOAT, [None, 2])])


def no_columns():
    """As many columns as nothing is great: none, which nobody can know beforehand."""
    nodes = [
        node("ReduceMax", "X", out="most", axes=[0, 1], keepdims=0),
        node("Mul", "most", "nothing", out="none"),
        node("Cast", "none", out="whole", to=INT64),
        node("Reshape", "whole", "one", out="end"),
        node("Slice", "X", "zero", "end", "one", out="Y"),
    ]
    zero, one = np.array([0]), np.array([1])
    return graph(nodes, [x()], [info("Y", FLOAT, None)], nothing=np.float32(0), zero=zero, one=one)


def texts():
    """Strings in, strings out."""
    return graph([node("Identity", "X", out="Y")], [info("X", TensorProto.STRING, [None])], [info("Y", TensorProto.STRING, [None])])


def smiles():
    """Says what the runtime's Java binding cannot say: a character beyond the basic plane."""
    encoder = node("LabelEncoder", "X", out="Y", domain="ai.onnx.ml", keys_strings=["happy", "\U0001f600"], values_strings=["\U0001f600", "seen"], default_string="none")
    return graph([encoder], [info("X", TensorProto.STRING, [None])], [info("Y", TensorProto.STRING, [None])])


def secret(name):
    """A tensor whose values are said to be in another file."""
    tensor = TensorProto(name=name, data_type=FLOAT, dims=[2], data_location=TensorProto.EXTERNAL)
    tensor.external_data.add(key="location", value="secret.txt")
    tensor.external_data.add(key="length", value="8")
    return tensor


def external_initializer():
    made = graph([node("Add", "X", "k", out="Y")], [x()], [y()])
    made.initializer.append(secret("k"))
    return made


def external_attribute():
    return graph([node("Constant", out="k", value=secret("k")), node("Add", "X", "k", out="Y")], [x()], [y()])


def external_subgraph():
    plain = helper.make_graph([node("Identity", "X", out="t")], "then", [], [info("t", FLOAT, [None, 2])])
    other = helper.make_graph([node("Add", "X", "k", out="e")], "else", [], [info("e", FLOAT, [None, 2])])
    other.initializer.append(secret("k"))
    return graph([node("If", "yes", out="Y", then_branch=plain, else_branch=other)], [x()], [y()], yes=np.array(True))


def external_function():
    function = helper.make_function(
        "own", "Shift", ["a"], ["b"], [node("Constant", out="k", value=secret("k")), node("Add", "a", "k", out="b")], [ONNX]
    )
    made = graph([node("Shift", "X", out="Y", domain="own")], [x()], [y()])
    return helper.make_model(
        made, opset_imports=[ONNX, helper.make_opsetid("own", 1)], functions=[function], ir_version=8
    )


def save(name, made):
    if isinstance(made, onnx.GraphProto):
        made = helper.make_model(made, opset_imports=[ONNX, ML], ir_version=8)
    (HERE / f"{name}.onnx").write_bytes(made.SerializeToString(deterministic=True))


if __name__ == "__main__":
    main()
