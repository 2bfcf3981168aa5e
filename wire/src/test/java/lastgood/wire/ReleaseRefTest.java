package lastgood.wire;

import static lastgood.wire.Samples.R1;
import static lastgood.wire.Samples.R2;
import static lastgood.wire.Samples.R3;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollout.HistoryLine;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseRefTest {
    private static final List<Release> RELEASES =
            List.of(
                    Samples.release(R1, "v1", .5),
                    Samples.release(R2, "v2", .5),
                    Samples.release(R3, "v2", .4));
    private static final List<HistoryLine> HISTORY =
            List.of(line(R1, "rollback"), line(R3, "promote"), line(R1, "first"));

    @ParameterizedTest
    @CsvSource({
        "r1, r1",
        "r3, r3",
        "live, r1",
        "candidate, r2",
        "last-good, r1",
        "rollback-target, r1",
        "previous, r3",
        "label:logreg-v1, r1",
        "label:logreg-v2, r3",
        "@sha256:22222222, r2",
    })
    void aReferenceNamesARelease(String text, String name) {
        assertThat(resolve(text, Samples.canary()))
                .isInstanceOfSatisfying(
                        Outcome.Done.class, done -> assertThat(done.value()).hasToString(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"r4", "label:nobody", "@sha256:abcdef01", "r99999999"})
    void aReferenceToNothingSaysWhatThereIs(String text) {
        assertThat(resolve(text, Samples.canary()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> {
                            assertThat(refused.problem().code()).isEqualTo(Code.NO_SUCH_RELEASE);
                            assertThat(refused.problem().why())
                                    .containsExactly("the service has r1 to r3");
                            assertThat(refused.problem().state())
                                    .isEqualTo("Traffic: 90 % r1, 10 % r2.");
                        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "latest", "R1", "r0", "r01", "1", "label:", "@sha256:1234567", "../r1"})
    void whatIsNoReferenceIsRefusedAsWrongUsage(String text) {
        assertThat(resolve(text, Samples.canary()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().code()).isEqualTo(Code.WRONG_USAGE));
    }

    @Test
    void aDigestThatFitsTwoReleasesNamesNeither() {
        var twins =
                new lastgood.core.rollout.Standing(
                        Optional.empty(),
                        List.of(R1, new ReleaseId(2, R1.digest())),
                        List.of(),
                        new java.util.TreeMap<>(),
                        1,
                        0);

        assertThat(resolve("@sha256:11111111", new State(twins, new Phase.Steady(R1))))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().why())
                                        .containsExactly("it fits [r1, r2]: write more digits"));
    }

    @Test
    void aServiceWithoutReleasesHasNoLiveOne() {
        assertThat(ReleaseRef.resolve("live", State.NEW, List.of(), List.of()))
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused ->
                                assertThat(refused.problem().why())
                                        .containsExactly("the service has no release yet"));
    }

    private static Outcome<ReleaseId> resolve(String text, State state) {
        return ReleaseRef.resolve(text, state, RELEASES, HISTORY);
    }

    private static HistoryLine line(ReleaseId live, String how) {
        return new HistoryLine(
                Samples.T0,
                Optional.of(live),
                Optional.empty(),
                Optional.empty(),
                how,
                Samples.ALICE,
                "");
    }
}
