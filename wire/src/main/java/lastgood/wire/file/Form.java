package lastgood.wire.file;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import lastgood.core.release.Datatype;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Shadow;
import lastgood.core.rollout.Share;
import lastgood.core.stack.ComponentId;

/// How a single value is written.
///
/// @param expected what it must look like, for complaints: "expected …"
record Form<T>(String expected, Function<String, Optional<T>> read) {
    private static final Pattern DURATION_FORM = Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)");
    private static final Pattern SHADOW_FORM = Pattern.compile("shadow +([0-9a-z]+)");
    private static final Pattern SHARE_FORM = Pattern.compile("([0-9]{1,3}(?:\\.[0-9]{1,6})?) ?%");
    private static final Pattern BYTES_FORM = Pattern.compile("([1-9][0-9]{0,5})(Ki|Mi|Gi|Ti)B?");
    private static final Pattern NUMBER_FORM =
            Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]{1,3})?");
    private static final Duration LONGEST = Duration.ofDays(3650);

    static final Form<String> TEXT =
            new Form<>("a text of 1 to 200 printable characters", Form::text);

    static final Form<ServiceName> SERVICE =
            new Form<>(
                    "a name of small letters, digits and dashes, at most 63", ServiceName::parse);

    static final Form<RelativePath> PATH =
            new Form<>(
                    "a file beside or below this one, such as models/model.onnx",
                    RelativePath::parse);

    static final Form<ComponentId> COMPONENT =
            new Form<>("a component such as tumour-features@v1", ComponentId::parse);

    static final Form<Datatype> DATATYPE =
            new Form<>("one of " + words(Datatype.values()), Datatype::parse);

    static final Form<String> HEADER =
            new Form<>(
                    "a header's name, such as X-Country",
                    text ->
                            Optional.of(text)
                                    .filter(t -> t.matches("[A-Za-z][A-Za-z0-9-]{0,63}"))
                                    .filter(t -> !t.toLowerCase(Locale.ROOT).endsWith("-bin")));

    static final Form<Shadow> SHADOW =
            new Form<>(
                    "a shadow of answers or time, such as shadow 200 or shadow 30m", Form::shadow);

    static final Form<Share> SHARE = new Form<>("a share such as 10% or 0.5%", Form::share);

    /// Longer than nothing.
    static final Form<Duration> TIME =
            new Form<>(
                    "a time such as 200ms, 3s, 10m, 24h or 7d",
                    text -> duration(text).filter(Duration::isPositive));

    static final Form<Duration> TIME_OR_NONE =
            new Form<>("a time such as 0s, 3s, 10m, 24h or 7d", Form::duration);

    static final Form<Double> NUMBER = new Form<>("a number", Form::number);

    static final Form<Boolean> TRUTH = word(List.of(true, false), Object::toString);

    static final Form<String> MEMORY =
            new Form<>(
                    "an amount of memory such as 256Mi",
                    text -> Optional.of(text).filter(t -> t.matches("[1-9][0-9]{0,6}(Ki|Mi|Gi)")));

    static final Form<Long> BYTES =
            new Form<>("an amount of bytes such as 500Mi or 10Gi", Form::bytes);

    static Form<Long> whole(long least, long most) {
        return new Form<>(
                "a whole number from " + least + " to " + most,
                text ->
                        Optional.of(text)
                                .filter(t -> t.matches("-?[0-9]{1,18}"))
                                .map(Long::valueOf)
                                .filter(n -> n >= least && n <= most));
    }

    static <T> Form<T> word(List<T> choices, Function<T, String> name) {
        return new Form<>(
                String.join(" or ", choices.stream().map(name).toList()),
                text -> choices.stream().filter(c -> name.apply(c).equals(text)).findFirst());
    }

    /// The same, described by what it is for.
    Form<T> as(String expected) {
        return new Form<>(expected, read);
    }

    private static Optional<String> text(String text) {
        return Optional.of(text)
                .filter(t -> !t.isBlank() && t.length() <= 200)
                .filter(t -> t.chars().noneMatch(Character::isISOControl));
    }

    private static Optional<Duration> duration(String text) {
        var form = DURATION_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        long n = Long.parseLong(form.group(1));
        var duration =
                switch (form.group(2)) {
                    case "ms" -> Duration.ofMillis(n);
                    case "s" -> Duration.ofSeconds(n);
                    case "m" -> Duration.ofMinutes(n);
                    case "h" -> Duration.ofHours(n);
                    default -> Duration.ofDays(n);
                };
        return Optional.of(duration).filter(d -> d.compareTo(LONGEST) <= 0);
    }

    private static Optional<Share> share(String text) {
        var form = SHARE_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        double fraction = new java.math.BigDecimal(form.group(1)).movePointLeft(2).doubleValue();
        return fraction > 0 && fraction <= 1 ? Optional.of(new Share(fraction)) : Optional.empty();
    }

    /// `200` or `30m`, as it stands after the word *shadow*.
    private static Optional<Shadow> shadow(String text) {
        var form = SHADOW_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        return form.group(1).matches("[1-9][0-9]{0,8}")
                ? Optional.of(new Shadow.Answers(Long.parseLong(form.group(1))))
                : TIME.read().apply(form.group(1)).map(Shadow.Time::new);
    }

    private static Optional<Long> bytes(String text) {
        var form = BYTES_FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int shift =
                switch (form.group(2)) {
                    case "Ki" -> 10;
                    case "Mi" -> 20;
                    case "Gi" -> 30;
                    default -> 40;
                };
        return Optional.of(Long.parseLong(form.group(1)) << shift);
    }

    private static Optional<Double> number(String text) {
        return Optional.of(text)
                .filter(t -> NUMBER_FORM.matcher(t).matches())
                .map(Double::valueOf)
                .filter(d -> !d.isInfinite());
    }

    private static String words(Enum<?>[] words) {
        return String.join(", ", Arrays.stream(words).map(Enum::name).toList());
    }
}
