package lastgood.drivers.exec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lastgood.core.driver.Refusals;
import lastgood.core.problem.Problem;

/// Asks a program one thing: starts it, listens, and holds its answer against the protocol.
record Talk(String component, ExecProgram program) {

    Reply ask(Ask ask) {
        var within = ask.op() == Ask.Op.RESTORE ? program.moveWithin() : program.lookWithin();
        return switch (Run.of(program, ask.line(component, within), within)) {
            case Ended.Well(var out) -> heard(ask, out);
            case Ended.NotStarted(var why) ->
                    new Reply.NotStarted(failed(name() + " could not be started.", List.of(why)));
            case Ended.Badly(var why, var words) -> new Reply.Failed(died(ask, why, words));
        };
    }

    private Reply heard(Ask ask, String out) {
        try {
            var line = Line.read(ask.op(), out);
            return line.ok()
                    ? new Reply.Said(line)
                    : new Reply.Declined(
                            Refusals.still(line.code(), name() + " refuses to " + ask.op() + ".")
                                    .because(line.why())
                                    .tryThis(line.todo().orElseGet(this::tryIt)),
                            line.unchanged());
        } catch (NonsenseException e) {
            return new Reply.Failed(nonsense(ask, e));
        }
    }

    /// The answer is not one.
    Problem nonsense(Ask ask, NonsenseException e) {
        return failed(
                name() + " gave no proper answer to " + ask.op() + ".",
                List.of(String.valueOf(e.getMessage())));
    }

    private Problem died(Ask ask, String why, String words) {
        var causes = new ArrayList<>(List.of(why));
        if (!words.isEmpty()) {
            causes.add("its last words: " + words);
        }
        return failed(name() + " failed at " + ask.op() + ".", causes);
    }

    private Problem failed(String what, List<String> why) {
        return Refusals.failed(what, why).tryThis(tryIt());
    }

    private String name() {
        return component + "'s program";
    }

    /// Asks the same program how it is, by hand.
    private String tryIt() {
        var line = Ask.plain(Ask.Op.HEALTH).line(component, Duration.ofSeconds(30));
        var command = program.command().stream().map(Talk::quoted).collect(Collectors.joining(" "));
        return "cd "
                + quoted(program.folder().toString())
                + " && echo '"
                + new String(line, StandardCharsets.US_ASCII).strip()
                + "' | "
                + command;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+")
                ? word
                : "'" + word.replace("'", "'\\''") + "'";
    }
}
