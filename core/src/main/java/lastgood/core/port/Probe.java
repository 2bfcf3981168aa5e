package lastgood.core.port;

import lastgood.core.release.Release;

/// Asks golden rows over the very port that callers use; these requests are no evidence and no answers to anybody.
public interface Probe {
    Seen ask(Release expected);

    sealed interface Seen {
        /// All rows were answered by the release, under this epoch, as they must be.
        record AsAsked(long epoch) implements Seen {}

        record Otherwise(String why) implements Seen {}

        /// Nobody can be asked yet, as before the prediction port is open. That says nothing about the release.
        record NotAsked(String why) implements Seen {}
    }
}
