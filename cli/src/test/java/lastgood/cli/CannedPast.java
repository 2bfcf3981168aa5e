package lastgood.cli;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.wire.view.ComponentHistoryView;
import lastgood.wire.view.ComponentHistoryView.Moved;
import lastgood.wire.view.ComponentHistoryView.Reader;
import lastgood.wire.view.ComponentHistoryView.Turn;

/// A feature table that everybody reads went from v7 to v8, and back at 02:13:09; as a server would show it.
final class CannedPast {
    private static final String TABLE = "txn-features";
    private static final Instant APPLIED = Instant.parse("2026-11-20T08:00:00Z");
    private static final Instant FORTH = Instant.parse("2026-11-22T09:30:00Z");
    private static final Instant BACK = Instant.parse("2026-11-23T02:13:09Z");

    private CannedPast() {}

    static ComponentHistoryView all() {
        return new ComponentHistoryView(
                TABLE,
                APPLIED,
                Optional.empty(),
                List.of(back(), undone(), forth(), adopted(), shared()),
                List.of(
                        reader("triage-ranker", "r3", "v7", BACK),
                        reader(CannedStack.FRAUD, "r11", "v7", BACK),
                        reader("chargeback-cost", "r5", "v7", BACK),
                        reader("triage-ranker", "r4", "v8", FORTH, BACK),
                        reader(CannedStack.FRAUD, "r12", "v8", FORTH, BACK),
                        reader("chargeback-cost", "r5", "v8", FORTH, BACK),
                        new Reader(
                                CannedStack.FRAUD,
                                "r9",
                                "live",
                                Optional.empty(),
                                Optional.of("r9 was pruned on 2026-11-21T07:00:00Z by cli:mlops"),
                                APPLIED,
                                Optional.of(APPLIED.plusSeconds(60)))));
    }

    static ComponentHistoryView then() {
        return new ComponentHistoryView(
                TABLE,
                APPLIED,
                Optional.of(Instant.parse("2026-11-23T02:10:00Z")),
                List.of(forth()),
                List.of(
                        reader("triage-ranker", "r4", "v8", FORTH, BACK),
                        reader(CannedStack.FRAUD, "r12", "v8", FORTH, BACK),
                        reader("chargeback-cost", "r5", "v8", FORTH, BACK)));
    }

    static ComponentHistoryView sideBySide() {
        return new ComponentHistoryView(
                "limits",
                APPLIED,
                Optional.empty(),
                List.of(),
                List.of(
                        new Reader(
                                CannedStack.FRAUD,
                                "r12",
                                "candidate",
                                Optional.of("v2"),
                                Optional.empty(),
                                BACK,
                                Optional.empty()),
                        reader(CannedStack.FRAUD, "r11", "v1", FORTH)));
    }

    static ComponentHistoryView tooEarly() {
        return new ComponentHistoryView(
                TABLE,
                APPLIED,
                Optional.of(Instant.parse("2026-11-01T00:00:00Z")),
                List.of(),
                List.of());
    }

    private static Turn back() {
        return new Turn(
                BACK,
                "moved",
                Optional.of("v7"),
                Optional.of("v8"),
                Optional.of(3),
                "cli:alice",
                "txn-features v8 -> v7: scores drift",
                List.of(
                        new Moved(
                                CannedStack.FRAUD,
                                Optional.of("r12"),
                                Optional.of("r11"),
                                "rolled back"),
                        new Moved("triage-ranker", Optional.of("r4"), Optional.of("r3"), "moved"),
                        new Moved(
                                "chargeback-cost", Optional.empty(), Optional.of("r5"), "stayed")));
    }

    private static Turn undone() {
        return new Turn(
                BACK.minusSeconds(180),
                "undone",
                Optional.of("v8"),
                Optional.of("v8"),
                Optional.of(2),
                "cli:alice",
                "txn-features v8 -> v7: scores drift; taken back: the database did not answer",
                List.of());
    }

    private static Turn forth() {
        return new Turn(
                FORTH,
                "moved",
                Optional.of("v8"),
                Optional.of("v7"),
                Optional.of(1),
                "cli:mlops",
                "txn-features v7 -> v8: r12 goes out",
                List.of(
                        new Moved(
                                CannedStack.FRAUD,
                                Optional.of("r11"),
                                Optional.of("r12"),
                                "started")));
    }

    private static Turn adopted() {
        return plain("adopted", Optional.of("v7"), "server", "v7 served already");
    }

    private static Turn shared() {
        return plain("shared", Optional.empty(), "cli:mlops", "stack checkout-risk");
    }

    private static Turn plain(String how, Optional<String> version, String by, String why) {
        return new Turn(
                APPLIED, how, version, Optional.empty(), Optional.empty(), by, why, List.of());
    }

    private static Reader reader(String service, String release, String version, Instant from) {
        return reader(service, release, version, from, Optional.empty());
    }

    private static Reader reader(
            String service, String release, String version, Instant from, Instant until) {
        return reader(service, release, version, from, Optional.of(until));
    }

    private static Reader reader(
            String service, String release, String version, Instant from, Optional<Instant> until) {
        return new Reader(
                service, release, "live", Optional.of(version), Optional.empty(), from, until);
    }
}
