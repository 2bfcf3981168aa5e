package lastgood.core.rollout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whose requests a rollout's shares are of, told by headers that callers send.
///
/// @param include who gets the candidate whatever its share; without a comparison: they were not dealt by chance
/// @param exclude who never gets it, included or not
/// @param only whose requests the shares are of; all others get live
public record Audience(Optional<Match> include, Optional<Match> exclude, Optional<Match> only) {
    public static final Audience EVERYBODY =
            new Audience(Optional.empty(), Optional.empty(), Optional.empty());

    /// What a caller sent, by the header's name in small letters.
    public interface Headers {
        Headers NONE = _ -> Optional.empty();

        Optional<String> value(String name);
    }

    /// One header and the values of it that match.
    ///
    /// @param header its name, in small letters
    public record Match(String header, List<String> values) {
        public Match {
            header = header.toLowerCase(Locale.ROOT);
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("a header without values matches nobody");
            }
        }

        boolean holds(Headers headers) {
            return headers.value(header).filter(values::contains).isPresent();
        }

        /// `x-country: de, at`
        @Override
        public String toString() {
            return header + ": " + String.join(", ", values);
        }
    }

    /// What a rollout makes of one caller.
    public enum Caller {
        /// Dealt by the share, and compared.
        DEALT,
        INCLUDED,
        /// Live's, and no part of the rollout.
        OUTSIDE
    }

    public Caller caller(Headers headers) {
        if (exclude.filter(m -> m.holds(headers)).isPresent()) {
            return Caller.OUTSIDE;
        }
        if (include.filter(m -> m.holds(headers)).isPresent()) {
            return Caller.INCLUDED;
        }
        return only.map(m -> m.holds(headers)).orElse(true) ? Caller.DEALT : Caller.OUTSIDE;
    }

    /// `include x-lastgood-try: beta`, each in a line.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        include.ifPresent(m -> lines.add("include " + m));
        exclude.ifPresent(m -> lines.add("exclude " + m));
        only.ifPresent(m -> lines.add("only " + m));
        return List.copyOf(lines);
    }
}
