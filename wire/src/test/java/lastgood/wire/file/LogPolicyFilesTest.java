package lastgood.wire.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.LogPolicy.Redacted;
import lastgood.core.rollout.LogPolicy.Side;
import lastgood.core.rollout.Share;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `spec.log` of a service's file.
class LogPolicyFilesTest {
    @Test
    void whereNothingIsSaidEverythingIsLogged() {
        assertThat(read("").log()).isEmpty();
        assertThat(read("").logPolicy()).isEqualTo(LogPolicy.USUAL);
        assertThat(read("  log: {}\n").logPolicy()).isEqualTo(LogPolicy.USUAL);
    }

    @Test
    void offIsOff() {
        assertThat(read("  log: off\n").log()).contains(new LogPolicy.Off());
    }

    @Test
    void everythingThatIsSaidIsRead() {
        assertThat(
                        read("  log: {sample: 5%, redact: [inputs.name, outputs.X.age], inputs: false, outputs: false, keep: 7d, maxBytes: 500Mi}\n")
                                .log())
                .isEqualTo(
                        Optional.of(
                                new LogPolicy.On(
                                        new Share(.05),
                                        List.of(
                                                new Redacted(Side.INPUTS, "name"),
                                                new Redacted(Side.OUTPUTS, "X.age")),
                                        false,
                                        false,
                                        Duration.ofDays(7),
                                        500L << 20)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log: on|off, or {sample",
                "log: {sample: 0%}|a share such as",
                "log: {redact: [name]}|inputs.NAME or outputs.NAME",
                "log: {redact: inputs.name}|a list such as",
                "log: {keep: 0d}|a time such as",
                "log: {maxBytes: 0}|an amount of bytes",
                "log: {redacted: []}|did you mean 'redact'"
            })
    void whatIsWrittenWrongIsRefusedWithWhatWasExpected(String line, String expected) {
        var outcome = DeclarationFile.parse("service.yaml", text("  " + line + "\n"));

        assertThat(outcome).isInstanceOf(Outcome.Refused.class);
        if (outcome instanceof Outcome.Refused<List<Declaration>>(Problem problem)) {
            assertThat(problem.toString()).contains(expected);
        }
    }

    private static lastgood.core.rollout.Settings read(String lines) {
        if (DeclarationFile.parse("service.yaml", text(lines))
                instanceof Outcome.Done<List<Declaration>>(var declarations)) {
            return ((Declaration.OfService) declarations.getFirst()).settings();
        }
        throw new AssertionError("it is valid: " + lines);
    }

    private static String text(String lines) {
        return """
        apiVersion: lastgood/v1
        kind: Service
        metadata: {name: wine}
        spec:
          task: classification
        """
                + lines;
    }
}
