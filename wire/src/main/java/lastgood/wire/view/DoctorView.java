package lastgood.wire.view;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a look at everything found.
///
/// @param at the server's clock when it was done
/// @param result the worst verdict among the findings
public record DoctorView(Instant at, String result, List<Finding> findings) {
    private static final List<String> WORSE = List.of(Finding.OK, Finding.WARNING, Finding.FAILED);

    public DoctorView {
        findings = List.copyOf(findings);
    }

    public static DoctorView of(Instant at, List<Finding> findings) {
        int worst = findings.stream().mapToInt(f -> WORSE.indexOf(f.verdict())).max().orElse(0);
        return new DoctorView(at, WORSE.get(Math.max(worst, 0)), findings);
    }

    /// The same, with what only the one who asked can see before it.
    public DoctorView after(List<Finding> own) {
        var all = new ArrayList<>(own);
        all.addAll(findings);
        return of(at, all);
    }

    /// One thing that was looked at.
    ///
    /// @param check what: `disk`, `parts`, `golden rows`, …
    /// @param service null: no service in particular
    /// @param verdict `ok, warning, failed`
    /// @param found one line with values
    /// @param fix one command, or one thing to do; null where nothing need be done
    public record Finding(
            String check,
            Optional<String> service,
            String verdict,
            String found,
            Optional<String> fix) {
        public static final String OK = "ok";
        public static final String WARNING = "warning";
        public static final String FAILED = "failed";
    }
}
