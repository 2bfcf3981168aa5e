package lastgood.wire.view;

import java.util.List;

/// What came of `release create`.
///
/// @param digest of all that serves
/// @param created false: the same bytes were there already, under this very name
/// @param checks those that were made, all passed
/// @param ignored what a second creation said otherwise than the first; the first word stands
public record CreatedView(
        String service,
        String release,
        String digest,
        boolean created,
        List<PartView> parts,
        List<String> checks,
        List<String> warnings,
        List<String> ignored) {

    public CreatedView {
        parts = List.copyOf(parts);
        checks = List.copyOf(checks);
        warnings = List.copyOf(warnings);
        ignored = List.copyOf(ignored);
    }
}
