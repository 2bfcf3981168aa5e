package lastgood.cli.stack;

import java.util.Optional;

/// How many versions of a component are read at a time, in words.
final class LiveVersions {
    private LiveVersions() {}

    /// @param live the version that everybody reads, if there is one
    static String text(String liveVersions, Optional<String> live) {
        return liveVersions.equals("one")
                ? live.map(version -> "everybody reads " + version)
                        .orElse("everybody will read the version that serves first")
                : "read side by side";
    }
}
