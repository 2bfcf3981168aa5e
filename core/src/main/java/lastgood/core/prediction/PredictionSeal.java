package lastgood.core.prediction;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import lastgood.core.release.ServiceName;

/// Turns a [Prediction] into an id that callers carry about, and back.
///
/// The id ends in ten bytes of HMAC-SHA256 over service and content: an id that was made up, altered or made for
/// another service does not open. A prediction has one id and no second spelling of it, so that whoever remembers ids
/// counts each prediction once. One seal serves one thread; [#copy] makes another.
public final class PredictionSeal {
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();
    private static final int VERSION = 1;
    private static final int MAC_BYTES = 10;

    /// No service's name begins like this, so a pseudonym is never the code of an id.
    private static final byte PSEUDONYM = 1;

    private static final int PSEUDONYM_BYTES = 12;
    private static final int CANDIDATE = 1;
    private static final int SHIELDED = 2;
    private static final int KEYED = 4;

    private final SecretKeySpec key;
    private final Mac mac;

    /// @param key 32 random bytes, the same for all who mint and open ids
    public PredictionSeal(byte[] key) {
        this(new SecretKeySpec(key, "HmacSHA256"));
    }

    private PredictionSeal(SecretKeySpec key) {
        this.key = key;
        try {
            mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    public PredictionSeal copy() {
        return new PredictionSeal(key);
    }

    public String seal(ServiceName service, Prediction prediction) {
        var out = new ByteArrayOutputStream(64);
        out.write(VERSION);
        out.write(
                (prediction.arm() == Arm.CANDIDATE ? CANDIDATE : 0)
                        | (prediction.shielded() ? SHIELDED : 0)
                        | (prediction.keySlot().isPresent() ? KEYED : 0));
        long at = prediction.atMillis();
        for (int shift = 40; shift >= 0; shift -= 8) {
            out.write((int) (at >>> shift));
        }
        varint(out, prediction.nonce() & 0xffffffffL);
        varint(out, prediction.release());
        varint(out, prediction.rollout());
        varint(out, prediction.step());
        prediction.keySlot().ifPresent(slot -> varint(out, slot));
        out.write(prediction.values().size());
        prediction.values().forEach(value -> write(out, value.carried()));
        byte[] content = out.toByteArray();
        byte[] sealed = Arrays.copyOf(content, content.length + MAC_BYTES);
        System.arraycopy(code(service, content), 0, sealed, content.length, MAC_BYTES);
        return TEXT.encodeToString(sealed);
    }

    /// Stands for a sticky key where the key itself must not be written: the same for the same key of the same service,
    /// and nobody without the secret finds the key by trying.
    public String pseudonym(ServiceName service, String stickyKey) {
        mac.update(PSEUDONYM);
        mac.update(service.text().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        var hash = mac.doFinal(stickyKey.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(hash, 0, PSEUDONYM_BYTES);
    }

    /// The prediction, or nothing where the id was not made here for this service.
    public Optional<Prediction> open(ServiceName service, String id) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(id);
            boolean isOnlySpelling = TEXT.encodeToString(sealed).equals(id);
            if (!isOnlySpelling || sealed.length <= MAC_BYTES || sealed[0] != VERSION) {
                return Optional.empty();
            }
            byte[] content = Arrays.copyOf(sealed, sealed.length - MAC_BYTES);
            byte[] found = Arrays.copyOfRange(sealed, content.length, sealed.length);
            return MessageDigest.isEqual(found, code(service, content))
                    ? Optional.of(read(content))
                    : Optional.empty();
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private byte[] code(ServiceName service, byte[] content) {
        mac.update(service.text().getBytes(StandardCharsets.UTF_8));
        mac.update((byte) 0);
        return Arrays.copyOf(mac.doFinal(content), MAC_BYTES);
    }

    private static Prediction read(byte[] content) {
        var in = ByteBuffer.wrap(content).position(1);
        int flags = in.get();
        long at = 0;
        for (int i = 0; i < 6; i++) {
            at = (at << 8) | (in.get() & 0xff);
        }
        int nonce = (int) varint(in);
        int release = (int) varint(in);
        int rollout = (int) varint(in);
        int step = (int) varint(in);
        var slot = (flags & KEYED) != 0 ? OptionalInt.of((int) varint(in)) : OptionalInt.empty();
        int size = in.get();
        List<Value> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            values.add(value(in));
        }
        var arm = (flags & CANDIDATE) != 0 ? Arm.CANDIDATE : Arm.LIVE;
        return new Prediction(
                at, release, rollout, step, arm, (flags & SHIELDED) != 0, slot, values, nonce);
    }

    private static void write(ByteArrayOutputStream out, Value value) {
        switch (value) {
            case Value.Whole(var number) -> {
                out.write('i');
                varint(out, (number << 1) ^ (number >> 63));
            }
            case Value.Real(var number) -> {
                out.write('d');
                out.writeBytes(ByteBuffer.allocate(8).putDouble(number).array());
            }
            case Value.Text(var text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                out.write('s');
                out.write(bytes.length);
                out.writeBytes(bytes);
            }
            case Value.LongText(var hash) -> {
                out.write('h');
                out.writeBytes(HexFormat.of().parseHex(hash));
            }
        }
    }

    private static Value value(ByteBuffer in) {
        return switch (in.get()) {
            case 'i' -> {
                long folded = varint(in);
                yield new Value.Whole((folded >>> 1) ^ -(folded & 1));
            }
            case 'd' -> new Value.Real(in.getDouble());
            case 's' -> {
                byte[] bytes = new byte[in.get() & 0xff];
                in.get(bytes);
                yield new Value.Text(new String(bytes, StandardCharsets.UTF_8));
            }
            case 'h' -> {
                byte[] hash = new byte[16];
                in.get(hash);
                yield Value.LongText.of(hash);
            }
            default -> throw new IllegalArgumentException("no such kind of value");
        };
    }

    private static void varint(ByteArrayOutputStream out, long number) {
        long rest = number;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long varint(ByteBuffer in) {
        long number = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalArgumentException("a number without an end");
    }
}
