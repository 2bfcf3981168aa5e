package lastgood.control.doctor;

import java.util.Optional;

/// What one check came to.
///
/// @param check what was looked at, in a word or two: `disk`
/// @param found one line with values
/// @param fix one command, or one thing to do; `SERVICE` stands for the service that it is about
public record Finding(String check, Grade grade, String found, Optional<String> fix) {
    public enum Grade {
        OK,
        /// It works, and something should be seen to.
        WARNING,
        /// A way back, or what it depends on, does not work.
        FAILED
    }

    public static Finding ok(String check, String found) {
        return new Finding(check, Grade.OK, found, Optional.empty());
    }

    public static Finding warning(String check, String found, String fix) {
        return new Finding(check, Grade.WARNING, found, Optional.of(fix));
    }

    public static Finding failed(String check, String found, String fix) {
        return new Finding(check, Grade.FAILED, found, Optional.of(fix));
    }
}
