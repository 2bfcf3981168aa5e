package lastgood.wire.view;

import java.util.List;

/// A release of which every stored byte was read and held against its digest just now.
///
/// @param files that were read
/// @param bytes of them
/// @param warnings such as trusted keys that are none
public record VerificationView(
        String service,
        String release,
        String digest,
        int files,
        long bytes,
        List<SignatureView> signatures,
        List<String> warnings) {
    public VerificationView {
        signatures = List.copyOf(signatures);
        warnings = List.copyOf(warnings);
    }

    /// Whether somebody whom the server trusts vouches for it.
    public boolean vouchedFor() {
        return signatures.stream().anyMatch(s -> s.trustedAs().isPresent());
    }
}
