package lastgood.wire.view;

import java.util.List;

/// Who reads what, in which versions, of the releases that serve, are tried, or stand by to be gone back to.
///
/// @param services all that were asked for, by name, also those that share nothing
/// @param components all versions of what these read, by name, then oldest first
/// @param reads by service
public record GraphView(
        List<String> services, List<ComponentView> components, List<ReaderView> reads) {

    public GraphView {
        services = List.copyOf(services);
        components = List.copyOf(components);
        reads = List.copyOf(reads);
    }
}
