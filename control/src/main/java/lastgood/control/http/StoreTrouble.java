package lastgood.control.http;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// A store that could not be read or written, as a problem: what the disk said, and that what was not acknowledged was
/// not taken.
final class StoreTrouble {
    private static final List<String> FULL =
            List.of("no space left", "disk is full", "disk full", "sqlite_full", "quota exceeded");

    private StoreTrouble() {}

    static Problem of(Exception e) {
        var said = said(e);
        boolean full =
                said.stream()
                        .map(s -> s.toLowerCase(Locale.ROOT))
                        .anyMatch(s -> FULL.stream().anyMatch(s::contains));
        var problem = Problem.of(Code.CANNOT_RECORD, "The store could not be read or written.");
        return full
                ? problem.because(
                                Stream.concat(
                                                Stream.of(
                                                        "the disk that holds the data folder is full"),
                                                said.stream())
                                        .toList())
                        .tryThis(
                                "free space on the disk that holds the data folder, then send it again",
                                "lastgood rollback SERVICE     # works meanwhile")
                : problem.because(said).tryThis("look at the server's log, then send it again");
    }

    /// What an exception and its causes say, once each.
    private static List<String> said(Exception e) {
        var said = new LinkedHashSet<String>();
        for (var cause = Optional.<Throwable>of(e);
                cause.isPresent();
                cause = Optional.ofNullable(cause.get().getCause())) {
            var text = Optional.ofNullable(cause.get().getMessage()).orElse("");
            boolean repeats =
                    cause.get().getCause() != null
                            && text.equals(cause.get().getCause().toString());
            if (!text.isEmpty() && !repeats) {
                said.add(text);
            }
        }
        return List.copyOf(said);
    }
}
