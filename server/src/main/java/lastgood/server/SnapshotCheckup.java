package lastgood.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import lastgood.control.doctor.Checkup;
import lastgood.control.doctor.Finding;
import lastgood.control.rollout.ServiceLoop;
import lastgood.gateway.snapshot.SnapshotKeeper;

/// Whether the gateway could start again without control, and serve what it serves.
record SnapshotCheckup(Supplier<Optional<SnapshotKeeper.State>> state) implements Checkup {
    private static final String SNAPSHOT = "snapshot";

    @Override
    public String name() {
        return SNAPSHOT;
    }

    @Override
    public List<Finding> general(List<ServiceLoop> services) throws IOException {
        return state.get().map(SnapshotCheckup::finding).stream().toList();
    }

    static Finding finding(SnapshotKeeper.State state) {
        var last = state.written().map(at -> "; the last is of " + at).orElse("; there is none");
        return state.trouble()
                .map(why ->
                        Finding.failed(
                                SNAPSHOT,
                                "what is served now is not written down (" + why + ")" + last,
                                "free space on the disk that holds the data folder, or let the server write there"))
                .orElseGet(() ->
                        Finding.ok(
                                SNAPSHOT,
                                "a gateway without control would serve what is served now"));
    }
}
