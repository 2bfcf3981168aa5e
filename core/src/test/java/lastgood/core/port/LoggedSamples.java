package lastgood.core.port;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

/// Logged predictions, each told from the others by its number.
public final class LoggedSamples {
    public static final ServiceName WINE = new ServiceName("wine");
    public static final ServiceName TUMOUR = new ServiceName("tumour");
    public static final Instant NOON = Instant.parse("2026-11-27T12:00:00Z");

    private static final Map<String, LoggedRelease> RELEASES = new ConcurrentHashMap<>();

    private LoggedSamples() {}

    /// The same one each time, as a gateway has it.
    public static LoggedRelease release(ServiceName service, int number) {
        return RELEASES.computeIfAbsent(service + " " + number, _ -> made(service, number));
    }

    private static LoggedRelease made(ServiceName service, int number) {
        return new LoggedRelease(
                service,
                new ReleaseId(number, digest(service + " " + number)),
                Map.of(
                        PartName.MODEL, digest("model " + number).toString(),
                        PartName.FEATURES, "none",
                        PartName.CONFIG, "timeout 1000ms"));
    }

    public static LoggedPrediction said(ServiceName service, int n) {
        return said(service, n, NOON.plusMillis(n));
    }

    public static LoggedPrediction said(ServiceName service, int n, Instant at) {
        return said(
                service,
                n,
                at,
                List.of(floats("X", List.of(1L, 3L), n, n + .5f, -1)),
                List.of(floats("score", List.of(1L), n / 10f), texts("label", "β" + n)));
    }

    public static LoggedPrediction said(
            ServiceName service,
            int n,
            Instant at,
            List<LoggedTensor> inputs,
            List<LoggedTensor> outputs) {
        return new LoggedPrediction(
                at.toEpochMilli(),
                release(service, 1 + n % 3),
                7,
                n % 2,
                n % 4,
                n % 2 == 0 ? Arm.LIVE : Arm.CANDIDATE,
                n % 5 == 0,
                n % 7 == 0,
                Status.ANSWERED,
                Optional.empty(),
                Optional.of("id-" + n),
                n % 3 == 0 ? Optional.of("key" + n) : Optional.empty(),
                100 + n,
                true,
                inputs,
                outputs);
    }

    public static LoggedPrediction failed(ServiceName service, int n) {
        return new LoggedPrediction(
                NOON.plusMillis(n).toEpochMilli(),
                release(service, 1),
                7,
                0,
                0,
                Arm.LIVE,
                false,
                false,
                Status.FAILED,
                Optional.of("LG-1604"),
                Optional.empty(),
                Optional.empty(),
                9,
                false,
                List.of(LoggedTensor.withheld("X", Datatype.FP32, List.of(1L, 3L))),
                List.of());
    }

    public static LoggedTensor floats(String name, List<Long> shape, float... values) {
        var raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            raw.putFloat(value);
        }
        return new LoggedTensor(name, Datatype.FP32, shape, raw.array(), List.of());
    }

    public static LoggedTensor texts(String name, String... values) {
        var raw = ByteBuffer.allocate(10_000).order(ByteOrder.LITTLE_ENDIAN);
        for (var value : values) {
            var utf8 = value.getBytes(StandardCharsets.UTF_8);
            raw.putInt(utf8.length).put(utf8);
        }
        var bytes = new byte[raw.position()];
        raw.flip().get(bytes);
        return new LoggedTensor(
                name, Datatype.BYTES, List.of((long) values.length), bytes, List.of());
    }

    private static Digest digest(String text) {
        return Digest.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
