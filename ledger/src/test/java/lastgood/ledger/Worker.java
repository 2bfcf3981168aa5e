package lastgood.ledger;

import static lastgood.core.port.Samples.NOON;
import static lastgood.core.port.Samples.TUMOUR;
import static lastgood.core.port.Samples.blob;
import static lastgood.core.port.Samples.bytes;
import static lastgood.core.port.Samples.created;
import static lastgood.core.port.Samples.prediction;
import static lastgood.core.port.Samples.release;
import static lastgood.core.port.Samples.releaseId;
import static lastgood.core.port.Samples.tripped;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import lastgood.core.guard.Count;
import lastgood.core.guard.Place;
import lastgood.core.incident.Incident;
import lastgood.core.port.Journal.Appended;
import lastgood.core.port.Labels.Label;
import lastgood.core.port.Samples;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.Value;
import lastgood.core.release.Release;
import lastgood.core.rollout.Route;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;

/// Does the `n`-th thing of every kind to a ledger. What it wrote can be told from `n`.
final class Worker {
    static final int LABELS = 5;

    private final Ledger ledger;

    Worker(Ledger ledger) {
        this.ledger = ledger;
    }

    /// @throws IOException if the disk refused any of it
    void work(int n) throws IOException {
        var appended = ledger.journal().append(TUMOUR, n, created(n + 1));
        if (!appended.equals(new Appended.At(n))) {
            throw new IOException(appended.toString());
        }
        ledger.labels().take(TUMOUR, labels(n));
        var releases = ledger.releases();
        releases.store(new ByteArrayInputStream(model(n)));
        releases.seal(Samples.manifest(blob("model " + n)));
        releases.remember(said(n));
        ledger.components().add(component(n));
        ledger.incidents().open(incident(n));
        ledger.counts().save(count(n));
        if (!ledger.vetoes().add(TUMOUR, veto(n))) {
            throw new IOException("the disk refused a veto");
        }
    }

    static byte[] model(int n) {
        return bytes("model " + n);
    }

    static Release said(int n) {
        return release(TUMOUR, n + 1, blob("model " + n), releaseId(n + 1).digest());
    }

    static List<Label> labels(int n) {
        return IntStream.range(0, LABELS)
                .mapToObj(i ->
                        new Label(
                                "id-" + n + "-" + i,
                                prediction(i, new Value.Whole(1)),
                                0,
                                new Value.Whole(i % 2)))
                .toList();
    }

    static Component component(int n) {
        return new Component(
                new ComponentId("table", "v" + n),
                "features",
                blob("model " + n),
                NOON,
                Samples.ALICE);
    }

    static Incident incident(int n) {
        return new Incident(
                n + 1,
                TUMOUR,
                n,
                releaseId(2),
                Optional.of(releaseId(1)),
                NOON,
                Optional.empty(),
                List.of(tripped()),
                n,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                true);
    }

    static Count count(int n) {
        var traffic = new Count.Traffic(n, n, 0);
        return new Count(
                "gateway",
                n,
                TUMOUR,
                1,
                Map.of(new Place(0, Arm.LIVE), traffic),
                Map.of(),
                Map.of());
    }

    static Route.Veto veto(int n) {
        return new Route.Veto(n % 50, releaseId(n % 50 + 1).digest());
    }
}
