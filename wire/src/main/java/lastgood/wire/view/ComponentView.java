package lastgood.wire.view;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import lastgood.core.stack.Component;
import lastgood.core.stack.Driven;
import lastgood.core.stack.Stacks;

/// One version of a shared part, and who reads it.
///
/// @param digest of its file; empty where it has none, as values have
/// @param liveVersions `one`: everybody reads the same version; `many`: each release reads the one it names
/// @param live whether it is the version that everybody reads
/// @param migration what it did to its state: `none, expand, contract`
/// @param revertsTo the versions one can go back to from it; null: nothing was said, which allows none
/// @param requires versions of other components that it was made for, by name
/// @param values of a `config` component
/// @param readers every release that serves with this version or accepts it, by service and number
public record ComponentView(
        String component,
        String version,
        String kind,
        String digest,
        long size,
        Instant at,
        String by,
        String liveVersions,
        boolean live,
        String migration,
        Optional<List<String>> revertsTo,
        SortedMap<String, List<String>> requires,
        Optional<String> values,
        Optional<World> driver,
        List<ReaderView> readers) {

    public ComponentView {
        requires = Collections.unmodifiableSortedMap(new TreeMap<>(requires));
        readers = List.copyOf(readers);
    }

    /// Where its own world keeps it.
    ///
    /// @param at the world's own name for it
    /// @param digest of what must be found there
    public record World(
            String driver, String at, String digest, SortedMap<String, String> settings) {
        static World of(Driven driven) {
            return new World(
                    driven.driver(),
                    driven.mark().at(),
                    driven.mark().digest().toString(),
                    driven.settings());
        }
    }

    /// @param readers of any component; those of this version are taken
    public static ComponentView of(Component component, Stacks stacks, List<ReaderView> readers) {
        var id = component.id();
        var live = Optional.ofNullable(stacks.live().get(id.name()));
        return new ComponentView(
                id.name(),
                id.version(),
                component.kind(),
                component.content().map(c -> c.digest().toString()).orElse(""),
                component.content().map(c -> c.size()).orElse(0L),
                component.at(),
                component.by().text(),
                stacks.exclusive().contains(id.name()) ? "one" : "many",
                live.filter(id.version()::equals).isPresent(),
                component.way().migration().text(),
                component.way().revertsTo(),
                component.way().requires().versions(),
                component.config().map(PartLines::configText),
                component.driven().map(World::of),
                readers.stream()
                        .filter(r -> r.component().equals(id.name()))
                        .filter(r ->
                                r.accepts().contains(id.version())
                                        || r.uses().filter(id.version()::equals).isPresent())
                        .toList());
    }
}
