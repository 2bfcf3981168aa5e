package lastgood.control.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Blobs;
import lastgood.core.release.Blob;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Release;

/// What a second creation of the same bytes says otherwise than the first did.
///
/// Label, annotations and evidence are no part of the digest, and a release never changes: what it was proven with when
/// it got its number must stay what it is.
final class SaidOtherwise {
    private final Blobs blobs;

    SaidOtherwise(Blobs blobs) {
        this.blobs = blobs;
    }

    List<String> than(Release release, Proposal draft) throws IOException {
        var said = new ArrayList<String>();
        if (!release.label().equals(draft.label())) {
            said.add(
                    "label "
                            + draft.label().orElse("none")
                            + " (it is "
                            + release.label().orElse("none")
                            + ")");
        }
        if (!release.annotations().equals(draft.annotations())) {
            said.add(
                    "annotations "
                            + draft.annotations()
                            + " (they are "
                            + release.annotations()
                            + ")");
        }
        evidence(release.evidence(), draft.evidence(), draft.inferRanges(), said);
        return said;
    }

    private void evidence(
            OfflineEvidence stands, OfflineEvidence now, boolean inferred, List<String> said)
            throws IOException {
        if (!stands.metrics().equals(now.metrics())) {
            said.add("evidence.metrics " + now.metrics() + " (they are " + stands.metrics() + ")");
        }
        if (!stands.dataset().equals(now.dataset())) {
            said.add(
                    "evidence.dataset "
                            + now.dataset().orElse("none")
                            + " (it is "
                            + stands.dataset().orElse("none")
                            + ")");
        }
        var golden = given(stands);
        var sent = given(now);
        if (!golden.map(Blob::digest).equals(sent.map(Blob::digest))
                && !isWithAnswersAdded(golden, sent)) {
            said.add(file("golden", sent, golden));
        }
        if (!stands.rows().map(Blob::digest).equals(now.rows().map(Blob::digest))) {
            said.add(file("rows", now.rows(), stands.rows()));
        }
        if (!inferred && !stands.ranges().equals(now.ranges())) {
            said.add(
                    "evidence.ranges of "
                            + now.ranges().size()
                            + " columns (they are others, of "
                            + stands.ranges().size()
                            + ")");
        }
    }

    /// Rows that a server drew are nobody's word.
    private static Optional<Blob> given(OfflineEvidence evidence) {
        return evidence.goldenGenerated() ? Optional.empty() : evidence.golden();
    }

    private static String file(String what, Optional<Blob> now, Optional<Blob> stands) {
        return "evidence." + what + " " + named(now) + " (it is " + named(stands) + ")";
    }

    private static String named(Optional<Blob> file) {
        return file.map(f -> f.name() + " sha256:" + f.digest().hex().substring(0, 8))
                .orElse("none");
    }

    /// Golden rows that came without answers were kept with those the release gave, so their bytes are others. Of such
    /// files only the number of rows is compared.
    private boolean isWithAnswersAdded(Optional<Blob> stands, Optional<Blob> now)
            throws IOException {
        if (stands.isEmpty() || now.isEmpty()) {
            return false;
        }
        var sent = lines(now.get());
        return sent.stream().anyMatch(row -> !row.contains("\"outputs\""))
                && sent.size() == lines(stands.get()).size();
    }

    private List<String> lines(Blob file) throws IOException {
        byte[] bytes = blobs.read(file.digest()).orElse(new byte[0]);
        return new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
    }
}
