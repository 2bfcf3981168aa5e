package lastgood.gateway.running.workbench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import lastgood.core.release.Program;
import lastgood.core.rollout.Settings;
import lastgood.gateway.running.program.Endpoints;
import lastgood.gateway.running.program.Folder;

/// A workbench whose jobs run in a process of their own each: whatever a release does there, it ends with the process.
///
/// A job gets a private folder with its bytes, already checked, and nothing else: no other files, and of the
/// environment only what finds a program.
public final class ForkedWorkbench implements Workbench {
    private final Blobs blobs;
    private final RowsTaken taken;
    private final Endpoints endpoints;
    private final WorkbenchLimits limits;
    private final Semaphore places;

    public ForkedWorkbench(Blobs blobs, WorkbenchLimits limits) {
        this(blobs, FeatureRows.NONE, Endpoints.NONE, limits);
    }

    /// @param rows where features are looked up, for the child: it has no way to a database
    /// @param endpoints servers elsewhere that serve models
    public ForkedWorkbench(
            Blobs blobs, FeatureRows rows, Endpoints endpoints, WorkbenchLimits limits) {
        this.blobs = blobs;
        this.endpoints = endpoints;
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
        var needed = new ArrayList<>(manifest.parts().files());
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
        var needed = new ArrayList<>(parts.files());
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

    @Override
    public Outcome<Rehearsal> rehearse(Parts parts, Optional<Blob> golden, Pace pace) {
        var needed = new ArrayList<>(parts.files());
        golden.ifPresent(needed::add);
        return taken.of(parts, golden.stream().toList(), false)
                .then(rows -> run(new Job.Rehearse(parts, golden, rows), needed, pace))
                .then(found ->
                        found instanceof Finding.Rehearsed(var rehearsal)
                                ? Outcome.done(rehearsal)
                                : strange());
    }

    private Outcome<Finding> run(Job job, List<Blob> needed) {
        return run(job, needed, Pace.FULL);
    }

    private Outcome<Finding> run(Job job, List<Blob> needed, Pace pace) {
        places.acquireUninterruptibly();
        try {
            var folder = Files.createTempDirectory("lastgood-workbench");
            try {
                return run(job, needed, pace, folder);
            } finally {
                Folder.remove(folder);
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

    private Outcome<Finding> run(Job job, List<Blob> needed, Pace pace, Path folder)
            throws IOException {
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
        Letters.write(folder.resolve(Letters.ENDPOINTS), endpoints);
        Letters.write(folder.resolve(Letters.JOB), job);
        return switch (end(limits.with(start(job)), pace, folder)) {
            case Child.End.Told _ -> found(folder);
            case Child.End.Failed(var why, _) ->
                    Outcome.refused(
                            Problem.of(Code.INVALID_RELEASE, "the release cannot be used: " + why));
        };
    }

    /// A process that got too little to come to its end says nothing of the release.
    private static Child.End end(WorkbenchLimits limits, Pace pace, Path folder)
            throws IOException {
        var end = new Child(folder, limits, pace).run();
        return pace == Pace.SPARE && end instanceof Child.End.Failed(_, var late) && late
                ? new Child(folder, limits, Pace.FULL).run()
                : end;
    }

    private static Outcome<Finding> found(Path folder) throws IOException {
        var finding = Letters.read(folder.resolve(Letters.FINDING), Finding.class);
        return finding instanceof Finding.Refused(var problem)
                ? Outcome.refused(problem)
                : Outcome.done(finding);
    }

    /// A program may take its time until it is ready.
    private static Duration start(Job job) {
        var parts =
                switch (job) {
                    case Job.Inspect _ -> Optional.<Parts>empty();
                    case Job.TryOut(var manifest, _, _, _, _) -> Optional.of(manifest.parts());
                    case Job.Replay(var replayed, _, _, _, _) -> Optional.of(replayed);
                    case Job.Rehearse(var rehearsed, _, _) -> Optional.of(rehearsed);
                };
        return parts.flatMap(p -> p.runtime().program())
                .map(Program::startWithin)
                .orElse(Duration.ZERO);
    }

    private static <T> Outcome<T> strange() {
        return Outcome.refused(
                Problem.of(Code.INTERNAL, "the child process answered another question"));
    }
}
