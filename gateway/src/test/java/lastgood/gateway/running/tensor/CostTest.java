package lastgood.gateway.running.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import lastgood.core.release.Datatype;
import lastgood.gateway.memory.Budget;
import lastgood.gateway.memory.Loan;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is paid for, held against what the heap really holds.
class CostTest {
    private static final int VALUES = 300_000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "BYTES | \"a\"",
                "BYTES | \"twenty characters, so\"",
                "BYTES | \"ωμέγα καὶ ἄλφα\"",
                "INT64 | 7",
                "INT8  | 7",
                "BOOL  | true",
                "FP32  | 0.25",
                "FP64  | 0.25",
            })
    void whatIsReadNeverTakesMoreThanWasPaid(Datatype datatype, String value) throws BadData {
        var text = "[" + (value + ",").repeat(VALUES - 1) + value + "]";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        var budget = new Budget(1L << 40);
        var loan = new Loan(budget);
        long before = heap();
        DataReader.Data data;
        try (var parser = Json.parser(bytes, 0, bytes.length)) {
            parser.nextToken();
            data = DataReader.read(parser, datatype, VALUES, loan);
        }
        long taken = heap() - before;

        assertThat(data.values().size()).isEqualTo(VALUES);
        assertThat(budget.held())
                .as("paid for %s, of which %d bytes are on the heap", datatype, taken)
                .isGreaterThan(taken)
                .isLessThan(8 * taken);
        loan.letGo();
        assertThat(budget.held()).isZero();
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
