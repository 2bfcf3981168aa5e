package lastgood.core.rollout;

import java.util.List;

/// The kinds of phases that rules may treat differently.
final class Kinds {
    static final List<String> ALL =
            List.of(
                    "empty",
                    "steady",
                    "returned",
                    "shadow",
                    "canary",
                    "paused by a person",
                    "paused for blindness",
                    "paused by a restart",
                    "paused by a lease",
                    "baking",
                    "baking, first",
                    "unproven",
                    "unproven, first",
                    "returning",
                    "stuck, unconfirmed",
                    "stuck, cornered");

    private Kinds() {}

    static String of(Phase phase) {
        return switch (phase) {
            case Phase.Empty _ -> "empty";
            case Phase.Steady _ -> "steady";
            case Phase.Returned _ -> "returned";
            case Phase.Canary c -> c.word();
            case Phase.Paused p ->
                    switch (p.why()) {
                        case PERSON -> "paused by a person";
                        case BLIND -> "paused for blindness";
                        case RESTART -> "paused by a restart";
                        case LEASE -> "paused by a lease";
                    };
            case Phase.Baking b -> "baking" + first(b.rollout());
            case Phase.Unproven u -> "unproven" + first(u.rollout());
            case Phase.Returning _ -> "returning";
            case Phase.Stuck.Unconfirmed _ -> "stuck, unconfirmed";
            case Phase.Stuck.Cornered _ -> "stuck, cornered";
        };
    }

    private static String first(Rollout rollout) {
        return rollout.returnTo().isEmpty() ? ", first" : "";
    }
}
