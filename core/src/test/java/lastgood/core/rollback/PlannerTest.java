package lastgood.core.rollback;

import static lastgood.core.rollback.Shelf.TUMOUR;
import static lastgood.core.rollback.Shelf.release;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lastgood.core.port.Samples;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.Parts;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.Schema;
import lastgood.core.rollback.Plan.Change;
import lastgood.core.rollback.Plan.Fit;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;
import lastgood.core.rollout.Hold;
import lastgood.core.rollout.Phase;
import lastgood.core.rollout.Rollout;
import lastgood.core.rollout.Rules;
import lastgood.core.rollout.Standing;
import lastgood.core.rollout.State;
import org.junit.jupiter.api.Test;

class PlannerTest {
    private static final Instant NOW = Samples.NOON;
    private static final Actor BOB = new Actor("cli:bob");

    private static final Release R1 = release(1).get();

    /// Model v2 on features v1: what must not have gone out.
    private static final Release R2 = release(2).model("model-v2.onnx").get();

    private static final Release R3 =
            release(3)
                    .model("model-v2.onnx")
                    .features("tumour-features", "v2")
                    .decisionThreshold(.47)
                    .requires("tumour-features", "v2")
                    .get();

    // What moves.

    @Test
    void modelAndFeaturesMoveTogether() {
        var plan = plain(steady(R3, good(1, 3)), R1, R2, R3);

        assertThat(plan.target()).contains(R1.id());
        assertThat(plan.verdict()).isEqualTo(Fit.OK);
        assertThat(plan.changes())
                .containsExactly(
                        new Change.OfPart(TUMOUR, "release", "r3", "r1", "switch"),
                        new Change.OfPart(
                                TUMOUR,
                                "model",
                                described("model-v2.onnx"),
                                described("model-v1.onnx"),
                                "switch"),
                        new Change.OfPart(
                                TUMOUR,
                                "features",
                                "tumour-features@v2",
                                "tumour-features@v1",
                                "pin"),
                        new Change.OfPart(
                                TUMOUR,
                                "config",
                                "timeout 1000ms, decisionThreshold 0.47",
                                "timeout 1000ms, decisionThreshold 0.5",
                                "switch"));
        assertThat(plan.stays()).containsExactly("preprocessing", "schema", "runtime");
        assertThat(plan.impact()).isEmpty();
        assertThat(plan.reasons()).isEmpty();
    }

    @Test
    void changesAndStaysAreAllSixParts() {
        var everythingElse =
                release(3)
                        .model("m.onnx")
                        .features("tumour-features", "v2")
                        .preprocessing("p.onnx")
                        .inputs("Z")
                        .threads(4)
                        .decisionThreshold(.1)
                        .get();
        assertThat(parts(plain(steady(everythingElse, good(1)), R1, everythingElse)))
                .containsExactly(
                        "release",
                        "model",
                        "features",
                        "preprocessing",
                        "schema",
                        "runtime",
                        "config");
        var sameAgain = release(3).get();
        var plan = plain(steady(sameAgain, good(1)), R1, sameAgain);
        assertThat(parts(plan)).containsExactly("release");
        assertThat(plan.stays())
                .containsExactly(
                        "model", "features", "preprocessing", "schema", "runtime", "config");
    }

    @Test
    void featuresThatTravelInsideTheReleaseAreSwitched() {
        var own = new Parts.Features.Graph(Samples.blob("own.onnx"));
        var other = new Parts.Features.Graph(Samples.blob("other.onnx"));
        assertThat(featuresMove(release(1).features(own), release(3).features(other)))
                .isEqualTo(
                        new Change.OfPart(
                                TUMOUR,
                                "features",
                                described("other.onnx"),
                                described("own.onnx"),
                                "switch"));
        assertThat(featuresMove(release(1).features(new Parts.Features.None()), release(3)))
                .isEqualTo(
                        new Change.OfPart(
                                TUMOUR,
                                "features",
                                "tumour-features@v1 "
                                        + Samples.blob("tumour-features-v1").digest().brief(),
                                "none",
                                "switch"));
    }

    @Test
    void twoNamesOfTheSameBytesAreTheSamePart() {
        var bytes = Samples.blob("model-v1.onnx");
        var renamed = new Blob("renamed.onnx", bytes.digest(), bytes.size());
        var parts = R1.parts();
        var renamedParts =
                new Parts(
                        new Parts.Model(renamed),
                        parts.features(),
                        parts.preprocessing(),
                        parts.schema(),
                        parts.runtime(),
                        parts.config());
        var r3 =
                new Release(
                        TUMOUR,
                        Samples.releaseId(3),
                        new Manifest(renamedParts, R1.manifest().requires()),
                        Optional.empty(),
                        new TreeMap<>(),
                        R1.evidence(),
                        NOW,
                        BOB);
        assertThat(plain(steady(r3, good(1)), R1, r3).stays()).contains("model");
    }

    @Test
    void callersAreToldEachRuleThatBreaks() {
        var r3 = release(3).inputs("Z").get();
        var plan = plain(steady(r3, good(1)), R1, r3);

        assertThat(plan.verdict()).isEqualTo(Fit.OK);
        assertThat(plan.reasons())
                .containsExactly(
                        "callers: input Z is unknown there and refused (FP32 [-1, 4] → none)",
                        "callers: input X must be sent as well (none → FP32 [-1, 1])");
    }

    @Test
    void fiveRulesAreToldAndTheRestIsCounted() {
        var r3 = release(3).inputs("A", "B", "C", "D", "E", "F").get();

        assertThat(plain(steady(r3, good(1)), R1, r3).reasons())
                .hasSize(6)
                .startsWith("callers: input A is unknown there and refused (FP32 [-1, 4] → none)")
                .endsWith("callers: and 2 more");
    }

    @Test
    void callersAreToldNothingWhereTheirRequestsAreTaken() {
        var old = Samples.schema();
        var more = List.of(old.outputs().getFirst(), old.inputs().getFirst());
        var r1 = release(1).schema(new Schema(old.inputs(), more)).get();
        var r3 = release(3).get();

        assertThat(plain(steady(r3, good(1)), r1, r3).reasons()).isEmpty();
    }

    @Test
    void duringARolloutTheCandidateIsWhatIsLeft() {
        var plan = plain(canary(R2, R1, good(1)), R1, R2);

        assertThat(plan.target()).contains(R1.id());
        assertThat(plan.changes().getFirst())
                .isEqualTo(new Change.OfPart(TUMOUR, "release", "r2", "r1", "switch"));
        assertThat(plan.stays())
                .containsExactly("features", "preprocessing", "schema", "runtime", "config");
    }

    // What is not known.

    @Test
    void aTargetThatNeverEarnedGoodIsRisky() {
        var plan = to(steady(R3, good(1, 3)), R2, R1, R2, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.RISKY);
        assertThat(plan.target()).contains(R2.id());
        assertThat(plan.reasons())
                .containsExactly(
                        "r2 never earned good: that it can take every request was never seen");
    }

    @Test
    void soIsOneWithoutGoldenAnswers() {
        var r1 = release(1).withoutGolden().get();
        var plan = plain(steady(R3, good(1, 3)), r1, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.RISKY);
        assertThat(plan.reasons()).containsExactly("r1 has no golden answers to be verified by");
    }

    @Test
    void soIsOneThatIsNotInTheStore() {
        var plan = plain(steady(R3, good(1, 3)), R3);

        assertThat(plan.verdict()).isEqualTo(Fit.RISKY);
        assertThat(plan.target()).contains(R1.id());
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.stays()).isEmpty();
        assertThat(plan.reasons())
                .containsExactly("r1 is not in the store, so what would change is not known");
    }

    @Test
    void andOneWhereNobodyKnowsWhatServes() {
        var plan = plain(steady(R3, good(1, 3)), R1);

        assertThat(plan.verdict()).isEqualTo(Fit.RISKY);
        assertThat(plan.reasons())
                .containsExactly(
                        "what serves now is not in the store, so what would change is not known");
    }

    @Test
    void theWayBackNeedsNobodysConsent() {
        for (var state : List.of(canary(R2, R1, good()), baking(R2, R1), unconfirmed(R1, R2))) {
            var plan = plain(state, release(1).withoutGolden().get(), R2);

            assertThat(plan.verdict()).isEqualTo(Fit.OK);
            assertThat(plan.reasons())
                    .containsExactly(
                            "r1 never earned good: that it can take every request was never seen",
                            "r1 has no golden answers to be verified by",
                            "r1 is where this rollout came from: going back needs nobody's consent");
        }
    }

    @Test
    void evenWhereTheStoreCannotBeRead() {
        var plan = plain(canary(R2, R1, good(1)));

        assertThat(plan.verdict()).isEqualTo(Fit.OK);
        assertThat(plan.target()).contains(R1.id());
        assertThat(plan.changes()).isEmpty();
    }

    @Test
    void butAnotherReleaseThanTheOriginDoes() {
        var plan = to(canary(R3, R2, good()), R1, R1, R2, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.RISKY);
        assertThat(plan.reasons())
                .contains("r1 never earned good: that it can take every request was never seen");
    }

    // Nothing to do, and nothing that can be done.

    @Test
    void afterARetreatItIsAlreadyBack() {
        var plan = plain(state(new Phase.Returned(R1.id(), R2.id(), NOW), good(1)), R1, R2);

        assertThat(plan)
                .isEqualTo(
                        new Plan(
                                Optional.empty(),
                                Fit.OK,
                                List.of(),
                                List.of(),
                                List.of(),
                                List.of("already back on r1 since 2026-11-24T12:00:00Z")));
    }

    @Test
    void onTheWayBackItSaysSo() {
        var returning = new Phase.Returning(R1.id(), R2.id(), 4, NOW, NOW.plusSeconds(30));
        var plan = plain(state(returning, good(1)), R1, R2);

        assertThat(plan.verdict()).isEqualTo(Fit.OK);
        assertThat(plan.target()).isEmpty();
        assertThat(plan.reasons())
                .containsExactly("already on the way back to r1 since 2026-11-24T12:00:00Z");
    }

    @Test
    void namingWhatServesChangesNothing() {
        var plan = to(steady(R3, good(1, 3)), R3, R1, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.OK);
        assertThat(plan.target()).isEmpty();
        assertThat(plan.reasons()).containsExactly("already on r3");
    }

    @Test
    void withNothingOlderThatIsGoodItIsBlocked() {
        var plan = plain(steady(R1, good(1)), R1);

        assertThat(plan.verdict()).isEqualTo(Fit.BLOCKED);
        assertThat(plan.target()).isEmpty();
        assertThat(plan.changes()).isEmpty();
        assertThat(plan.reasons())
                .containsExactly(
                        "There is no release to go back to.",
                        "no older release is good and not held");
        assertThat(plain(state(new Phase.Empty(), good())).verdict()).isEqualTo(Fit.BLOCKED);
    }

    @Test
    void aHeldTargetIsBlockedByItsHold() {
        var plan = to(steady(R3, held(good(1, 2, 3), 2)), R2, R1, R2, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.BLOCKED);
        assertThat(plan.target()).isEmpty();
        assertThat(plan.reasons())
                .containsExactly(
                        "r2 is held, so nothing was rolled back to it.",
                        "held since 2026-11-24T12:00:00Z by cli:bob: a bad batch",
                        "a plain rollback goes to r1");
    }

    @Test
    void aNewerTargetIsBlocked() {
        var plan = to(steady(R2, good(2)), R3, R1, R2, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.BLOCKED);
        assertThat(plan.reasons()).containsExactly("r3 is not older than r2, which is live.");
    }

    @Test
    void afterARetreatNoOtherTargetIsProposed() {
        var returned = new Phase.Returned(R2.id(), R3.id(), NOW);
        var plan = to(state(returned, held(good(1, 2), 3)), R3, R1, R2, R3);

        assertThat(plan.verdict()).isEqualTo(Fit.BLOCKED);
        assertThat(plan.reasons()).noneMatch(r -> r.startsWith("a plain rollback"));
    }

    private static Plan plain(State state, Release... stored) {
        return plan(state, Optional.empty(), stored);
    }

    private static Plan to(State state, Release to, Release... stored) {
        return plan(state, Optional.of(to.id()), stored);
    }

    /// As control asks for it: decided by the rules, with what the store knows.
    private static Plan plan(State state, Optional<ReleaseId> to, Release... stored) {
        Map<ReleaseId, Release> store =
                Arrays.stream(stored).collect(Collectors.toMap(Release::id, Function.identity()));
        var decision = Rules.decide(state, new Event.RolledBack(NOW, BOB, to, "it smells"));
        var move =
                decision instanceof Decision.Changed changed
                                && changed.next().phase() instanceof Phase.Returning r
                        ? Optional.of(r)
                        : Optional.<Phase.Returning>empty();
        return Planner.plan(
                state,
                decision,
                move.flatMap(r -> Optional.ofNullable(store.get(r.from()))),
                move.flatMap(r -> Optional.ofNullable(store.get(r.to()))),
                Along.NOBODY);
    }

    private static Change featuresMove(Shelf to, Shelf from) {
        return ofParts(plain(steady(from.get(), good(1)), to.get(), from.get()))
                .filter(c -> c.part().equals("features"))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> parts(Plan plan) {
        return ofParts(plan).map(Change.OfPart::part).toList();
    }

    private static Stream<Change.OfPart> ofParts(Plan plan) {
        return plan.changes().stream().map(Change.OfPart.class::cast);
    }

    private static String described(String file) {
        return file + " " + Samples.blob(file).digest().brief();
    }

    private static State steady(Release live, Standing standing) {
        return state(new Phase.Steady(live.id()), standing);
    }

    private static State canary(Release candidate, Release origin, Standing standing) {
        return state(new Phase.Canary(rollout(candidate, origin), origin.id(), 0, NOW), standing);
    }

    private static State baking(Release candidate, Release origin) {
        return state(new Phase.Baking(rollout(candidate, origin), NOW, List.of()), good());
    }

    private static State unconfirmed(Release to, Release from) {
        return state(new Phase.Stuck.Unconfirmed(to.id(), from.id(), 4, NOW, "not seen"), good());
    }

    private static Rollout rollout(Release candidate, Release origin) {
        return new Rollout(
                2, candidate.id(), new Rollout.Origin.Live(origin.id()), Samples.terms(), NOW, BOB);
    }

    private static State state(Phase phase, Standing standing) {
        return new State(standing, phase);
    }

    private static Standing good(Integer... numbers) {
        return new Standing(
                Optional.empty(),
                List.of(R1.id(), R2.id(), R3.id()),
                List.of(numbers),
                new TreeMap<>(),
                4,
                2);
    }

    private static Standing held(Standing standing, int number) {
        return new Standing(
                standing.settings(),
                standing.releases(),
                standing.good(),
                new TreeMap<>(Map.of(number, new Hold(NOW, BOB, "a bad batch"))),
                standing.epoch(),
                standing.rollouts());
    }
}
