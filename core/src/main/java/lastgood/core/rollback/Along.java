package lastgood.core.rollback;

import java.util.List;
import lastgood.core.release.Release;
import lastgood.core.rollback.Plan.Change;
import lastgood.core.rollback.Plan.Impact;

/// All that a rollback of one service brings with it.
///
/// @param services those that go back too
/// @param components those that everybody reads another version of then
/// @param impact for every service that shares something with the one that was asked for
/// @param why what explains the moves
/// @param unknown what is not known, and would have to be to know that this is all
public record Along(
        List<Move> services,
        List<Change.OfComponent> components,
        List<Impact> impact,
        List<String> why,
        List<String> unknown) {
    public static final Along NOBODY =
            new Along(List.of(), List.of(), List.of(), List.of(), List.of());

    public Along {
        services = List.copyOf(services);
        components = List.copyOf(components);
        impact = List.copyOf(impact);
        why = List.copyOf(why);
        unknown = List.copyOf(unknown);
    }

    /// One service, with what it serves with now and what it will: each with the shared versions that hold then.
    public record Move(Release from, Release to) {}
}
