package lastgood.control.release;

import java.io.IOException;
import java.io.OutputStream;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.port.Releases;
import lastgood.core.port.Signatures;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.core.release.Release;
import lastgood.core.release.ReleaseId;
import lastgood.wire.signature.Envelope;
import lastgood.wire.signature.Keys;
import lastgood.wire.view.SignatureView;
import lastgood.wire.view.VerificationView;

/// Who vouches for a release, and whether it still is what they vouched for.
public final class Vouchers {
    private final Releases releases;
    private final Signatures signatures;
    private final boolean required;

    /// @param required whether a rollout starts only with a trusted signature
    public Vouchers(Releases releases, Signatures signatures, boolean required) {
        this.releases = releases;
        this.signatures = signatures;
        this.required = required;
    }

    private record Trusted(Map<String, PublicKey> keys, List<String> warnings) {
        Optional<String> signer(Envelope envelope) {
            return keys.entrySet().stream()
                    .filter(key -> envelope.isSignedBy(key.getValue()))
                    .map(Map.Entry::getKey)
                    .findFirst();
        }
    }

    /// Keeps somebody's word. Whose it is may become known later, so it need not be trusted now.
    public Outcome<SignatureView> sign(Release release, String text) throws IOException {
        var digest = release.id().digest();
        var parsed = Envelope.parse(text);
        if (parsed instanceof Outcome.Refused<Envelope>(var problem)) {
            return Outcome.refused(problem);
        }
        var envelope = ((Outcome.Done<Envelope>) parsed).value();
        if (!envelope.release().equals(digest)) {
            return Outcome.refused(
                    Problem.of(
                                    Code.INVALID_SIGNATURE,
                                    "The signature is not one of " + release.id() + ".")
                            .because(
                                    "it vouches for " + envelope.release(),
                                    release.id() + " is " + digest));
        }
        signatures.add(digest, text);
        return Outcome.done(view(envelope, trusted()));
    }

    /// Reads every byte of a release.
    ///
    /// @throws lastgood.core.port.Blobs.DamagedException where one is not what it was
    public Outcome<VerificationView> verify(Release release) throws IOException {
        int files = 0;
        long bytes = 0;
        for (var digest : releases.pieces(release)) {
            var piece = releases.open(digest);
            if (piece.isEmpty()) {
                return Outcome.refused(
                        Problem.of(Code.BLOB_DAMAGED, "A file of " + release.id() + " is missing.")
                                .because(digest + " is not stored"));
            }
            try (var stream = piece.get()) {
                bytes += stream.transferTo(OutputStream.nullOutputStream());
            }
            files++;
        }
        var trusted = trusted();
        var views = new ArrayList<SignatureView>();
        for (var envelope : of(release.id().digest())) {
            views.add(view(envelope, trusted));
        }
        return Outcome.done(
                new VerificationView(
                        release.service().text(),
                        release.id().name(),
                        release.id().digest().toString(),
                        files,
                        bytes,
                        views,
                        trusted.warnings()));
    }

    /// Why a rollout of a release may not start; nothing where it may.
    public Optional<Problem> objection(ReleaseId id) throws IOException {
        if (!required) {
            return Optional.empty();
        }
        var trusted = trusted();
        var all = of(id.digest());
        if (all.stream().anyMatch(envelope -> trusted.signer(envelope).isPresent())) {
            return Optional.empty();
        }
        var why = new ArrayList<String>();
        why.add(
                all.isEmpty()
                        ? id + " has no signature"
                        : id + " has " + all.size() + ", by no key that is trusted");
        why.add(
                trusted.keys().isEmpty()
                        ? "no key is trusted: there is none in DATA/trust/*.pub"
                        : "trusted: " + String.join(", ", trusted.keys().keySet()));
        why.addAll(trusted.warnings());
        return Optional.of(
                Problem.of(Code.UNSIGNED, "Nobody trusted vouches for " + id + ".")
                        .because(why)
                        .tryThis("lastgood release sign SERVICE " + id + " --key FILE"));
    }

    /// Whether a trusted key vouches for a release, by the signatures that came with it or were kept before.
    boolean isTrusted(Digest release, List<String> texts) throws IOException {
        var trusted = trusted();
        for (var text : texts) {
            if (Envelope.parse(text) instanceof Outcome.Done<Envelope>(var envelope)
                    && envelope.release().equals(release)
                    && trusted.signer(envelope).isPresent()) {
                return true;
            }
        }
        return of(release).stream().anyMatch(e -> trusted.signer(e).isPresent());
    }

    /// Keeps what came with a release from elsewhere, and says how many it was.
    int keep(Digest release, List<String> texts) throws IOException {
        int kept = 0;
        for (var text : texts) {
            if (Envelope.parse(text) instanceof Outcome.Done<Envelope>(var envelope)
                    && envelope.release().equals(release)) {
                signatures.add(release, text);
                kept++;
            }
        }
        return kept;
    }

    private List<Envelope> of(Digest release) throws IOException {
        var all = new ArrayList<Envelope>();
        for (var text : signatures.of(release)) {
            if (Envelope.parse(text) instanceof Outcome.Done<Envelope>(var envelope)
                    && envelope.release().equals(release)) {
                all.add(envelope);
            }
        }
        return all;
    }

    private Trusted trusted() throws IOException {
        var keys = new TreeMap<String, PublicKey>();
        var warnings = new ArrayList<String>();
        for (var key : signatures.trusted()) {
            Keys.publicKey(key.pem())
                    .ifPresentOrElse(
                            found -> keys.put(key.name(), found),
                            () ->
                                    warnings.add(
                                            "trust/"
                                                    + key.name()
                                                    + " is no public key on P-256, and is passed over"));
        }
        return new Trusted(keys, List.copyOf(warnings));
    }

    private static SignatureView view(Envelope envelope, Trusted trusted) {
        return new SignatureView(
                printable(envelope.keyId()), trusted.signer(envelope), envelope.text());
    }

    private static String printable(String text) {
        var plain = text.replaceAll("[^!-~]", "?");
        return plain.substring(0, Math.min(plain.length(), 100));
    }
}
