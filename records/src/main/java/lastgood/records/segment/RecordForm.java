package lastgood.records.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import lastgood.core.prediction.Arm;
import lastgood.core.prediction.LoggedPrediction;
import lastgood.core.prediction.LoggedPrediction.Status;
import lastgood.core.prediction.LoggedRelease;
import lastgood.core.prediction.LoggedTensor;
import lastgood.core.release.Datatype;
import lastgood.core.release.Digest;
import lastgood.core.release.PartName;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;

/// Records as bytes. A release is written once in a segment, before the first prediction that names it by its place.
final class RecordForm {
    static final byte RELEASE = 1;
    static final byte PREDICTION = 2;
    private static final int CANDIDATE = 1;
    private static final int SHIELDED = 2;
    private static final int COMPLETE = 4;
    private static final int SHADOW = 8;

    private RecordForm() {}

    /// @throws java.nio.BufferOverflowException where there is no room for it
    static void write(LoggedRelease release, ByteBuffer into) {
        into.put(RELEASE);
        text(release.service().text(), into);
        into.putInt(release.id().number());
        text(release.id().digest().hex(), into);
        into.put((byte) release.parts().size());
        release.parts()
                .forEach((part, text) -> {
                    text(part.text(), into);
                    text(text, into);
                });
    }

    /// @param release its place in the segment
    static void write(LoggedPrediction said, int release, ByteBuffer into) {
        into.put(PREDICTION).putInt(release).putLong(said.atMillis()).putLong(said.epoch());
        into.putInt(said.rollout()).putInt(said.step());
        into.put(
                (byte)
                        ((said.arm() == Arm.CANDIDATE ? CANDIDATE : 0)
                                | (said.shielded() ? SHIELDED : 0)
                                | (said.complete() ? COMPLETE : 0)
                                | (said.shadow() ? SHADOW : 0)));
        text(said.status().text(), into);
        text(said.code().orElse(""), into);
        text(said.id().orElse(""), into);
        text(said.keyHash().orElse(""), into);
        into.putLong(said.micros());
        tensors(said.inputs(), into);
        tensors(said.outputs(), into);
    }

    static LoggedRelease release(ByteBuffer from) {
        var service = new ServiceName(text(from));
        var id = new ReleaseId(from.getInt(), new Digest(text(from)));
        var parts = new EnumMap<PartName, String>(PartName.class);
        for (int left = from.get(); left > 0; left--) {
            var part = PartName.parse(text(from));
            var text = text(from);
            part.ifPresent(p -> parts.put(p, text));
        }
        return new LoggedRelease(service, id, parts);
    }

    /// @param releases by their places
    static LoggedPrediction prediction(ByteBuffer from, IntFunction<LoggedRelease> releases) {
        var release = releases.apply(from.getInt());
        long at = from.getLong();
        long epoch = from.getLong();
        int rollout = from.getInt();
        int step = from.getInt();
        int flags = from.get();
        var status = Status.valueOf(text(from).toUpperCase(java.util.Locale.ROOT));
        var code = said(text(from));
        var id = said(text(from));
        var key = said(text(from));
        long micros = from.getLong();
        return new LoggedPrediction(
                at,
                release,
                epoch,
                rollout,
                step,
                (flags & CANDIDATE) != 0 ? Arm.CANDIDATE : Arm.LIVE,
                (flags & SHIELDED) != 0,
                (flags & SHADOW) != 0,
                status,
                code,
                id,
                key,
                micros,
                (flags & COMPLETE) != 0,
                tensors(from),
                tensors(from));
    }

    private static void tensors(List<LoggedTensor> tensors, ByteBuffer into) {
        into.putShort((short) tensors.size());
        for (var tensor : tensors) {
            text(tensor.name(), into);
            text(tensor.datatype().name(), into);
            into.put((byte) tensor.shape().size());
            tensor.shape().forEach(into::putLong);
            into.putInt(tensor.redacted().size());
            tensor.redacted().forEach(into::putInt);
            into.putInt(tensor.raw().length).put(tensor.raw());
        }
    }

    private static List<LoggedTensor> tensors(ByteBuffer from) {
        int count = from.getShort();
        List<LoggedTensor> tensors = new ArrayList<>();
        for (int t = 0; t < count; t++) {
            var name = text(from);
            var datatype = Datatype.valueOf(text(from));
            var shape = new ArrayList<Long>();
            for (int left = from.get(); left > 0; left--) {
                shape.add(from.getLong());
            }
            var redacted = new ArrayList<Integer>();
            for (int left = from.getInt(); left > 0; left--) {
                redacted.add(from.getInt());
            }
            tensors.add(new LoggedTensor(name, datatype, shape, bytes(from), redacted));
        }
        return tensors;
    }

    private static void text(String text, ByteBuffer into) {
        var utf8 = text.getBytes(StandardCharsets.UTF_8);
        into.putInt(utf8.length).put(utf8);
    }

    private static String text(ByteBuffer from) {
        return new String(bytes(from), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("no such length: " + length);
        }
        var bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(t -> !t.isEmpty());
    }
}
