package lastgood.cli.signature;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import lastgood.cli.Environment;
import lastgood.cli.Exit;
import lastgood.cli.Output;
import lastgood.cli.Refusal;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import lastgood.wire.signature.Keys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "init",
        description = {
            "Draws a key to sign releases with: FILE, which only you can read, and FILE.pub.",
            "Laid into DATA/trust of a server, FILE.pub makes your word count there."
        },
        footer = {"", "Example: lastgood key init alice"})
public final class KeyInit implements Callable<Integer> {
    private final Environment environment;

    @Mixin private Output output = new Output();

    @Parameters(paramLabel = "FILE", description = "Is not overwritten.")
    private String file = "";

    public KeyInit(Environment environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        var path = environment.folder().resolve(file);
        var pair = Keys.draw();
        try {
            KeyFiles.write(path, pair);
        } catch (FileAlreadyExistsException e) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, e.getFile() + " is there already.")
                            .because("a key that is overwritten can sign no more")
                            .tryThis("lastgood key init ANOTHER-FILE")
                            .inState("Nothing was overwritten."));
        } catch (IOException e) {
            throw new Refusal(
                    Problem.of(Code.WRONG_USAGE, file + " cannot be written.")
                            .because(e.toString()));
        }
        var id = Keys.id(pair.getPublic());
        var screen = output.screen(environment);
        if (screen.look().json()) {
            screen.json(new TreeMap<>(Map.of("key", file, "public", file + ".pub", "keyId", id)));
        } else {
            screen.line("Drew a key, " + id.substring(0, 12) + ":");
            screen.line("  " + file + "       to sign with; keep it to yourself");
            screen.line("  " + file + ".pub   to check with; give it to those who are to trust it");
        }
        screen.next(
                "cp " + file + ".pub DATA/trust/        # at each server that is to trust it",
                "lastgood release sign SERVICE r1 --key " + file);
        return Exit.DONE.code();
    }
}
