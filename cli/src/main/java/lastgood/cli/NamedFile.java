package lastgood.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;

/// A file that was named on the command line.
///
/// @param said as it was typed
/// @param path where it is
public record NamedFile(String said, Path path) {
    public static NamedFile of(Environment environment, String said) {
        return new NamedFile(said, environment.folder().resolve(said));
    }

    public String text() {
        return read(Files::readString);
    }

    public byte[] bytes() {
        return read(Files::readAllBytes);
    }

    private interface Reading<T> {
        T of(Path path) throws IOException;
    }

    private <T> T read(Reading<T> reading) {
        try {
            return reading.of(path);
        } catch (NoSuchFileException e) {
            throw refusal(Code.WRONG_USAGE, said + " does not exist.", "looked for " + path);
        } catch (CharacterCodingException e) {
            throw refusal(Code.INVALID_FILE, said + " is not a text.", "it is not UTF-8");
        } catch (IOException e) {
            throw refusal(Code.WRONG_USAGE, said + " cannot be read.", e.toString());
        }
    }

    private static Refusal refusal(Code code, String what, String why) {
        return new Refusal(Problem.of(code, what).because(why));
    }
}
