package lastgood.core.port;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Blob;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.rollout.Settings;

/// A workbench that finds what it was told to find, and notes what was tried. Untold, everything fits.
public final class ScriptedWorkbench implements Workbench {
    private final List<Manifest> tried = new ArrayList<>();
    private final List<Parts> replayed = new ArrayList<>();
    private Outcome<Signature> signature;
    private Outcome<Trial> trial =
            Outcome.done(new Trial(Optional.empty(), false, 0, List.of(), 40, List.of()));
    private Outcome<Rehearsal> rehearsal =
            Outcome.done(
                    new Rehearsal(
                            Duration.ofMillis(40), Duration.ofMillis(2), 8, Optional.empty()));
    private final List<Parts> rehearsed = new ArrayList<>();
    private List<Score> scores = List.of(new Score(100, 97, 0));

    /// @param schema of every chain of graphs
    public ScriptedWorkbench(Schema schema) {
        signature = Outcome.done(new Signature(schema, List.of()));
    }

    public synchronized void inspecting(Outcome<Signature> found) {
        signature = found;
    }

    public synchronized void trying(Outcome<Trial> found) {
        trial = found;
    }

    /// The scores of the replays to come, one after the other and then from the first again.
    public synchronized void replaying(Score... found) {
        scores = List.of(found);
        replayed.clear();
    }

    public synchronized void rehearsing(Outcome<Rehearsal> found) {
        rehearsal = found;
    }

    public synchronized List<Parts> rehearsed() {
        return List.copyOf(rehearsed);
    }

    public synchronized List<Manifest> tried() {
        return List.copyOf(tried);
    }

    public synchronized List<Parts> replayed() {
        return List.copyOf(replayed);
    }

    @Override
    public synchronized Outcome<Signature> inspect(List<Blob> graphs) {
        return signature;
    }

    @Override
    public synchronized Outcome<Trial> tryOut(
            Manifest manifest, OfflineEvidence evidence, boolean inferRanges, long seed) {
        tried.add(manifest);
        return trial;
    }

    @Override
    public synchronized Outcome<Score> replay(Parts parts, Blob rows, Settings settings) {
        replayed.add(parts);
        return Outcome.done(scores.get((replayed.size() - 1) % scores.size()));
    }

    @Override
    public synchronized Outcome<Rehearsal> rehearse(Parts parts, Optional<Blob> golden, Pace pace) {
        rehearsed.add(parts);
        return rehearsal;
    }
}
