package lastgood.server.soak.kill;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import lastgood.server.soak.kill.Witness.Labelled;
import tools.jackson.databind.JsonNode;

/// What a server has acknowledged, and the one thing that it was asked and had not yet acknowledged.
final class Promises {
    private final Map<Deed, Integer> counts = new EnumMap<>(Deed.class);
    private final Map<String, String> releases = new TreeMap<>();
    private final List<String> components = new ArrayList<>();
    private final List<Labelled> labels = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private List<JsonNode> past = List.of();
    private Standing standing = new Standing(false, false, Set.of());
    private Optional<String> settings = Optional.empty();
    private Optional<Asked> open = Optional.empty();
    private int made;

    void asked(Asked what) {
        open = Optional.of(what);
    }

    /// The answer to what was asked last was a yes.
    void acknowledged(JsonNode answer) {
        var what = open.orElseThrow();
        open = Optional.empty();
        counts.merge(what.deed(), 1, Integer::sum);
        standing = standing.after(what.deed(), what.subject());
        what.deed().line().ifPresent(lines::add);
        switch (what.deed()) {
            case CREATE ->
                    releases.put(
                            answer.get("release").stringValue(),
                            answer.get("digest").stringValue());
            case COMPONENT -> components.add(what.subject());
            case APPLY -> settings = Optional.of(what.subject());
            case LABELS -> labels.addAll(what.batch());
            case HOLD, UNHOLD, START, PAUSE, RESUME, STOP, ROLLBACK -> {}
        }
    }

    /// What the server is seen to remember is where the next round begins.
    ///
    /// @param history newest first
    void begin(Standing seen, List<JsonNode> history) {
        standing = seen;
        past = List.copyOf(history);
        lines.clear();
        open = Optional.empty();
    }

    /// A number that nothing was named by yet.
    int fresh() {
        return ++made;
    }

    /// How often each deed was acknowledged.
    Map<Deed, Integer> counts() {
        return counts;
    }

    /// Digest by name.
    Map<String, String> releases() {
        return releases;
    }

    /// Texts of component files.
    List<String> components() {
        return components;
    }

    List<Labelled> labels() {
        return labels;
    }

    /// What the history must tell of this person's deeds in this round, oldest first.
    List<String> lines() {
        return lines;
    }

    /// The history at the beginning of this round, newest first.
    List<JsonNode> past() {
        return past;
    }

    Standing standing() {
        return standing;
    }

    /// Text of the service file that was acknowledged last.
    Optional<String> settings() {
        return settings;
    }

    /// What may have been done, or not.
    Optional<Asked> open() {
        return open;
    }
}
