package lastgood.control.preflight;

import java.util.Optional;
import lastgood.core.release.Digest;

/// One thing that is stored of a release, as it was found.
///
/// @param bytes that were read
/// @param trouble why it is not what it should be
/// @param isNeeded whether the release cannot serve without it; recorded rows are only looked at after a trip
public record Piece(
        String name, Digest digest, long bytes, Optional<String> trouble, boolean isNeeded) {
    @Override
    public String toString() {
        return name + " " + digest.brief() + trouble.map(t -> " " + t).orElse("");
    }
}
