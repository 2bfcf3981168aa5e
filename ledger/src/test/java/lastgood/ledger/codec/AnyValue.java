package lastgood.ledger.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lastgood.core.driver.Mark;
import lastgood.core.guard.Guard;
import lastgood.core.guard.GuardSet;
import lastgood.core.guard.Tally;
import lastgood.core.release.Actor;
import lastgood.core.release.Column;
import lastgood.core.release.Digest;
import lastgood.core.release.Lookup;
import lastgood.core.release.Program;
import lastgood.core.release.ReleaseId;
import lastgood.core.release.ServiceName;
import lastgood.core.release.TensorSpec;
import lastgood.core.rollout.Audience;
import lastgood.core.rollout.Load;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.rollout.Terms;
import lastgood.core.stack.ComponentId;

/// Draws a value of any type that core's records are made of, the awkward ones often. One seed, one sequence.
final class AnyValue {
    static final List<String> TEXTS =
            List.of(
                    "",
                    "plain",
                    "two words, \"quoted\"\\ and /",
                    "zażółć gęślą jaźń",
                    "\uD83D\uDE00 and half of one \uD83D",
                    "\uDE00 the other half",
                    "line\nbreak\ttab\u0000nul\u2028\u007f",
                    "is",
                    "null",
                    "x".repeat(5_000));
    private static final double[] DOUBLES = {
        0,
        -0.0,
        1,
        .1,
        1e-300,
        Double.MIN_VALUE,
        Double.MAX_VALUE,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        1 / 3.0,
        4.35,
        1e21
    };
    private static final long[] LONGS = {
        0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 53, (1L << 53) + 1
    };
    private static final List<Instant> INSTANTS =
            List.of(
                    Instant.EPOCH,
                    Instant.MIN,
                    Instant.MAX,
                    Instant.parse("2026-11-24T12:00:00.000000001Z"),
                    Instant.ofEpochSecond(-1, 999_999_999));
    private static final List<Duration> DURATIONS =
            List.of(
                    Duration.ZERO,
                    Duration.ofNanos(1),
                    Duration.ofNanos(-1),
                    Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                    Duration.ofSeconds(Long.MIN_VALUE),
                    Duration.ofSeconds(-7, 3));

    private final Random random;
    private final Map<Class<?>, Supplier<Object>> chosen = new LinkedHashMap<>();

    AnyValue(long seed) {
        random = new Random(seed);
        chosen.put(String.class, () -> one(TEXTS));
        chosen.put(int.class, () -> rarely() ? Integer.MIN_VALUE : random.nextInt(1_000));
        chosen.put(Integer.class, () -> random.nextInt(1_000));
        chosen.put(long.class, this::anyLong);
        chosen.put(Long.class, this::anyLong);
        chosen.put(double.class, this::anyDouble);
        chosen.put(Double.class, this::anyDouble);
        chosen.put(boolean.class, random::nextBoolean);
        chosen.put(Instant.class, this::instant);
        chosen.put(Duration.class, this::duration);
        chosen.put(BitSet.class, this::bits);
        chosen.put(
                OptionalInt.class,
                () -> rarely() ? OptionalInt.empty() : OptionalInt.of(random.nextInt()));
        chosen.put(
                OptionalDouble.class,
                () -> rarely() ? OptionalDouble.empty() : OptionalDouble.of(anyDouble()));
        chosen.put(
                Digest.class,
                () ->
                        Digest.of(
                                ("" + random.nextInt())
                                        .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        chosen.put(ReleaseId.class, () -> new ReleaseId(1 + random.nextInt(99), any(Digest.class)));
        chosen.put(ServiceName.class, () -> new ServiceName("service-" + random.nextInt(9)));
        chosen.put(Actor.class, () -> new Actor("cli:żółw " + random.nextInt(9)));
        chosen.put(
                ComponentId.class,
                () -> new ComponentId("table-" + random.nextInt(9), "v" + random.nextInt(9)));
        chosen.put(Mark.class, () -> new Mark("table_v" + random.nextInt(9), any(Digest.class)));
        chosen.put(Share.class, () -> new Share(random.nextDouble(1e-9, 1)));
        chosen.put(
                Load.class, () -> new Load(random.nextDouble(1e6), random.nextDouble(1e-3, 1e6)));
        chosen.put(LogPolicy.On.class, this::logPolicy);
        chosen.put(
                LogPolicy.Redacted.class,
                () -> new LogPolicy.Redacted(any(LogPolicy.Side.class), "x" + one(TEXTS)));
        chosen.put(Terms.class, this::terms);
        chosen.put(Audience.Match.class, this::match);
        chosen.put(GuardSet.class, this::guards);
        chosen.put(Tally.Unit.class, this::unit);
        var parts = new AnyPart(this, random);
        chosen.put(TensorSpec.class, parts::tensor);
        chosen.put(Column.class, parts::column);
        chosen.put(Program.class, parts::program);
        chosen.put(Lookup.class, parts::lookup);
    }

    <T> T any(Class<T> type) {
        return type.cast(value(type));
    }

    /// The records below a sealed type.
    static Stream<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(AnyValue::leaves)
                : Stream.of(type);
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return generic((Class<?>) generic.getRawType(), generic.getActualTypeArguments());
        }
        var raw = (Class<?>) type;
        var own = Optional.ofNullable(chosen.get(raw));
        if (own.isPresent()) {
            return own.get().get();
        }
        if (raw.isEnum()) {
            return one(List.of(raw.getEnumConstants()));
        }
        return raw.isSealed() ? value(one(leaves(raw).toList())) : record(raw);
    }

    private Object record(Class<?> type) {
        var components = type.getRecordComponents();
        try {
            return type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new))
                    .newInstance(
                            Arrays.stream(components)
                                    .map(c -> value(c.getGenericType()))
                                    .toArray());
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("drawn badly: " + type, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a record: " + type, e);
        }
    }

    private LogPolicy.On logPolicy() {
        return new LogPolicy.On(
                any(Share.class),
                several(LogPolicy.Redacted.class).stream()
                        .map(LogPolicy.Redacted.class::cast)
                        .toList(),
                random.nextBoolean(),
                random.nextBoolean(),
                Duration.ofSeconds(1 + random.nextInt(1_000_000)),
                1 + random.nextInt(1_000_000));
    }

    private Object generic(Class<?> raw, Type[] arguments) {
        if (raw == Optional.class) {
            return random.nextBoolean() ? Optional.of(value(arguments[0])) : Optional.empty();
        }
        if (raw == List.class) {
            return several(arguments[0]);
        }
        if (raw == Set.class) {
            return new LinkedHashSet<>(several(arguments[0]));
        }
        Map<Object, Object> map = raw == SortedMap.class ? new TreeMap<>() : new LinkedHashMap<>();
        several(arguments[0]).forEach(key -> map.put(key, value(arguments[1])));
        return map;
    }

    private List<Object> several(Type type) {
        var list = new ArrayList<Object>();
        for (int i = random.nextInt(4); i > 0; i--) {
            list.add(value(type));
        }
        return list;
    }

    private Terms terms() {
        var shares = new TreeSet<Share>();
        for (int i = random.nextInt(4); i > 0; i--) {
            shares.add(any(Share.class));
        }
        shares.add(Share.ALL);
        var shadow = rarely() ? Optional.of(shadow()) : Optional.<Shadow>empty();
        var steps = Stream.concat(shadow.map(_ -> Share.NONE).stream(), shares.stream());
        return new Terms(
                steps.toList(),
                duration(),
                duration(),
                anyLong(),
                random.nextBoolean() ? Optional.of(duration()) : Optional.empty(),
                guards(),
                shadow,
                rarely() ? Optional.of(audience()) : Optional.empty());
    }

    private Shadow shadow() {
        return random.nextBoolean()
                ? new Shadow.Answers(1 + random.nextInt(1_000_000))
                : new Shadow.Time(Duration.ofNanos(1 + random.nextInt(1_000_000)));
    }

    private Audience audience() {
        return new Audience(Optional.of(match()), Optional.empty(), Optional.of(match()));
    }

    private Audience.Match match() {
        return new Audience.Match("x-" + random.nextInt(100), List.of("de", "\u00f6s"));
    }

    private GuardSet guards() {
        var byName = new LinkedHashMap<String, Guard>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var guard = any(Guard.class);
            byName.put(guard.name(), guard);
        }
        return new GuardSet(List.copyOf(byName.values()));
    }

    private Tally.Unit unit() {
        int rows = 1 + random.nextInt(64);
        return new Tally.Unit(any(lastgood.core.guard.Place.class), random.nextInt(rows + 1), rows);
    }

    private long anyLong() {
        return random.nextBoolean() ? LONGS[random.nextInt(LONGS.length)] : random.nextLong();
    }

    private double anyDouble() {
        return random.nextBoolean()
                ? DOUBLES[random.nextInt(DOUBLES.length)]
                : random.nextGaussian() * Math.pow(10, random.nextInt(-20, 20));
    }

    private Instant instant() {
        return random.nextBoolean()
                ? one(INSTANTS)
                : Instant.ofEpochSecond(random.nextLong(1L << 33), random.nextInt(1_000_000_000));
    }

    private Duration duration() {
        return random.nextBoolean() ? one(DURATIONS) : Duration.ofNanos(random.nextLong());
    }

    private BitSet bits() {
        var bits = new BitSet();
        for (int i = random.nextInt(200); i > 0; i--) {
            bits.set(random.nextInt(Tally.KeyMap.SLOTS));
        }
        if (rarely()) {
            bits.set(0, Tally.KeyMap.SLOTS);
        }
        return bits;
    }

    private boolean rarely() {
        return random.nextInt(8) == 0;
    }

    private <T> T one(List<? extends T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
