package lastgood.gateway.protocol;

import java.util.Locale;
import java.util.Optional;

/// How a body is compressed on its way.
enum Coding {
    GZIP("gzip"),
    /// The zlib format, which HTTP calls so.
    DEFLATE("deflate");

    private final String name;

    Coding(String name) {
        this.name = name;
    }

    /// As headers name it.
    @Override
    public String toString() {
        return name;
    }

    static Optional<Coding> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> Optional.of(GZIP);
            case "deflate" -> Optional.of(DEFLATE);
            default -> Optional.empty();
        };
    }

    /// The one that a caller likes best.
    ///
    /// @param accepted the value of `Accept-Encoding`
    static Optional<Coding> best(String accepted) {
        Optional<Coding> best = Optional.empty();
        double most = 0;
        for (var one : accepted.split(",", 16)) {
            int semicolon = one.indexOf(';');
            var coding = parse(semicolon < 0 ? one : one.substring(0, semicolon));
            double weight = semicolon < 0 ? 1 : weight(one.substring(semicolon + 1));
            if (coding.isPresent()
                    && (weight > most || (weight == most && best.equals(Optional.of(DEFLATE))))) {
                best = coding;
                most = weight;
            }
        }
        return best;
    }

    /// What cannot be read is not wanted: plain is always understood.
    private static double weight(String parameter) {
        var text = parameter.strip();
        return text.matches("[qQ]=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
                ? Double.parseDouble(text.substring(2))
                : 0;
    }
}
