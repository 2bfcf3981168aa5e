package lastgood.control.release;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.ServiceName;

/// A release that has all its parts and has not been tried yet.
///
/// @param inferRanges whether the ranges are to be taken from the evidence's rows
/// @param warnings of the steps that led to it
record Proposal(
        ServiceName service,
        Optional<String> label,
        SortedMap<String, String> annotations,
        Manifest manifest,
        OfflineEvidence evidence,
        boolean inferRanges,
        List<String> warnings) {
    Proposal {
        warnings = List.copyOf(warnings);
    }
}
