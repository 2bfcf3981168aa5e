package lastgood.gateway.running.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.List;
import lastgood.core.release.Datatype;
import lastgood.fuzz.Lent;
import lastgood.fuzz.Tensors;

/// Values as bytes. An input is a datatype in a byte, a number of elements in four, and the values.
class RawDataFuzzTest {
    private static final int HEAD = 1 + Integer.BYTES;

    private static final List<Datatype> ALL = List.of(Datatype.values());

    @FuzzTest
    void valuesAreRefusedOrTheSameBytesWhenTheyAreWrittenAgain(byte[] input) {
        if (input.length < HEAD) {
            return;
        }
        var datatype = ALL.get((input[0] & 0xff) % ALL.size());
        int elements = ByteBuffer.wrap(input).getInt(1) & (int) TensorReader.MOST_ELEMENTS - 1;
        var bytes = ByteBuffer.wrap(input, HEAD, input.length - HEAD).slice();
        Lent.read(
                        loan -> RawData.read(datatype, elements, bytes, loan),
                        values -> RawData.size(tensor(datatype, values)))
                .ifPresent(values -> isWrittenAgain(tensor(datatype, values), bytes));
    }

    private static Tensor tensor(Datatype datatype, Values values) {
        return new Tensor("x", datatype, List.of((long) values.size()), values);
    }

    private static void isWrittenAgain(Tensor tensor, ByteBuffer bytes) {
        var written = ByteBuffer.allocate(Math.toIntExact(RawData.size(tensor)));
        RawData.write(tensor, written);
        assertThat(written.hasRemaining()).as("room left").isFalse();
        if (tensor.datatype() != Datatype.FP16) { // of its many NaN only one is kept
            assertThat(written.flip()).isEqualTo(bytes);
        }
        var again =
                Lent.read(
                        loan ->
                                RawData.read(
                                        tensor.datatype(),
                                        tensor.values().size(),
                                        written.rewind(),
                                        loan),
                        values -> 0);
        assertThat(again).isPresent();
        assertThat(Tensors.isSame(tensor.values(), again.orElseThrow())).isTrue();
    }
}
