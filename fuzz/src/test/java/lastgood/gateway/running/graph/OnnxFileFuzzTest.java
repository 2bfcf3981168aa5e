package lastgood.gateway.running.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;

/// ONNX files before the runtime sees them. Bytes behind a message are more of its fields, so whatever is taken can be given
/// something that may not be taken.
class OnnxFileFuzzTest {
    /// graph { initializer { data_location: EXTERNAL } }
    private static final byte[] EXTERNAL = {0x3a, 4, 0x2a, 2, 0x70, 1};

    /// graph { node { op_type: "Zz" } }
    private static final byte[] OPERATOR = {0x3a, 6, 0x0a, 4, 0x22, 2, 'Z', 'z'};

    @FuzzTest
    void aFileIsRefusedOrNothingHidesInIt(byte[] file) {
        var operators = OnnxFile.operators(file);
        if (OnnxFile.objection(file).isPresent()) {
            return;
        }
        assertThat(OnnxFile.objection(with(file, EXTERNAL)))
                .hasValueSatisfying(why -> assertThat(why).contains("external data"));
        var more = OnnxFile.operators(with(file, OPERATOR));
        assertThat(more).containsAll(operators).contains("Zz");
    }

    private static byte[] with(byte[] file, byte[] more) {
        var both = Arrays.copyOf(file, file.length + more.length);
        System.arraycopy(more, 0, both, file.length, more.length);
        return both;
    }
}
