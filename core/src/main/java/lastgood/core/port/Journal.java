package lastgood.core.port;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Decision;
import lastgood.core.rollout.Event;

/// The append-only record of every event and what was decided: one stream a service, one writer.
///
/// What [#append] answered with `At` is there after any crash, in the same place, unaltered.
public interface Journal {
    /// Adds an entry at `position`, which must be the stream's length. Durable when it returns `At`. The very same entry
    /// again, at the position it has, is `At` too: so who got `Failed` may ask once more what became of it.
    Appended append(ServiceName service, long position, Entry entry);

    /// Shows a service's entries from position `from` on, oldest first, one after the other; none for a service never
    /// written about. The journal is not asked for anything else meanwhile.
    void read(ServiceName service, long from, Consumer<Entry> each);

    /// All entries of a service, oldest first.
    default List<Entry> read(ServiceName service) {
        var entries = new ArrayList<Entry>();
        read(service, 0, entries::add);
        return List.copyOf(entries);
    }

    Set<ServiceName> services();

    record Entry(Event event, Decision.Changed decision) {}

    sealed interface Appended {
        record At(long position) implements Appended {}

        /// Nothing was written, or it cannot be known that it was.
        record Failed(String why) implements Appended {}

        /// Somebody else wrote there first: the stream is `length` long.
        record Outrun(long length) implements Appended {}
    }
}
