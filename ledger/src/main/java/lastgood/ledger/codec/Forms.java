package lastgood.ledger.codec;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/// The form of every type that core's records are made of, found once.
///
/// A new record needs nothing here. A type of another kind is refused when it is first met, so that nothing is stored
/// that cannot be read.
final class Forms {
    private final Map<Type, Form> known = new ConcurrentHashMap<>();

    Forms() {
        known.put(String.class, Scalars.TEXT);
        known.put(int.class, Scalars.INT);
        known.put(Integer.class, Scalars.INT);
        known.put(long.class, Scalars.LONG);
        known.put(Long.class, Scalars.LONG);
        known.put(double.class, Scalars.DOUBLE);
        known.put(Double.class, Scalars.DOUBLE);
        known.put(boolean.class, Scalars.BOOLEAN);
        known.put(Boolean.class, Scalars.BOOLEAN);
        known.put(Instant.class, Scalars.INSTANT);
        known.put(Duration.class, Scalars.DURATION);
        known.put(BitSet.class, new BitSetForm());
        known.put(OptionalInt.class, Optionals.OF_INT);
        known.put(OptionalDouble.class, Optionals.OF_DOUBLE);
    }

    Form of(Type type) {
        var form = Optional.ofNullable(known.get(type));
        if (form.isPresent()) {
            return form.get();
        }
        var made = make(type);
        known.put(type, made);
        return made;
    }

    private Form make(Type type) {
        return switch (type) {
            case Class<?> c when c.isRecord() -> new RecordForm(c, this);
            case Class<?> c when c.isEnum() -> Scalars.ofEnum(c);
            case Class<?> c when c.isSealed() -> new SealedForm(c, this);
            case ParameterizedType p -> generic(p);
            default -> throw none(type);
        };
    }

    private Form generic(ParameterizedType type) {
        var raw = type.getRawType();
        var first = of(type.getActualTypeArguments()[0]);
        if (raw == Optional.class) {
            return Optionals.of(first);
        }
        if (raw == List.class) {
            return new ListForm(first, false);
        }
        if (raw == Set.class) {
            return new ListForm(first, true);
        }
        if (raw == Map.class || raw == SortedMap.class) {
            var second = of(type.getActualTypeArguments()[1]);
            return new MapForm(first, second, raw == SortedMap.class);
        }
        throw none(type);
    }

    private static IllegalArgumentException none(Type type) {
        return new IllegalArgumentException("nothing says how to store a " + type.getTypeName());
    }
}
