package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.function.Function;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.gateway.running.program.Endpoints;

/// The child process: does one job and writes down what it found.
public final class WorkbenchMain {
    private static final int ORPHANED = 3;

    private WorkbenchMain() {}

    public static void main(String[] args) throws IOException {
        var folder = Path.of(args[0]);
        endWithParent(folder);
        Files.createFile(folder.resolve(Letters.STARTED));
        var job = Letters.read(folder.resolve(Letters.JOB), Job.class);
        var trier =
                new Trier(
                        new FolderBlobs(folder),
                        rows(job),
                        Letters.read(folder.resolve(Letters.ENDPOINTS), Endpoints.class));
        Letters.write(folder.resolve(Letters.FINDING), find(trier, job));
        Runtime.getRuntime().halt(0); // there is nothing to tidy up, and native threads may hang
    }

    /// Nobody else is left then who could tidy up.
    private static void endWithParent(Path folder) {
        Thread.ofPlatform()
                .daemon()
                .name("parent")
                .start(() -> {
                    try {
                        while (System.in.read() >= 0) {
                            // the parent says nothing while it lives
                        }
                    } catch (IOException _) {
                        // as good as the end of it
                    }
                    delete(folder);
                    Runtime.getRuntime().halt(ORPHANED);
                });
    }

    private static void delete(Path folder) {
        try (var all = Files.walk(folder)) {
            for (var file : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException _) {
            // what is left lies in the temporary folder
        }
    }

    private static Finding find(Trier trier, Job job) {
        try {
            return switch (job) {
                case Job.Inspect(var graphs) -> finding(trier.inspect(graphs), Finding.Signed::new);
                case Job.TryOut(var manifest, var evidence, var infer, var seed, _) ->
                        finding(trier.tryOut(manifest, evidence, infer, seed), Finding.Tried::new);
                case Job.Replay(var parts, var rows, var task, var answer, _) ->
                        finding(trier.replay(parts, rows, task, answer), Finding.Scored::new);
                case Job.Rehearse(var parts, var golden, _) ->
                        finding(trier.rehearse(parts, golden), Finding.Rehearsed::new);
            };
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            return new Finding.Refused(
                    Problem.of(Code.INVALID_RELEASE, "the release could not be tried")
                            .because(e.toString()));
        }
    }

    private static FeatureRows rows(Job job) {
        return switch (job) {
            case Job.Inspect _ -> FeatureRows.NONE;
            case Job.TryOut tryOut -> tryOut.looked().asRows();
            case Job.Replay replay -> replay.looked().asRows();
            case Job.Rehearse rehearse -> rehearse.looked().asRows();
        };
    }

    private static <T> Finding finding(Outcome<T> outcome, Function<T, Finding> found) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> found.apply(value);
            case Outcome.Refused<T>(var problem) -> new Finding.Refused(problem);
        };
    }
}
