package lastgood.core.stack;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lastgood.core.release.Actor;
import lastgood.core.release.Blob;
import lastgood.core.release.Lookup;
import lastgood.core.release.Parts;

/// One version of a part that services share. It never changes.
///
/// @param kind what it is for: `features`, `config`, `index` or another word
/// @param content its file, of features an ONNX graph; empty where it lives in a world of its own only
/// @param config what a `config` component's file says
/// @param way how it came to be, and where one can go back to from it
/// @param driven where its own world keeps it; empty: nothing outside has to move for it
/// @param lookup what releases read of it row by row, of a feature table
public record Component(
        ComponentId id,
        String kind,
        Optional<Blob> content,
        Optional<Parts.Config> config,
        Lineage way,
        Optional<Driven> driven,
        Optional<Lookup> lookup,
        Instant at,
        Actor by) {

    public static final String FEATURES = "features";
    public static final String CONFIG = "config";

    /// The ONNX graph that computes these features. What has none is computed elsewhere.
    public Optional<Blob> graph() {
        return kind.equals(FEATURES)
                ? content.filter(file -> file.name().endsWith(".onnx"))
                : Optional.empty();
    }

    /// What a release serves with that uses these features.
    public Parts.Features features() {
        return graph().<Parts.Features>map(graph -> new Parts.Features.Shared(id, graph))
                .or(() -> lookup.map(read -> new Parts.Features.Lookup(id, read)))
                .orElseGet(() -> new Parts.Features.External(id));
    }

    /// Whether it is what was applied: its addresses may be others now, and when it was applied does not matter.
    public boolean isSame(Component other) {
        return id.equals(other.id)
                && kind.equals(other.kind)
                && content.map(Blob::digest).equals(other.content.map(Blob::digest))
                && config.equals(other.config)
                && way.equals(other.way)
                && lookup.equals(other.lookup)
                && driven.map(Driven::mark).equals(other.driven.map(Driven::mark));
    }

    /// Nothing of it is looked up.
    public Component(
            ComponentId id,
            String kind,
            Optional<Blob> content,
            Optional<Parts.Config> config,
            Lineage way,
            Optional<Driven> driven,
            Instant at,
            Actor by) {
        this(id, kind, content, config, way, driven, Optional.empty(), at, by);
    }

    /// A graph, and nothing more.
    public Component(ComponentId id, String kind, Blob graph, Instant at, Actor by) {
        this(
                id,
                kind,
                Optional.of(graph),
                Optional.empty(),
                Lineage.UNSAID,
                Optional.empty(),
                at,
                by);
    }

    /// How a version came to be and how it can be left again.
    ///
    /// @param migration what it did to the state it keeps when it went live
    /// @param revertsTo the versions one may go back to from this one without a repair; empty where nothing is said, which
    ///     allows none; an empty list is a declared point of no return
    /// @param requires which versions of other components it was made for
    /// @param store where it keeps its state, for people
    public record Lineage(
            Migration migration,
            Optional<List<String>> revertsTo,
            Requires requires,
            Optional<String> store) {
        public static final Lineage UNSAID =
                new Lineage(Migration.NONE, Optional.empty(), Requires.NOTHING);

        public Lineage(Migration migration, Optional<List<String>> revertsTo, Requires requires) {
            this(migration, revertsTo, requires, Optional.empty());
        }

        public Lineage {
            revertsTo = revertsTo.map(List::copyOf);
        }
    }
}
