package lastgood.cli.screen;

import java.util.Map;

/// How output looks.
///
/// @param json one JSON document and nothing else
/// @param terminal somebody looks at it; otherwise tables are separated by tabs
/// @param ascii no symbols beyond the keyboard's
public record Look(boolean json, boolean terminal, boolean colour, boolean ascii) {

    public enum When {
        AUTO,
        ALWAYS,
        NEVER
    }

    public static Look of(
            boolean json,
            boolean terminal,
            When colour,
            boolean ascii,
            Map<String, String> variables) {
        boolean wanted =
                switch (colour) {
                    case ALWAYS -> true;
                    case NEVER -> false;
                    case AUTO -> automatic(terminal, variables);
                };
        return new Look(json, terminal, wanted, ascii);
    }

    private static boolean automatic(boolean terminal, Map<String, String> variables) {
        if (!variables.getOrDefault("NO_COLOR", "").isEmpty()) {
            return false;
        }
        var force = variables.getOrDefault("CLICOLOR_FORCE", "");
        return (!force.isEmpty() && !force.equals("0"))
                || (terminal && !variables.getOrDefault("TERM", "").equals("dumb"));
    }
}
