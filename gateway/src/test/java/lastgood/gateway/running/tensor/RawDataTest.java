package lastgood.gateway.running.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import lastgood.gateway.memory.NoRoomException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawDataTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BOOL   | 0,1                         | 0001",
                "INT8   | -128,127                    | 807f",
                "UINT8  | 0,255                       | 00ff",
                "INT16  | -2,258                      | feff0201",
                "UINT16 | 65534,258                   | feff0201",
                "INT32  | -2,16909060                 | feffffff04030201",
                "UINT32 | 4294967294,16909060         | feffffff04030201",
                "INT64  | -2,72623859790382856        | feffffffffffffff0807060504030201",
                "UINT64 | -2,1                        | feffffffffffffff0100000000000000",
                "FP16   | 1.0,-65504.0,NaN            | 003cfffb007e",
                "FP32   | 1.0,-Infinity               | 0000803f000080ff",
                "FP64   | 1.0,-0.0                    | 000000000000f03f0000000000000080",
                "BYTES  | a,ω€                        | 010000006105000000cf89e282ac",
            })
    void bytesAreValuesThereAndBack(Datatype datatype, String values, String hex) throws BadData {
        var bytes = HexFormat.of().parseHex(hex);
        var written = values.split(",");

        var read = RawData.read(datatype, written.length, ByteBuffer.wrap(bytes), Loan.boundless());

        assertThat(IntStream.range(0, read.size()).mapToObj(read::text)).containsExactly(written);
        var tensor = new Tensor("x", datatype, List.of((long) written.length), read);
        assertThat(RawData.size(tensor)).isEqualTo(bytes.length);
        var again = ByteBuffer.allocate(bytes.length);
        RawData.write(tensor, again);
        assertThat(HexFormat.of().formatHex(again.array())).isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FP32  | 2 | 0000803f             | 2 values of FP32 are 8 bytes, but there are 4",
                "INT64 | 1 | 010000000000000000   | 1 values of INT64 are 8 bytes, but there are 9",
                "BOOL  | 1 | 02                   | BOOL takes the bytes 0 and 1, got 2",
                "BYTES | 1 | 0100                 | the bytes end before 1 texts",
                "BYTES | 1 | 0200000061           | the bytes end before 1 texts",
                "BYTES | 1 | ffffffff61           | the bytes end before 1 texts",
                "BYTES | 2 | 0300000061626301     | the bytes end before 2 texts",
                "BYTES | 1 | 010000006162         | 1 bytes are left behind the last of 1 texts",
                "BYTES | 1 | 01000000ff           | a text is not UTF-8",
                "BYTES | 1 | 0100000000           | a text holds U+0000",
                "BYTES | 1 | 04000000f09f9880     | a text holds U+1F600",
                "BYTES | 9999999 | 0100000061     | the bytes end before 9999999 texts",
            })
    void whatTheBytesDoNotSayIsRefused(Datatype datatype, int elements, String hex, String why) {
        var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex));

        assertThatThrownBy(() -> RawData.read(datatype, elements, bytes, Loan.boundless()))
                .isInstanceOfSatisfying(
                        BadData.class, e -> assertThat(e.complaint()).startsWith(why));
    }

    @Test
    void whatIsReadIsPaidForBeforeItIsTaken() {
        var bytes = ByteBuffer.allocate(4000);

        assertThatThrownBy(
                        () -> RawData.read(Datatype.FP32, 1000, bytes, new Loan(new Budget(5000))))
                .isInstanceOf(NoRoomException.class);
    }

    @Test
    void theOrderOfTheCallersBufferStays() {
        var into = ByteBuffer.allocate(4);

        RawData.write(
                new Tensor("x", Datatype.INT32, List.of(1L), new Values.Wholes(new long[] {1})),
                into);

        assertThat(into.order()).isEqualTo(java.nio.ByteOrder.BIG_ENDIAN);
        assertThat(into.flip().get(0)).isEqualTo((byte) 1);
    }
}
