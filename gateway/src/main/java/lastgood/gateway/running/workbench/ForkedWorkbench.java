package lastgood.gateway.running.workbench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import lastgood.core.port.Blobs;
import lastgood.core.port.FeatureRows;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.rollout.Settings;

/// A workbench whose jobs run in a process of their own each: whatever a release does there, it ends with the process.
///
/// A job gets a private folder with its bytes, already checked, and nothing else: no environment, no other files.
public final class ForkedWorkbench implements Workbench {
    private final Blobs blobs;
    private final RowsTaken taken;
    private final WorkbenchLimits limits;
    private final Semaphore places;

    public ForkedWorkbench(Blobs blobs, WorkbenchLimits limits) {
        this(blobs, FeatureRows.NONE, limits);
    }

    /// @param rows where features are looked up, for the child: it has no way to a database
    public ForkedWorkbench(Blobs blobs, FeatureRows rows, WorkbenchLimits limits) {
        this.blobs = blobs;
        this.taken = new RowsTaken(blobs, rows);
        this.limits = limits;
        this.places = new Semaphore(limits.atOnce());
    }

    @Override
    public Outcome<Signature> inspect(List<Blob> graphs) {
        return run(new Job.Inspect(graphs), graphs)
                .then(found ->
                        found instanceof Finding.Signed(var signature)
                                ? Outcome.done(signature)
                                : strange());
    }

    @Override
    public Outcome<Trial> tryOut(
            Manifest manifest, OfflineEvidence evidence, boolean inferRanges, long seed) {
        var needed = new ArrayList<>(manifest.parts().graphs());
        evidence.golden().ifPresent(needed::add);
        evidence.rows().filter(_ -> inferRanges).ifPresent(needed::add);
        var files = new ArrayList<>(evidence.golden().stream().toList());
        evidence.rows().filter(_ -> inferRanges).ifPresent(files::add);
        return taken.of(manifest.parts(), files, evidence.golden().isEmpty())
                .then(rows ->
                        run(new Job.TryOut(manifest, evidence, inferRanges, seed, rows), needed))
                .then(found ->
                        found instanceof Finding.Tried(var trial)
                                ? Outcome.done(trial)
                                : strange());
    }

    @Override
    public Outcome<Score> replay(Parts parts, Blob rows, Settings settings) {
        var needed = new ArrayList<>(parts.graphs());
        needed.add(rows);
        return taken.of(parts, List.of(rows), false)
                .then(looked ->
                        run(
                                new Job.Replay(
                                        parts, rows, settings.task(), settings.answer(), looked),
                                needed))
                .then(found ->
                        found instanceof Finding.Scored(var score)
                                ? Outcome.done(score)
                                : strange());
    }

    private Outcome<Finding> run(Job job, List<Blob> needed) {
        places.acquireUninterruptibly();
        try {
            var folder = Files.createTempDirectory("lastgood-workbench");
            try {
                return run(job, needed, folder);
            } finally {
                remove(folder);
            }
        } catch (Blobs.DamagedException e) {
            return Outcome.refused(Problem.of(Code.BLOB_DAMAGED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Outcome.refused(
                    Problem.of(Code.INTERNAL, "the release could not be tried")
                            .because(e.toString()));
        } finally {
            places.release();
        }
    }

    private Outcome<Finding> run(Job job, List<Blob> needed, Path folder) throws IOException {
        var copies = new FolderBlobs(folder);
        for (var blob : needed) {
            var bytes = blobs.read(blob.digest());
            if (bytes.isEmpty()) {
                return Outcome.refused(
                        Problem.of(
                                Code.BLOB_DAMAGED,
                                "the bytes of '" + blob.name() + "' are not stored"));
            }
            copies.store(new ByteArrayInputStream(bytes.get()));
        }
        Letters.write(folder.resolve(Letters.JOB), job);
        var ended = new Child(folder, limits).run();
        if (ended.isPresent()) {
            return Outcome.refused(
                    Problem.of(Code.INVALID_RELEASE, "the release cannot be used: " + ended.get()));
        }
        var finding = Letters.read(folder.resolve(Letters.FINDING), Finding.class);
        return finding instanceof Finding.Refused(var problem)
                ? Outcome.refused(problem)
                : Outcome.done(finding);
    }

    private static <T> Outcome<T> strange() {
        return Outcome.refused(
                Problem.of(Code.INTERNAL, "the child process answered another question"));
    }

    private static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
