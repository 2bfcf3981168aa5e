package lastgood.cli.readiness;

import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.wire.view.DoctorView;
import lastgood.wire.view.DoctorView.Finding;

/// What was looked at, the server first, then each service.
final class DoctorScreen {
    private static final int FOUND = 18;

    private DoctorScreen() {}

    static void draw(Session session, DoctorView view) {
        var screen = session.screen();
        var under = Optional.<String>empty();
        for (var finding : view.findings()) {
            if (!finding.service().equals(under)) {
                under = finding.service();
                screen.line();
                screen.line(under.orElse("server"));
            }
            draw(screen, finding);
        }
        screen.line();
        screen.line(summary(screen, view));
    }

    private static void draw(Screen screen, Finding finding) {
        screen.field(
                "  " + screen.mark(mark(finding.verdict()), finding.check()),
                FOUND,
                finding.found());
        finding.fix().ifPresent(fix -> screen.field("", FOUND, "do: " + fix));
    }

    private static Mark mark(String verdict) {
        return switch (verdict) {
            case Finding.OK -> Mark.OK;
            case Finding.FAILED -> Mark.TRIPPED;
            default -> Mark.NEAR;
        };
    }

    private static String summary(Screen screen, DoctorView view) {
        long failed = count(view, Finding.FAILED);
        long warnings = count(view, Finding.WARNING);
        var words =
                failed == 0 && warnings == 0
                        ? "All " + view.findings().size() + " checks passed."
                        : failed
                                + " failed, "
                                + warnings
                                + (warnings == 1 ? " warning, " : " warnings, ")
                                + count(view, Finding.OK)
                                + " passed.";
        return screen.mark(mark(view.result()), words);
    }

    private static long count(DoctorView view, String verdict) {
        return view.findings().stream().filter(f -> f.verdict().equals(verdict)).count();
    }
}
