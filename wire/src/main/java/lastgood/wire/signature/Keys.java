package lastgood.wire.signature;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.interfaces.ECKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import lastgood.core.release.Digest;

/// Keys of one kind only, ECDSA on P-256, as PEM texts that `openssl` reads and writes as well.
public final class Keys {
    private static final String CURVE = "secp256r1";

    /// The order of P-256 is what tells it from other curves.
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private Keys() {}

    public static KeyPair draw() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    public static String pem(PrivateKey key) {
        return pem("PRIVATE KEY", key.getEncoded());
    }

    public static String pem(PublicKey key) {
        return pem("PUBLIC KEY", key.getEncoded());
    }

    /// The key of a PEM text; nothing where it holds none, or one of another kind.
    public static Optional<PrivateKey> privateKey(String pem) {
        return block("PRIVATE KEY", pem)
                .flatMap(bytes -> {
                    try {
                        var key =
                                KeyFactory.getInstance("EC")
                                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
                        return Optional.of(key).filter(Keys::isP256);
                    } catch (GeneralSecurityException _) {
                        return Optional.empty();
                    }
                });
    }

    /// The key of a PEM text; nothing where it holds none, or one of another kind.
    public static Optional<PublicKey> publicKey(String pem) {
        return block("PUBLIC KEY", pem)
                .flatMap(bytes -> {
                    try {
                        var key =
                                KeyFactory.getInstance("EC")
                                        .generatePublic(new X509EncodedKeySpec(bytes));
                        return Optional.of(key).filter(Keys::isP256);
                    } catch (GeneralSecurityException _) {
                        return Optional.empty();
                    }
                });
    }

    /// What a key is called: the SHA-256 of its public half.
    public static String id(PublicKey key) {
        return Digest.of(key.getEncoded()).hex();
    }

    private static boolean isP256(Object key) {
        return key instanceof ECKey ec && ec.getParams().getOrder().equals(ORDER);
    }

    private static String pem(String what, byte[] bytes) {
        var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
        return "-----BEGIN "
                + what
                + "-----\n"
                + lines.encodeToString(bytes)
                + "\n-----END "
                + what
                + "-----\n";
    }

    private static Optional<byte[]> block(String what, String pem) {
        var found =
                Pattern.compile(
                                "-----BEGIN "
                                        + what
                                        + "-----([A-Za-z0-9+/=\\s]{1,4000})-----END "
                                        + what
                                        + "-----")
                        .matcher(pem);
        try {
            return found.find()
                    ? Optional.of(Base64.getMimeDecoder().decode(found.group(1)))
                    : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
