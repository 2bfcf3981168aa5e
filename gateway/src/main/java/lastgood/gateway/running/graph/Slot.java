package lastgood.gateway.running.graph;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Datatype;
import lastgood.gateway.running.tensor.Tensor;
import lastgood.gateway.running.tensor.Values;

/// A place in memory for tensors of one shape, which native code reads and writes where it is: made once, filled again and
/// again. Of one thread.
final class Slot implements AutoCloseable {
    private final String name;
    private final Datatype datatype;
    private final List<Long> shape;
    private final int elements;
    private final ByteBuffer memory;
    private final OnnxTensor tensor;

    private Slot(String name, Datatype datatype, List<Long> shape, int elements)
            throws OrtException {
        this.name = name;
        this.datatype = datatype;
        this.shape = shape;
        this.elements = elements;
        memory =
                ByteBuffer.allocateDirect(elements * width(datatype))
                        .order(ByteOrder.nativeOrder());
        tensor = over(memory, datatype, shape.stream().mapToLong(d -> d).toArray());
    }

    /// Empty: tensors of that kind have no place of their own.
    ///
    /// @param most bytes
    static Optional<Slot> of(String name, TensorInfo seen, int most) throws OrtException {
        var datatype = OrtTensors.datatype(seen);
        int width = datatype.map(Slot::width).orElse(0);
        long elements = seen.getNumElements();
        if (width == 0 || elements < 1 || elements * width > most) {
            return Optional.empty();
        }
        var shape = Arrays.stream(seen.getShape()).boxed().toList();
        return Optional.of(new Slot(name, datatype.get(), shape, (int) elements));
    }

    OnnxTensor tensor() {
        return tensor;
    }

    void put(Tensor given) {
        memory.clear();
        switch (given.values()) {
            case Values.Floats f -> memory.asFloatBuffer().put(f.array());
            case Values.Doubles d -> memory.asDoubleBuffer().put(d.array());
            case Values.Wholes w when datatype == Datatype.INT64 ->
                    memory.asLongBuffer().put(w.array());
            case Values.Wholes w -> {
                for (long value : w.array()) {
                    memory.putInt((int) value);
                }
            }
            case Values.Texts _ -> throw new IllegalStateException("texts have no slot");
        }
    }

    /// A copy of what stands there now.
    Tensor take() {
        memory.clear();
        return new Tensor(name, datatype, shape, values());
    }

    @Override
    public void close() {
        tensor.close();
    }

    private Values values() {
        return switch (datatype) {
            case FP32 -> {
                var array = new float[elements];
                memory.asFloatBuffer().get(array);
                yield new Values.Floats(array);
            }
            case FP64 -> {
                var array = new double[elements];
                memory.asDoubleBuffer().get(array);
                yield new Values.Doubles(array);
            }
            case INT64 -> {
                var array = new long[elements];
                memory.asLongBuffer().get(array);
                yield new Values.Wholes(array);
            }
            default -> {
                var array = new long[elements];
                for (int i = 0; i < elements; i++) {
                    array[i] = memory.getInt();
                }
                yield new Values.Wholes(array);
            }
        };
    }

    private static OnnxTensor over(ByteBuffer memory, Datatype datatype, long[] shape)
            throws OrtException {
        OrtEnvironment environment = Graph.environment();
        return switch (datatype) {
            case FP32 -> OnnxTensor.createTensor(environment, memory.asFloatBuffer(), shape);
            case FP64 -> OnnxTensor.createTensor(environment, memory.asDoubleBuffer(), shape);
            case INT64 -> OnnxTensor.createTensor(environment, memory.asLongBuffer(), shape);
            case INT32 -> OnnxTensor.createTensor(environment, memory.asIntBuffer(), shape);
            default -> throw new OrtException(datatype + " has no slot");
        };
    }

    /// Of those that have slots: what models take and give as a rule.
    private static int width(Datatype datatype) {
        return switch (datatype) {
            case FP32, INT32 -> 4;
            case FP64, INT64 -> 8;
            case BOOL, UINT8, UINT16, UINT32, UINT64, INT8, INT16, FP16, BYTES -> 0;
        };
    }
}
