package lastgood.wire.file;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// Everything that is wrong with one file, told at once: nobody likes to mend a file one error at a time.
final class Complaints {
    /// A file of another kind altogether would fill the screen.
    private static final int MOST = 30;

    private static final String NOT_YET = " is not in this version";

    private final String file;
    private final List<Complaint> all = new ArrayList<>();

    Complaints(String file) {
        this.file = file;
    }

    void add(int line, String key, String found, String expected) {
        all.add(new Complaint(line, key, found, expected, false));
    }

    /// The file is right, but asks for something that is not built yet.
    ///
    /// @param instead what to write, or how it is now; may be empty
    void later(int line, String key, String what, String instead) {
        var said = what.contains(NOT_YET) ? what : what + NOT_YET;
        all.add(new Complaint(line, key, said, instead, true));
    }

    int count() {
        return all.size();
    }

    /// What the file says, or the one problem with all complaints. `value` is only asked for where there are none.
    <T> Outcome<T> outcome(Supplier<T> value) {
        return all.isEmpty() ? Outcome.done(value.get()) : Outcome.refused(problem());
    }

    private Problem problem() {
        boolean later = all.stream().allMatch(Complaint::later);
        var code = later ? Code.NOT_IN_THIS_VERSION : Code.INVALID_FILE;
        var what = later ? " asks for what is not in this version: " : " is not valid: ";
        return Problem.of(code, file + what + counted() + ".").because(lines());
    }

    private String counted() {
        return all.size() == 1 ? "one complaint" : all.size() + " complaints";
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        all.stream()
                .sorted(Comparator.comparingInt(Complaint::line))
                .limit(MOST)
                .forEach(c -> lines.add(c.text(file)));
        if (all.size() > MOST) {
            lines.add("and " + (all.size() - MOST) + " more");
        }
        return lines;
    }
}
