package lastgood.wire.signature;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Digest;
import lastgood.wire.Json;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/// Somebody's word for a release: a DSSE envelope around an in-toto statement whose one subject is the release's digest.
///
/// The text is kept as it was made, because others check it too. What it says counts only where
/// [#isSignedBy] a key that is trusted.
public final class Envelope {
    public static final String PAYLOAD = "application/vnd.in-toto+json";
    private static final String STATEMENT = "https://in-toto.io/Statement/v1";
    private static final String PREDICATE = "https://sigstore.dev/cosign/sign/v1";
    private static final int LONGEST = 64 << 10;
    private static final int MOST_SIGNATURES = 16;

    private final String text;
    private final byte[] payload;
    private final Digest release;
    private final List<Signed> signed;

    private Envelope(String text, byte[] payload, Digest release, List<Signed> signed) {
        this.text = text;
        this.payload = payload.clone();
        this.release = release;
        this.signed = List.copyOf(signed);
    }

    /// @param keyId as the signer calls the key; only a hint
    /// @param signature in base64
    private record Signed(String keyId, String signature) {}

    /// @param keyId of the key's public half; empty: not known
    public static Envelope sign(Digest release, PrivateKey key, String keyId) {
        byte[] payload = statement(release);
        try {
            var signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(key);
            signature.update(authenticated(payload));
            var signed = Base64.getEncoder().encodeToString(signature.sign());
            var node = Json.mapper().createObjectNode().put("payloadType", PAYLOAD);
            node.put("payload", Base64.getEncoder().encodeToString(payload));
            node.putArray("signatures").addObject().put("keyid", keyId).put("sig", signed);
            return new Envelope(
                    Json.write(node), payload, release, List.of(new Signed(keyId, signed)));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("this key cannot sign", e);
        }
    }

    /// Reads an envelope; whose word it is has to be checked.
    public static Outcome<Envelope> parse(String text) {
        if (text.length() > LONGEST) {
            return refused("it has more than " + LONGEST + " characters");
        }
        try {
            var node = Json.mapper().readTree(text);
            if (!said(node.path("payloadType")).equals(PAYLOAD)) {
                return refused("its payloadType is not " + PAYLOAD);
            }
            byte[] payload = Base64.getDecoder().decode(said(node.required("payload")));
            var signed = new ArrayList<Signed>();
            for (var one : node.required("signatures")) {
                signed.add(new Signed(said(one.path("keyid")), said(one.required("sig"))));
            }
            if (signed.isEmpty() || signed.size() > MOST_SIGNATURES) {
                return refused("it has " + signed.size() + " signatures");
            }
            return subject(Json.mapper().readTree(payload))
                    .map(release -> Outcome.done(new Envelope(text, payload, release, signed)))
                    .orElseGet(() -> refused("its payload is no statement about one digest"));
        } catch (JacksonException | IllegalArgumentException _) {
            return refused("it is no such JSON document");
        }
    }

    /// Whether one of its signatures was made with this key, over exactly what it says.
    public boolean isSignedBy(PublicKey key) {
        for (var one : signed) {
            try {
                var signature = Signature.getInstance("SHA256withECDSA");
                signature.initVerify(key);
                signature.update(authenticated(payload));
                if (signature.verify(Base64.getDecoder().decode(one.signature()))) {
                    return true;
                }
            } catch (GeneralSecurityException | IllegalArgumentException _) {
                // not with this key
            }
        }
        return false;
    }

    /// The release it vouches for.
    public Digest release() {
        return release;
    }

    /// As the signer calls the key.
    public String keyId() {
        return signed.getFirst().keyId();
    }

    public String text() {
        return text;
    }

    /// What is signed: DSSE's pre-authentication encoding, in which type and payload cannot be mistaken for each other.
    public static byte[] authenticated(byte[] payload) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(
                ("DSSEv1 " + PAYLOAD.length() + " " + PAYLOAD + " " + payload.length + " ")
                        .getBytes(StandardCharsets.UTF_8));
        out.writeBytes(payload);
        return out.toByteArray();
    }

    private static byte[] statement(Digest release) {
        var node = Json.mapper().createObjectNode().put("_type", STATEMENT);
        node.putArray("subject").addObject().putObject("digest").put("sha256", release.hex());
        node.put("predicateType", PREDICATE);
        node.putObject("predicate");
        return Json.bytes(node);
    }

    private static Optional<Digest> subject(JsonNode statement) {
        var subjects = statement.path("subject");
        return said(statement.path("_type")).equals(STATEMENT) && subjects.size() == 1
                ? Optional.of(new Digest(said(subjects.path(0).path("digest").path("sha256"))))
                : Optional.empty();
    }

    /// What is no text says nothing; the library would answer null for a null.
    private static String said(JsonNode node) {
        return node.isString() ? node.stringValue() : "";
    }

    private static <T> Outcome<T> refused(String why) {
        return Outcome.refused(
                Problem.of(Code.INVALID_SIGNATURE, "That is no signature of a release.")
                        .because(why));
    }
}
