package lastgood.wire.view;

import java.time.Instant;
import java.util.List;
import lastgood.core.stack.Component;

/// One version of a shared part, and who reads it.
///
/// @param readers every release that serves with this version or accepts it, by service and number
public record ComponentView(
        String component,
        String version,
        String kind,
        String digest,
        long size,
        Instant at,
        String by,
        List<ReaderView> readers) {

    public ComponentView {
        readers = List.copyOf(readers);
    }

    /// @param readers of any component; those of this version are taken
    public static ComponentView of(Component component, List<ReaderView> readers) {
        var id = component.id();
        return new ComponentView(
                id.name(),
                id.version(),
                component.kind(),
                component.content().map(c -> c.digest().toString()).orElse(""),
                component.content().map(c -> c.size()).orElse(0L),
                component.at(),
                component.by().text(),
                readers.stream()
                        .filter(r -> r.component().equals(id.name()))
                        .filter(r ->
                                r.accepts().contains(id.version())
                                        || r.uses().filter(id.version()::equals).isPresent())
                        .toList());
    }
}
