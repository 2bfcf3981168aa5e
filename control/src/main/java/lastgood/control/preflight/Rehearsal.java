package lastgood.control.preflight;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lastgood.core.drill.Step;
import lastgood.core.drill.Step.Task;
import lastgood.core.port.Blobs;
import lastgood.core.port.Releases;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Digest;
import lastgood.core.release.Release;

/// Does with a release all that going back to it would need, except touching what serves.
public final class Rehearsal {
    private final Releases releases;
    private final Workbench workbench;

    public Rehearsal(Releases releases, Workbench workbench) {
        this.releases = releases;
        this.workbench = workbench;
    }

    public Rehearsed of(Outlook.Way way, Workbench.Pace pace) {
        long began = System.nanoTime();
        var pieces = pieces(way);
        var fetched = fetched(pieces, since(began));
        var steps = new ArrayList<Step>();
        steps.add(fetched);
        if (fetched.isFailed()) {
            steps.add(Step.skipped(Task.LOAD, "its bytes are not what they should be"));
            steps.add(Step.skipped(Task.GOLDEN, "it was not loaded"));
        } else {
            steps.addAll(load(way.serving(), pace));
        }
        return new Rehearsed(steps, pieces, since(began));
    }

    /// Where there is nothing to rehearse with, that is what was found.
    public static Rehearsed failed(Problem problem) {
        return new Rehearsed(
                List.of(
                        Step.failed(Task.FETCH, Optional.empty(), said(problem)),
                        Step.skipped(Task.LOAD, "nothing was fetched"),
                        Step.skipped(Task.GOLDEN, "nothing was fetched")),
                List.of(),
                Duration.ZERO);
    }

    /// A problem in one line.
    public static String said(Problem problem) {
        return problem.what().replaceAll("\\.$", "")
                + (problem.why().isEmpty() ? "" : ": " + String.join("; ", problem.why()));
    }

    private List<Piece> pieces(Outlook.Way way) {
        var names = names(way.made());
        names.putAll(names(way.serving()));
        Set<Digest> digests = new LinkedHashSet<>();
        try {
            digests.addAll(releases.pieces(way.made()));
            digests.addAll(releases.pieces(way.serving()));
        } catch (IOException e) {
            var id = way.made().id();
            return List.of(new Piece(id.name(), id.digest(), 0, unread(e), true));
        }
        var rows = way.made().evidence().rows().map(Blob::digest);
        return digests.stream()
                .map(digest ->
                        read(
                                names.getOrDefault(digest, "what " + way.made().id() + " is"),
                                digest,
                                !rows.equals(Optional.of(digest))))
                .toList();
    }

    private Piece read(String name, Digest digest, boolean isNeeded) {
        try {
            var bytes = releases.open(digest);
            if (bytes.isEmpty()) {
                return new Piece(name, digest, 0, Optional.of("is missing"), isNeeded);
            }
            try (var stream = bytes.get()) {
                return new Piece(
                        name,
                        digest,
                        stream.transferTo(OutputStream.nullOutputStream()),
                        Optional.empty(),
                        isNeeded);
            }
        } catch (Blobs.DamagedException _) {
            return new Piece(
                    name, digest, 0, Optional.of("is damaged: its bytes are others"), isNeeded);
        } catch (IOException e) {
            return new Piece(name, digest, 0, unread(e), isNeeded);
        }
    }

    private static Optional<String> unread(IOException e) {
        return Optional.of("cannot be read: " + e.getMessage());
    }

    private static Step fetched(List<Piece> pieces, Duration took) {
        var bad =
                pieces.stream()
                        .filter(p -> p.trouble().isPresent() && p.isNeeded())
                        .map(Piece::toString)
                        .toList();
        long bytes = pieces.stream().mapToLong(Piece::bytes).sum();
        return bad.isEmpty()
                ? Step.passed(
                        Task.FETCH,
                        took,
                        pieces.stream().filter(p -> p.trouble().isEmpty()).count()
                                + " files, "
                                + bytes
                                + " bytes, each with its digest")
                : Step.failed(Task.FETCH, Optional.of(took), String.join("; ", bad));
    }

    private List<Step> load(Release release, Workbench.Pace pace) {
        long began = System.nanoTime();
        return switch (workbench.rehearse(release.parts(), release.evidence().golden(), pace)) {
            case Outcome.Refused<Workbench.Rehearsal>(var problem) ->
                    List.of(
                            Step.failed(
                                    Task.LOAD,
                                    Optional.of(since(began)),
                                    "it does not load: " + said(problem)),
                            Step.skipped(Task.GOLDEN, "it was not loaded"));
            case Outcome.Done<Workbench.Rehearsal>(var found) ->
                    List.of(
                            Step.passed(
                                    Task.LOAD, found.loading(), "loaded in a process of its own"),
                            golden(found));
        };
    }

    private static Step golden(Workbench.Rehearsal found) {
        if (found.difference().isPresent()) {
            return Step.failed(Task.GOLDEN, Optional.of(found.asking()), found.difference().get());
        }
        return found.rows() == 0
                ? Step.skipped(
                        Task.GOLDEN, "it has no golden rows: only that it loads has been seen")
                : Step.passed(
                        Task.GOLDEN,
                        found.asking(),
                        found.rows() + " golden rows answered as recorded");
    }

    private static Map<Digest, String> names(Release release) {
        var names = new HashMap<Digest, String>();
        release.parts().files().forEach(b -> names.put(b.digest(), b.name()));
        release.evidence().golden().ifPresent(b -> names.put(b.digest(), b.name()));
        release.evidence().rows().ifPresent(b -> names.put(b.digest(), b.name()));
        names.put(release.id().digest(), "the manifest of " + release.id());
        return names;
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
