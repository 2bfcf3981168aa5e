package lastgood.gateway.protocol.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import java.util.Optional;
import lastgood.fuzz.Tensors;

/// Rows and columns in JSON, as KServe's first protocol and MLflow's servers take them. The first byte of an input chooses
/// what the live release takes.
class RowsFuzzTest {

    @FuzzTest
    void rowsAreRefusedOrTheSameTensorsInEveryDialect(byte[] input) {
        if (input.length == 0) {
            return;
        }
        var schema = Reading.SCHEMAS.get((input[0] & 0xff) % Reading.SCHEMAS.size());
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        var kserve = Reading.by(new KserveV1(), body, schema, Optional.empty());
        var scoring = Reading.by(new Scoring(), body, schema, Optional.of("application/json"));
        kserve.ifPresent(Reading::isReadAgain);
        scoring.ifPresent(Reading::isReadAgain);
        kserve.ifPresent(
                one -> scoring.ifPresent(other -> Tensors.areSame(one.inputs(), other.inputs())));
    }
}
