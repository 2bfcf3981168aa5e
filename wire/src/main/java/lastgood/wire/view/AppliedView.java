package lastgood.wire.view;

import java.util.List;

/// What became of one document of an applied file.
///
/// @param kind `Service` or `Component`
/// @param name `wine`, or `tumour-features@v2`
/// @param what `created`, `changed` or `unchanged`
public record AppliedView(String kind, String name, String what, List<String> warnings) {
    public AppliedView {
        warnings = List.copyOf(warnings);
    }
}
