package lastgood.cli.verb;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lastgood.cli.screen.Mark;
import lastgood.cli.screen.Screen;
import lastgood.cli.screen.Text;
import lastgood.wire.view.PlanView;

/// What moves with a service that goes back, and who was looked at and stays.
final class CompanyLines {
    private CompanyLines() {}

    static void draw(Screen screen, String service, PlanView plan) {
        var components = components(plan);
        if (components.isEmpty() && plan.impact().isEmpty()) {
            return;
        }
        screen.line();
        screen.line(components.isEmpty() ? "  Shares with it" : "  With it, in one switch");
        int width = width(plan);
        for (var c : components) {
            screen.line(
                    name(screen, Mark.CHANGED, c.component().orElse(""), width)
                            + c.from()
                            + " → "
                            + c.to()
                            + "  (one live version for all)");
        }
        var moving = moving(plan, service);
        for (var i : plan.impact()) {
            var mark = moving.contains(i.service()) ? Mark.CHANGED : Mark.SAME;
            var head = name(screen, mark, i.service(), width);
            var lines = Text.wrapped(i.effect(), Screen.WIDTH - Text.width(head));
            screen.line(head + lines.getFirst());
            lines.stream().skip(1).forEach(more -> screen.line(" ".repeat(width + 6) + more));
        }
    }

    /// `; 1 component and 2 other services with it; 1 other stays`
    static String summary(String service, PlanView plan) {
        int components = components(plan).size();
        int services = moving(plan, service).size();
        int stay = plan.impact().size() - services;
        var along = new ArrayList<String>();
        if (components > 0) {
            along.add(PlanScreen.counted(components, "component", "components"));
        }
        if (services > 0) {
            along.add(PlanScreen.counted(services, "other service", "other services"));
        }
        return (along.isEmpty() ? "" : "; " + String.join(" and ", along) + " with it")
                + (stay == 0 ? "" : "; " + PlanScreen.counted(stay, "other stays", "others stay"));
    }

    private static List<PlanView.Change> components(PlanView plan) {
        return plan.changes().stream().filter(c -> c.component().isPresent()).toList();
    }

    /// The other services that go back.
    private static List<String> moving(PlanView plan, String service) {
        return plan.changes().stream()
                .filter(PlanScreen::isRelease)
                .flatMap(c -> c.service().stream())
                .filter(s -> !s.equals(service))
                .toList();
    }

    private static int width(PlanView plan) {
        return Stream.concat(
                        components(plan).stream().map(PlanView.Change::component),
                        plan.impact().stream().map(i -> Optional.of(i.service())))
                .flatMap(Optional::stream)
                .mapToInt(Text::width)
                .max()
                .orElse(0);
    }

    private static String name(Screen screen, Mark mark, String name, int width) {
        return "  " + screen.mark(mark, "") + " " + Text.padded(name, width) + "  ";
    }
}
