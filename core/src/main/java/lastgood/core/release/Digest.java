package lastgood.core.release;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// A SHA-256: equal digests mean equal bytes. Written `sha256:` and 64 hex digits.
public record Digest(String hex) implements Comparable<Digest> {
    private static final String PREFIX = "sha256:";

    public Digest {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("a digest is 64 hex digits, got '" + hex + "'");
        }
    }

    public static Digest of(byte[] bytes) {
        return of(sha256(), bytes);
    }

    /// What a running hash has come to; the hash starts anew.
    public static Digest of(MessageDigest hash) {
        return new Digest(HexFormat.of().formatHex(hash.digest()));
    }

    /// Reads `sha256:…`.
    ///
    /// @throws IllegalArgumentException if the text is anything else
    public static Digest parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException(
                    "a digest starts with 'sha256:', got '" + text + "'");
        }
        return new Digest(text.substring(PREFIX.length()));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /// Eight digits: enough for a person to read, never enough for a look-up.
    public String brief() {
        return PREFIX + hex.substring(0, 8);
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    @Override
    public String toString() {
        return PREFIX + hex;
    }

    private static Digest of(MessageDigest hash, byte[] bytes) {
        return new Digest(HexFormat.of().formatHex(hash.digest(bytes)));
    }
}
