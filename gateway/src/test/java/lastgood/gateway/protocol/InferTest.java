package lastgood.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Value;
import lastgood.core.release.ServiceName;
import lastgood.gateway.Drafts;
import lastgood.gateway.House;
import org.junit.jupiter.api.Test;

class InferTest {
    private static final ServiceName TUMOUR = new ServiceName("tumour");

    @Test
    void aRealReleaseAnswersAsItsGoldenRowsSay() {
        try (var house = new House()) {
            var golden =
                    new String(Drafts.resource("tumour/golden-v1.ndjson"), StandardCharsets.UTF_8);
            var r1 =
                    house.ready(
                            house.drafts
                                    .of(
                                            "tumour",
                                            1,
                                            "tumour/features-v1.onnx",
                                            "tumour/model-v1.onnx")
                                    .golden(golden));
            long epoch = house.settle(r1);

            var inputs =
                    golden.lines()
                            .map(line -> line.substring(line.indexOf('[') + 1, line.indexOf(']')))
                            .toList();
            var response =
                    house.infer(
                            "tumour",
                            """
                            {"id":"q1","inputs":[{"name":"measurements","shape":[8,30],"datatype":"FP32","data":[%s]}]}\
                            """
                                    .formatted(String.join(",", inputs)));

            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            assertThat(response.headers().firstValue("Lastgood-Release")).contains("r1");
            assertThat(response.headers().firstValue("Lastgood-Epoch")).contains("" + epoch);
            assertThat(response.body())
                    .startsWith("{\"model_name\":\"tumour\",\"model_version\":\"r1\",\"id\":\"q1\"")
                    .contains(
                            "\"name\":\"label\",\"datatype\":\"INT64\",\"shape\":[8],\"data\":[0,0,0,0,1,1,1,1]");
            var id = response.headers().firstValue("Lastgood-Prediction-Id").orElseThrow();
            var prediction = House.SEAL.copy().open(TUMOUR, id).orElseThrow();
            assertThat(prediction.release()).isEqualTo(1);
            assertThat(prediction.rollout()).isZero();
            assertThat(prediction.arm()).isEqualTo(Arm.LIVE);
            assertThat(prediction.values())
                    .containsExactly(
                            new Value.Whole(0),
                            new Value.Whole(0),
                            new Value.Whole(0),
                            new Value.Whole(0),
                            new Value.Whole(1),
                            new Value.Whole(1),
                            new Value.Whole(1),
                            new Value.Whole(1));
        }
    }
}
