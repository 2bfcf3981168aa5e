package lastgood.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.mlflow.rest.Tracking;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How models and servers are named.
class ModelRefTest {
    @Test
    void aVersionAndAnAliasAreNamedAsMlflowNamesThem() {
        assertThat(FakeMlflow.must(ModelRef.parse("models:/red wine/12")))
                .isEqualTo(new ModelRef.OfVersion("red wine", "12"));
        assertThat(FakeMlflow.must(ModelRef.parse("models:/wine@last-good")))
                .isEqualTo(new ModelRef.OfAlias("wine", "last-good"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wine",
                "models:/wine",
                "models:/wine/",
                "models:/wine/latest",
                "models:/wine/0",
                "models:/wine@",
                "models:/wine@a/b",
                "models:/a/b/1",
                "models:/m-0123",
                "runs:/1/model",
                "models:/wine/1?x=y"
            })
    void anythingElseIsRefused(String text) {
        assertThat(ModelRef.parse(text)).isInstanceOf(Outcome.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sqlite:///mlflow.db",
                "file:./mlruns",
                "./mlruns",
                "databricks",
                "http://alice:pw@127.0.0.1:5000",
                "http:///x",
                "http://a b"
            })
    void whatIsNoServerIsRefusedAndCredentialsAreNotRepeated(String uri) {
        var outcome = Tracking.of(Optional.of(uri), "--mlflow-uri", Map.of());

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        assertThat(outcome.toString()).doesNotContain("alice:pw");
    }

    @Test
    void credentialsComeFromMlflowsOwnVariablesAndAreNeverPrinted() {
        var password =
                FakeMlflow.must(
                        Tracking.of(
                                Optional.empty(),
                                "--mlflow-uri",
                                Map.of(
                                        "MLFLOW_TRACKING_URI",
                                        "http://127.0.0.1:5000/",
                                        "MLFLOW_TRACKING_USERNAME",
                                        "alice",
                                        "MLFLOW_TRACKING_PASSWORD",
                                        "pw",
                                        "MLFLOW_TRACKING_TOKEN",
                                        "t")));

        assertThat(password.authorization()).hasValue("Basic YWxpY2U6cHc=");
        assertThat(password).hasToString("http://127.0.0.1:5000");
    }
}
