package lastgood.server.soak.kill;

import lastgood.server.soak.Tumour;
import lastgood.server.soak.client.Parcel;

/// Files that differ by a number in something that counts, so that each makes something new.
final class Drafts {
    private final Parcel release;
    private final Parcel component;

    Drafts(Tumour tumour) {
        this.release = tumour.release("r2.release.yaml");
        this.component = tumour.component();
    }

    /// r2 as it is.
    Parcel candidate() {
        return release;
    }

    /// r2 with another time limit.
    Parcel release(int number) {
        return release.with("timeout: 1s", "timeout: " + (1_000 + number) + "ms");
    }

    /// The features again, as another version.
    Parcel component(int number) {
        return component.with("version: v1", "version: v" + (100 + number));
    }

    /// A candidate gets a fifth and stays there; what differs is how many requests a step needs.
    Parcel settings(int number) {
        return Tumour.service("steps: [20%, 100%], stepTime: 1h, minRequests: " + (1_000 + number));
    }

    Parcel again(Asked asked) {
        var like =
                switch (asked.deed()) {
                    case CREATE -> release;
                    case COMPONENT -> component;
                    case APPLY -> settings(0);
                    case LABELS, HOLD, UNHOLD, START, PAUSE, RESUME, STOP, ROLLBACK ->
                            throw new IllegalArgumentException(asked.deed() + " sends no file");
                };
        return new Parcel(like.name(), asked.subject(), like.folder());
    }
}
