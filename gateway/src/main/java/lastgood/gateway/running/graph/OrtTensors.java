package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// Tensors between Java's memory and the runtime's.
final class OrtTensors {
    private static final OrtEnvironment ENVIRONMENT = Graph.environment();

    private OrtTensors() {}

    /// Puts a tensor where native code can read it. It lives until the arena closes, which must be after the call.
    static OnnxTensor enter(Tensor tensor, Arena arena) throws OrtException {
        long[] shape = tensor.dimensions();
        return switch (tensor.values()) {
            case Values.Floats f when tensor.datatype() == Datatype.FP16 ->
                    halves(f.array(), shape, arena);
            case Values.Floats f -> {
                var buffer = memory(arena, f.size(), Float.BYTES).asFloatBuffer();
                yield OnnxTensor.createTensor(ENVIRONMENT, buffer.put(f.array()).flip(), shape);
            }
            case Values.Doubles d -> {
                var buffer = memory(arena, d.size(), Double.BYTES).asDoubleBuffer();
                yield OnnxTensor.createTensor(ENVIRONMENT, buffer.put(d.array()).flip(), shape);
            }
            case Values.Texts t -> OnnxTensor.createTensor(ENVIRONMENT, t.array(), shape);
            case Values.Wholes w -> wholes(tensor.datatype(), w.array(), shape, arena);
        };
    }

    private static OnnxTensor wholes(Datatype datatype, long[] values, long[] shape, Arena arena)
            throws OrtException {
        return switch (datatype) {
            case INT64 -> {
                var buffer = memory(arena, values.length, Long.BYTES).asLongBuffer();
                yield OnnxTensor.createTensor(ENVIRONMENT, buffer.put(values).flip(), shape);
            }
            case INT32 -> {
                var buffer = memory(arena, values.length, Integer.BYTES).asIntBuffer();
                for (long value : values) {
                    buffer.put((int) value);
                }
                yield OnnxTensor.createTensor(ENVIRONMENT, buffer.flip(), shape);
            }
            case INT16 -> {
                var buffer = memory(arena, values.length, Short.BYTES).asShortBuffer();
                for (long value : values) {
                    buffer.put((short) value);
                }
                yield OnnxTensor.createTensor(ENVIRONMENT, buffer.flip(), shape);
            }
            case INT8 -> bytes(values, shape, OnnxJavaType.INT8, arena);
            case UINT8 -> bytes(values, shape, OnnxJavaType.UINT8, arena);
            case BOOL -> bytes(values, shape, OnnxJavaType.BOOL, arena);
            case UINT16, UINT32, UINT64 -> {
                try (var wide = wholes(Datatype.INT64, values, shape, arena)) {
                    yield UnsignedCast.to(datatype).cast(wide);
                }
            }
            case FP16, FP32, FP64, BYTES ->
                    throw new OrtException("whole numbers are no " + datatype);
        };
    }

    private static OnnxTensor bytes(long[] values, long[] shape, OnnxJavaType type, Arena arena)
            throws OrtException {
        var buffer = memory(arena, values.length, 1);
        for (long value : values) {
            buffer.put((byte) value);
        }
        return OnnxTensor.createTensor(ENVIRONMENT, buffer.flip(), shape, type);
    }

    private static OnnxTensor halves(float[] values, long[] shape, Arena arena)
            throws OrtException {
        var buffer = memory(arena, values.length, Short.BYTES);
        for (float value : values) {
            buffer.putShort(Float.floatToFloat16(value));
        }
        return OnnxTensor.createTensor(ENVIRONMENT, buffer.flip(), shape, OnnxJavaType.FLOAT16);
    }

    private static ByteBuffer memory(Arena arena, long elements, int width) {
        return arena.allocate(elements * width, 8).asByteBuffer().order(ByteOrder.nativeOrder());
    }

    /// Copies a tensor out of the runtime's memory.
    static Tensor leave(String name, OnnxTensor tensor) throws OrtException {
        var info = tensor.getInfo();
        var datatype =
                datatype(info).orElseThrow(() -> new OrtException("no such datatype: " + info));
        return new Tensor(
                name,
                datatype,
                Arrays.stream(info.getShape()).boxed().toList(),
                values(name, tensor, datatype));
    }

    private static Values values(String name, OnnxTensor tensor, Datatype datatype)
            throws OrtException {
        return switch (datatype) {
            case FP16, FP32 -> {
                var buffer = tensor.getFloatBuffer(); // which widens halves
                float[] array = new float[buffer.remaining()];
                buffer.get(array);
                yield new Values.Floats(array);
            }
            case FP64 -> {
                var buffer = tensor.getDoubleBuffer();
                double[] array = new double[buffer.remaining()];
                buffer.get(array);
                yield new Values.Doubles(array);
            }
            case BYTES -> {
                var read = texts(tensor.getValue());
                if (!SameTexts.are(tensor, read)) {
                    throw new AlteredTextException(name);
                }
                yield new Values.Texts(read);
            }
            case INT64, UINT64 -> {
                var buffer = tensor.getLongBuffer();
                long[] array = new long[buffer.remaining()];
                buffer.get(array);
                yield new Values.Wholes(array);
            }
            case INT32, UINT32, INT16, UINT16, INT8, UINT8, BOOL ->
                    new Values.Wholes(narrow(tensor, datatype));
        };
    }

    private static long[] narrow(OnnxTensor tensor, Datatype datatype) {
        var buffer = tensor.getByteBuffer();
        int width =
                switch (datatype) {
                    case INT32, UINT32 -> 4;
                    case INT16, UINT16 -> 2;
                    default -> 1;
                };
        long[] array = new long[buffer.remaining() / width];
        for (int i = 0; i < array.length; i++) {
            array[i] =
                    switch (datatype) {
                        case INT32 -> buffer.getInt();
                        case UINT32 -> buffer.getInt() & 0xffffffffL;
                        case INT16 -> buffer.getShort();
                        case UINT16 -> buffer.getShort() & 0xffffL;
                        case INT8 -> buffer.get();
                        default -> buffer.get() & 0xffL;
                    };
        }
        return array;
    }

    private static String[] texts(Object value) {
        return value instanceof String one ? new String[] {one} : OrtUtil.flattenString(value);
    }

    /// The protocol's name for what the runtime holds; empty where it has none.
    static Optional<Datatype> datatype(TensorInfo info) {
        return switch (info.onnxType) {
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> Optional.of(Datatype.FP32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> Optional.of(Datatype.FP64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> Optional.of(Datatype.FP16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING -> Optional.of(Datatype.BYTES);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> Optional.of(Datatype.BOOL);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> Optional.of(Datatype.INT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> Optional.of(Datatype.INT16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> Optional.of(Datatype.INT32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> Optional.of(Datatype.INT64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> Optional.of(Datatype.UINT8);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> Optional.of(Datatype.UINT16);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> Optional.of(Datatype.UINT32);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> Optional.of(Datatype.UINT64);
            case ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX64,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_COMPLEX128,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FN,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E4M3FNUZ,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2,
                    ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT8E5M2FNUZ ->
                    Optional.empty();
        };
    }
}
