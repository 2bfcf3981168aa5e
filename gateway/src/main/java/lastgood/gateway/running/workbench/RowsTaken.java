package lastgood.gateway.running.workbench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import lastgood.core.port.Blobs;
import lastgood.core.port.FeatureRows;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.FeatureKey;
import lastgood.core.release.Lookup;
import lastgood.core.release.Parts;
import lastgood.core.stack.ComponentId;
import lastgood.gateway.running.lookup.Gatherer;
import lastgood.gateway.running.tensor.Row;
import lastgood.gateway.running.tensor.RowFile;

/// Looks up for a child process what it will need: it gets no address and no password, only rows.
final class RowsTaken {
    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final int DRAWN = 8;

    private final Blobs blobs;
    private final FeatureRows rows;

    RowsTaken(Blobs blobs, FeatureRows rows) {
        this.blobs = blobs;
        this.rows = rows;
    }

    /// @param files of recorded requests that will be asked
    /// @param draws whether requests will be made up
    Outcome<RowsAtHand> of(Parts parts, List<Blob> files, boolean draws) {
        if (!(parts.features() instanceof Parts.Features.Lookup(var component, var lookup))) {
            return Outcome.done(RowsAtHand.NONE);
        }
        var keys = new LinkedHashSet<FeatureKey>();
        if (draws) {
            switch (rows.some(component, lookup, DRAWN, WITHIN)) {
                case Outcome.Done<List<FeatureKey>>(var some) -> keys.addAll(some);
                case Outcome.Refused<List<FeatureKey>>(var problem) -> {
                    return Outcome.refused(problem);
                }
            }
        }
        try {
            for (var file : files) {
                recorded(file, parts, lookup, keys);
            }
        } catch (IOException e) {
            return Outcome.refused(
                    Problem.of(Code.BLOB_DAMAGED, "recorded rows cannot be read")
                            .because(String.valueOf(e.getMessage())));
        }
        return read(component, lookup, List.copyOf(keys));
    }

    /// What is wrong with a file, the child says.
    private void recorded(Blob file, Parts parts, Lookup lookup, Set<FeatureKey> keys)
            throws IOException {
        var bytes = blobs.read(file.digest());
        if (bytes.isPresent()
                && RowFile.read(file.name(), bytes.get(), parts.schema())
                        instanceof Outcome.Done<List<Row>>(var recorded)) {
            for (var row : recorded) {
                Optional.ofNullable(row.inputs().get(lookup.key()))
                        .ifPresent(key -> keys.addAll(Gatherer.keys(key)));
            }
        }
    }

    private Outcome<RowsAtHand> read(ComponentId component, Lookup lookup, List<FeatureKey> keys) {
        return rows.read(component, lookup, keys, WITHIN)
                .then(found -> {
                    var entries = new ArrayList<RowsAtHand.Entry>();
                    for (int i = 0; i < keys.size(); i++) {
                        var key = keys.get(i);
                        found.get(i).ifPresent(row -> entries.add(new RowsAtHand.Entry(key, row)));
                    }
                    return Outcome.done(new RowsAtHand(entries));
                });
    }
}
