package lastgood.gateway.running.workbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Column;
import lastgood.core.release.Datatype;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;
import lastgood.core.stack.Requires;
import lastgood.gateway.Drafts;
import lastgood.gateway.MemoryBlobs;
import org.junit.jupiter.api.Test;

/// Every test here starts a real process.
class ForkedWorkbenchTest {
    private static final String GOLDEN =
            new String(Drafts.resource("tumour/golden-v1.ndjson"), StandardCharsets.UTF_8);

    private static final Duration SPARE = Duration.ofSeconds(20);

    private final MemoryBlobs blobs = new MemoryBlobs();
    private final Drafts drafts = new Drafts(blobs);
    private final ForkedWorkbench workbench = new ForkedWorkbench(blobs, WorkbenchLimits.DEFAULT);

    @Test
    void aModelsSignatureIsWhatItsFileSays() {
        var signature = done(workbench.inspect(List.of(blob("tumour/model-v1.onnx"))));

        assertThat(signature.schema().inputs())
                .containsExactly(new TensorSpec("X", Datatype.FP32, List.of(-1L, 30L), List.of()));
        assertThat(signature.schema().outputs())
                .extracting(TensorSpec::toString)
                .containsExactly("label INT64 [-1]", "probabilities FP32 [-1, 2]");
        assertThat(signature.warnings()).isEmpty();
    }

    @Test
    void aChainTakesWhatItsFirstGraphTakes() {
        var signature =
                done(
                        workbench.inspect(
                                List.of(
                                        blob("tumour/features-v1.onnx"),
                                        blob("tumour/model-v1.onnx"))));

        assertThat(signature.schema().inputs())
                .extracting(TensorSpec::name)
                .containsExactly("measurements");
    }

    @Test
    void anOutputThatIsNoTensorIsLeftOutWithAWarning() {
        var signature = done(workbench.inspect(List.of(blob("wine/model.onnx"))));

        assertThat(signature.schema().outputs())
                .extracting(TensorSpec::name)
                .containsExactly("output_label");
        assertThat(signature.warnings())
                .containsExactly(
                        "output 'output_probability' is no tensor and is left out of answers");
    }

    @Test
    void graphsThatDoNotFitEachOtherAreRefused() {
        var problem =
                refused(
                        workbench.inspect(
                                List.of(
                                        blob("tumour/features-v1.onnx"),
                                        blob("wine/better.onnx"))));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.why())
                .singleElement()
                .asString()
                .contains("X FP32 [-1, 13]", "X FP32 [-1, 30]");
    }

    @Test
    void aTruncatedModelIsRefused() {
        var whole = Drafts.resource("tumour/model-v1.onnx");
        var cut = blobs.put("cut.onnx", java.util.Arrays.copyOf(whole, whole.length - 100));

        var problem = refused(workbench.inspect(List.of(cut)));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("'cut.onnx'", "cut off");
    }

    @Test
    void damagedBytesAreNeverTried() {
        var blob = blob("tumour/model-v1.onnx");
        blobs.damage(blob);

        assertThat(refused(workbench.inspect(List.of(blob))).code()).isEqualTo(Code.BLOB_DAMAGED);
    }

    @Test
    void goldenRowsThatGetTheirAnswersAreKeptByteForByte() {
        var draft =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                        .golden(GOLDEN);

        var trial = done(tryOut(draft, draft.evidence(), false));

        assertThat(trial.golden().orElseThrow()).isEqualTo(GOLDEN.getBytes(StandardCharsets.UTF_8));
        assertThat(trial.generated()).isFalse();
        assertThat(trial.rows()).isEqualTo(8);
        assertThat(trial.p99Micros()).isPositive();
    }

    @Test
    void goldenRowsThatGetOtherAnswersAreRefusedByLine() {
        var draft =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v2.onnx")
                        .golden(GOLDEN);

        var problem = refused(tryOut(draft, draft.evidence(), false));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what())
                .matches("golden row \\d: output '.+' value \\d is .+, expected .+");
    }

    @Test
    void aRehearsalLoadsAReleaseAsksItItsGoldenRowsAndTimesBoth() {
        var draft =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                        .golden(GOLDEN);

        var rehearsal = done(rehearsed(draft, Workbench.Pace.FULL));

        assertThat(rehearsal.rows()).isEqualTo(8);
        assertThat(rehearsal.difference()).isEmpty();
        assertThat(rehearsal.loading()).isPositive();
        assertThat(rehearsal.asking()).isPositive();
    }

    @Test
    void aRehearsalThatTakesOnlyWhatIsLeftFindsTheSame() {
        var draft =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v2.onnx")
                        .golden(GOLDEN);

        var rehearsal = done(rehearsed(draft, Workbench.Pace.SPARE));

        assertThat(rehearsal.difference().orElseThrow())
                .matches("golden row \\d: output '.+' value \\d is .+, expected .+");
    }

    /// It would never come to an end on a busy machine, which is no fault of the release.
    @Test
    void aRehearsalThatIsLeftTooLittleIsDoneAgainAtFullPace() {
        var starved =
                new ForkedWorkbench(
                        blobs,
                        new WorkbenchLimits(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60),
                                Duration.ZERO,
                                4L << 30,
                                1));
        var draft =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx")
                        .golden(GOLDEN);

        var rehearsal =
                done(
                        starved.rehearse(
                                draft.parts(), draft.evidence().golden(), Workbench.Pace.SPARE));

        assertThat(rehearsal.rows()).isEqualTo(8);
        assertThat(rehearsal.difference()).isEmpty();
    }

    @Test
    void aRehearsalOfWhatDoesNotLoadIsRefused() {
        var whole = Drafts.resource("tumour/model-v1.onnx");
        var cut = blobs.put("cut.onnx", java.util.Arrays.copyOf(whole, whole.length - 100));
        var good =
                drafts.of("tumour", 1, "tumour/features-v1.onnx", "tumour/model-v1.onnx").parts();
        var parts =
                new Parts(
                        new Parts.Model(cut),
                        good.features(),
                        good.preprocessing(),
                        good.schema(),
                        good.runtime(),
                        good.config());

        var problem = refused(workbench.rehearse(parts, Optional.empty(), Workbench.Pace.FULL));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("'cut.onnx'", "cut off");
    }

    @Test
    void aModelThatAbortsInARehearsalTakesOnlyItsOwnProcessWithIt() {
        var draft =
                drafts.of("empty", 1, "models/abort.onnx")
                        .golden("{\"inputs\":{\"X\":[1,2]},\"outputs\":{\"Y\":[1,2]}}\n");

        assertThat(refused(rehearsed(draft, Workbench.Pace.SPARE)).what())
                .contains("the release cannot be used: it ended its process by signal 6");
    }

    private Outcome<Workbench.Rehearsal> rehearsed(Drafts.Draft draft, Workbench.Pace pace) {
        return workbench.rehearse(draft.parts(), draft.evidence().golden(), pace);
    }

    @Test
    void goldenRowsWithoutAnswersGetTheReleasesOwn() {
        var draft =
                drafts.of("two", 1, "models/times2.onnx").golden("{\"inputs\":{\"X\":[1.5,2]}}\n");

        var trial = done(tryOut(draft, draft.evidence(), false));

        assertThat(trial.golden().map(ForkedWorkbenchTest::text))
                .contains("{\"inputs\":{\"X\":[[1.5,2.0]]},\"outputs\":{\"Y\":[[3.0,4.0]]}}\n");
    }

    @Test
    void aBadLineIsNamed() {
        var draft =
                drafts.of("two", 1, "models/times2.onnx")
                        .golden("{\"inputs\":{\"X\":[1,2]}}\n\n{\"inputs\":{\"X\":[1,2,3]}}\n");

        var problem = refused(tryOut(draft, draft.evidence(), false));

        assertThat(problem.code()).isEqualTo(Code.INVALID_FILE);
        assertThat(problem.what())
                .isEqualTo(
                        "golden.ndjson line 3: input 'X': 3 values do not make the shape [-1, 2]");
    }

    @Test
    void eightRowsAreDrawnWhereNoneWereGivenAndTheSameSeedDrawsTheSame() {
        var draft = drafts.of("two", 1, "models/times2.onnx");

        var first = done(tryOut(draft, draft.evidence(), false));
        var second = done(tryOut(draft, draft.evidence(), false));

        assertThat(first.generated()).isTrue();
        assertThat(first.rows()).isEqualTo(8);
        assertThat(text(first.golden().orElseThrow()).lines()).hasSize(8);
        assertThat(second.golden().orElseThrow()).isEqualTo(first.golden().orElseThrow());
    }

    @Test
    void drawnRowsKeepWithinWhatTheSchemaSays() {
        var columns =
                List.of(
                        new Column(
                                "a",
                                Optional.empty(),
                                Optional.of(5.0),
                                Optional.of(6.0),
                                List.of(),
                                false),
                        new Column(
                                "b",
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                List.of("7", "9"),
                                false));
        var schema =
                new Schema(
                        List.of(new TensorSpec("X", Datatype.FP32, List.of(-1L, 2L), columns)),
                        List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
        var draft = drafts.of("two", 1, "models/times2.onnx").schema(schema);

        var rows = text(done(tryOut(draft, draft.evidence(), false)).golden().orElseThrow());

        assertThat(rows.lines())
                .allMatch(line ->
                        line.matches("\\{\"inputs\":\\{\"X\":\\[\\[5\\.\\d+,(7|9)\\.0]]}.*"));
    }

    @Test
    void aReleaseThatRefusesEveryDrawnRowIsKeptWithAWarning() {
        var schema =
                new Schema(
                        List.of(
                                new TensorSpec(
                                        "X",
                                        Datatype.FP32,
                                        List.of(-1L, 2L),
                                        List.of(outside("a"), outside("b")))),
                        List.of(new TensorSpec("Y", Datatype.FP32, List.of(-1L, 2L), List.of())));
        var draft = drafts.of("table", 1, "models/gather.onnx").schema(schema);

        var trial = done(tryOut(draft, draft.evidence(), false));

        assertThat(trial.golden()).isEmpty();
        assertThat(trial.rows()).isZero();
        assertThat(trial.warnings())
                .singleElement()
                .asString()
                .contains("answers none of the rows");
    }

    @Test
    void rangesAreThoseOfTheModelsInputsAfterTheFeatures() {
        var rows = Drafts.resource("tumour/heldout.ndjson");
        var draft = drafts.of("tumour", 1, "tumour/features-v2.onnx", "tumour/model-v2.onnx");
        var evidence =
                new OfflineEvidence(
                        Optional.empty(),
                        new TreeMap<>(),
                        Optional.empty(),
                        false,
                        Optional.of(blobs.put("heldout.ndjson", rows)),
                        List.of());

        var trial = done(tryOut(draft, evidence, true));

        assertThat(trial.ranges()).hasSize(30);
        var radius = trial.ranges().getFirst();
        assertThat(radius.tensor()).isEqualTo("X");
        assertThat(radius.column()).isEqualTo("0");
        var millimetres =
                text(rows).lines().mapToDouble(ForkedWorkbenchTest::firstValue).summaryStatistics();
        assertThat(radius.least()).isCloseTo(millimetres.getMin() / 10, within(1e-6));
        assertThat(radius.greatest()).isCloseTo(millimetres.getMax() / 10, within(1e-6));
    }

    @Test
    void replayedRowsAreComparedWithTheirLabels() {
        var rows = blobs.put("rows.ndjson", Drafts.resource("wine/rows.ndjson"));

        var good = replay(drafts.of("wine", 1, "wine/model.onnx"), rows);
        var bad = replay(drafts.of("wine", 2, "wine/bad.onnx"), rows);

        assertThat(good.rows()).isEqualTo(89);
        assertThat(good.rate()).isGreaterThan(.95);
        assertThat(bad.rows()).isEqualTo(89);
        assertThat(bad.rate()).isLessThan(.6);
    }

    @Test
    void aRowTheReleaseFailsOnIsAWrongAnswer() {
        var rows =
                blobs.put(
                        "rows.ndjson",
                        """
                        {"inputs":{"X":[0,1]},"label":1}
                        {"inputs":{"X":[0,99]},"label":1}
                        {"inputs":{"X":[0,1]}}
                        """
                                .getBytes(StandardCharsets.UTF_8));

        var score = replay(drafts.of("table", 1, "models/gather.onnx"), rows);

        assertThat(score).isEqualTo(new Workbench.Score(2, 1, 1));
    }

    @Test
    void aModelThatAbortsTakesOnlyItsOwnProcessWithIt() {
        var draft =
                drafts.of("empty", 1, "models/abort.onnx").golden("{\"inputs\":{\"X\":[1,2]}}\n");

        var problem = refused(tryOut(draft, draft.evidence(), false));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("signal 6 (abort)");
    }

    @Test
    void aModelThatHangsIsKilled() {
        var impatient =
                new ForkedWorkbench(
                        blobs,
                        new WorkbenchLimits(
                                Duration.ofSeconds(30), Duration.ofSeconds(4), SPARE, 4L << 30, 1));
        var draft =
                drafts.of("hang", 1, "models/hang.onnx").golden("{\"inputs\":{\"X\":[1e9,1e9]}}\n");

        var problem = refused(tryOut(impatient, draft, draft.evidence(), false));

        assertThat(problem.code()).isEqualTo(Code.INVALID_RELEASE);
        assertThat(problem.what()).contains("did not come to an end within 4.0 s");
        assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void aModelThatTakesTooMuchMemoryIsKilled() {
        var narrow =
                new ForkedWorkbench(
                        blobs,
                        new WorkbenchLimits(
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                SPARE,
                                8L << 20,
                                1));
        var draft =
                drafts.of("hang", 1, "models/hang.onnx").golden("{\"inputs\":{\"X\":[1e9,1e9]}}\n");

        assertThat(refused(tryOut(narrow, draft, draft.evidence(), false)).what())
                .contains("more than 8 MiB");
    }

    private Outcome<Workbench.Trial> tryOut(
            Drafts.Draft draft, OfflineEvidence evidence, boolean inferRanges) {
        return tryOut(workbench, draft, evidence, inferRanges);
    }

    private static Outcome<Workbench.Trial> tryOut(
            Workbench bench, Drafts.Draft draft, OfflineEvidence evidence, boolean inferRanges) {
        var manifest = new Manifest(draft.parts(), Requires.NOTHING);
        return bench.tryOut(manifest, evidence, inferRanges, 42);
    }

    private Workbench.Score replay(Drafts.Draft draft, Blob rows) {
        return done(workbench.replay(draft.parts(), rows, Drafts.CLASSIFIER));
    }

    private Blob blob(String path) {
        return blobs.put(path.substring(path.indexOf('/') + 1), Drafts.resource(path));
    }

    private static Column outside(String name) {
        return new Column(
                name, Optional.empty(), Optional.of(50.0), Optional.of(60.0), List.of(), false);
    }

    private static double firstValue(String row) {
        return Double.parseDouble(row.substring(row.indexOf('[') + 1, row.indexOf(',')));
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new AssertionError(problem);
        };
    }

    private static <T> Problem refused(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> throw new AssertionError(value);
            case Outcome.Refused<T>(var problem) -> problem;
        };
    }
}
