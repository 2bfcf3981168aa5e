package lastgood.cli.verb;

import java.util.List;
import java.util.Optional;
import lastgood.cli.Session;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.PlanView;

/// What a rollback will move. The last line is the summary.
final class PlanScreen {
    private static final int PART = 16;

    private PlanScreen() {}

    static void draw(Session session, String service, PlanView plan) {
        var screen = session.screen();
        if (isNothing(plan)) {
            screen.line(service + ": " + String.join("; ", plan.reasons()));
            unrecorded(screen, plan);
            return;
        }
        screen.line("Roll back " + service + move(plan));
        if (!plan.changes().isEmpty()) {
            screen.line();
        }
        parts(plan, service).forEach(c -> change(screen, c));
        if (!plan.stays().isEmpty()) {
            screen.line("  " + screen.mark(Mark.SAME, "") + " " + String.join(", ", plan.stays()));
        }
        CompanyLines.draw(screen, service, plan);
        screen.line();
        drills(screen, WaysBack.rehearsed(session, service, plan));
        screen.line("  " + verdict(screen, plan));
        reasons(screen, plan, "    ");
        unrecorded(screen, plan);
        screen.line();
        Text.wrapped(summary(service, plan), Screen.WIDTH).forEach(screen::line);
    }

    /// After it was asked for in earnest.
    ///
    /// @param only the part that alone was asked for
    static void drawDone(Session session, String service, PlanView plan, Optional<String> only) {
        var screen = session.screen();
        if (plan.done() && only.isPresent()) {
            screen.line(
                    screen.mark(Mark.WATCHING, "Started a rollout of ")
                            + plan.target().orElse("a new release")
                            + ": live's stack with the older "
                            + only.get()
                            + ".");
            reasons(screen, plan, "  ");
            screen.next("lastgood rollout status " + service + " --watch");
        } else if (plan.done()) {
            screen.line(screen.mark(Mark.BACK, "Rolled back ") + service + move(plan) + ".");
            CompanyLines.draw(screen, service, plan);
            reasons(screen, plan, "  ");
            unrecorded(screen, plan);
            screen.next("lastgood status " + service, "lastgood incident list " + service);
        } else {
            draw(session, service, plan);
        }
    }

    /// Nothing to do, and nothing wrong with that.
    static boolean isNothing(PlanView plan) {
        return plan.target().isEmpty() && plan.verdict().equals("OK");
    }

    private static void reasons(Screen screen, PlanView plan, String indent) {
        for (var reason : plan.reasons()) {
            Text.wrapped(reason, Screen.WIDTH - indent.length())
                    .forEach(line -> screen.line(indent + line));
        }
    }

    private static void drills(Screen screen, List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            screen.field(i == 0 ? "  last drill" : "", PART, lines.get(i));
        }
    }

    private static void unrecorded(Screen screen, PlanView plan) {
        Unrecorded.text(screen, plan.unrecorded(), plan.restartUndoes())
                .ifPresent(text -> screen.line("  " + text));
    }

    private static String move(PlanView plan) {
        return plan.changes().stream()
                .filter(PlanScreen::isRelease)
                .findFirst()
                .map(c -> "   " + c.from() + " → " + c.to())
                .or(() -> plan.target().map(t -> "   → " + t))
                .orElse("");
    }

    private static List<PlanView.Change> parts(PlanView plan, String service) {
        return plan.changes().stream()
                .filter(c -> c.service().equals(Optional.of(service)) && !isRelease(c))
                .toList();
    }

    static boolean isRelease(PlanView.Change change) {
        return change.part().equals(Optional.of("release"));
    }

    private static void change(Screen screen, PlanView.Change change) {
        var head =
                "  "
                        + Text.padded(
                                screen.mark(Mark.CHANGED, "") + " " + change.part().orElse(""),
                                PART);
        var pin = change.action().equals("switch") ? "" : "  (" + change.action() + ")";
        if (Text.width(head + change.from() + " → " + change.to() + pin) <= Screen.WIDTH) {
            screen.line(head + change.from() + " → " + change.to() + pin);
        } else {
            screen.line(head + change.from());
            screen.line(" ".repeat(PART) + "→ " + change.to() + pin);
        }
    }

    private static String verdict(Screen screen, PlanView plan) {
        return switch (plan.verdict()) {
            case "OK" -> screen.mark(Mark.OK, "OK");
            case "RISKY" -> screen.mark(Mark.NEAR, "RISKY") + "  needs your yes";
            default -> screen.mark(Mark.TRIPPED, "BLOCKED");
        };
    }

    private static String summary(String service, PlanView plan) {
        long moving = parts(plan, service).size();
        Optional<String> target = plan.target();
        if (plan.verdict().equals("BLOCKED")) {
            return "Blocked: nothing of " + service + " would move.";
        }
        return "Plan: "
                + service
                + " goes to "
                + target.orElse("a new release")
                + "; "
                + counted(moving, "part changes", "parts change")
                + ", "
                + counted(plan.stays().size(), "stays", "stay")
                + CompanyLines.summary(service, plan)
                + ".";
    }

    static String counted(long n, String one, String many) {
        return n + " " + (n == 1 ? one : many);
    }
}
