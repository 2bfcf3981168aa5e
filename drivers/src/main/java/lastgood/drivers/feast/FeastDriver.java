package lastgood.drivers.feast;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import lastgood.core.driver.Restored;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.drivers.exec.ExecDriver;
import lastgood.drivers.exec.ExecProgram;

/// Goes back by applying older definitions to Feast's registry. A version's name is that of the folder they are in. Values
/// in online tables do not go back: they are what was materialised last.
public final class FeastDriver implements ComponentDriver {
    private final ExecDriver program;

    private FeastDriver(ExecDriver program) {
        this.program = program;
    }

    /// @param folder of lastgood's own: the program itself, and what it worked out
    public static FeastDriver in(Path folder, String component, FeastPlace place)
            throws IOException {
        var script = script(folder);
        return new FeastDriver(
                new ExecDriver(
                        component,
                        program(place, List.of(place.python().toString(), script), folder)));
    }

    static ExecProgram program(FeastPlace place, List<String> command, Path folder) {
        var words = new ArrayList<>(command);
        words.add(place.store().toString());
        words.add(place.versions().toString());
        words.add(folder.resolve("known").toString());
        return new ExecProgram(
                words, folder, place.environment(), place.lookWithin(), place.moveWithin());
    }

    /// The program, in the folder: another version of lastgood may have left another there.
    static String script(Path folder) throws IOException {
        var file = folder.resolve("driver.py");
        try (var ours = FeastDriver.class.getResourceAsStream("driver.py")) {
            if (ours == null) {
                throw new IOException("driver.py is not in this build");
            }
            var text = new String(ours.readAllBytes(), StandardCharsets.UTF_8);
            Files.createDirectories(folder);
            if (!Files.exists(file) || !Files.readString(file).equals(text)) {
                var beside = Files.createTempFile(folder, "driver", ".py");
                Files.writeString(beside, text);
                Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return file.toString();
    }

    @Override
    public Outcome<Description> describe() {
        return program.describe()
                .then(about ->
                        Outcome.done(
                                new Description(
                                        about.component(), "feast", about.way(), about.where())));
    }

    @Override
    public Outcome<Mark> snapshot() {
        return program.snapshot();
    }

    @Override
    public Outcome<Mark> find(String at) {
        return program.find(at);
    }

    @Override
    public Restored restore(Mark to, MoveKey key) {
        return program.restore(to, key);
    }

    @Override
    public Optional<Problem> health() {
        return program.health();
    }
}
