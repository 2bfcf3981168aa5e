package lastgood.ledger.vetoes;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lastgood.core.release.Digest;
import lastgood.core.rollout.Route;

/// A file of vetoes: one a line, the rollout's number and the release's digest, under a line with the digest of them
/// all, so that a flipped bit cannot make another veto of it.
final class VetoText {
    private VetoText() {}

    static byte[] of(Set<Route.Veto> vetoes) {
        var lines =
                vetoes.stream()
                        .map(veto -> veto.rollout() + " " + veto.release() + "\n")
                        .collect(Collectors.joining());
        return bytes(Digest.of(bytes(lines)) + "\n" + lines);
    }

    /// The vetoes, or nothing where the file is not as it was written.
    static Optional<Set<Route.Veto>> read(byte[] file) {
        var text = new String(file, StandardCharsets.US_ASCII);
        int end = text.indexOf('\n');
        if (end < 0) {
            return Optional.empty();
        }
        var lines = text.substring(end + 1);
        if (!text.substring(0, end).equals(Digest.of(bytes(lines)).toString())) {
            return Optional.empty();
        }
        try {
            return Optional.of(lines.lines().map(VetoText::veto).collect(Collectors.toSet()));
        } catch (IllegalArgumentException | IndexOutOfBoundsException _) {
            return Optional.empty();
        }
    }

    private static Route.Veto veto(String line) {
        int space = line.indexOf(' ');
        return new Route.Veto(
                Integer.parseInt(line.substring(0, space)),
                Digest.parse(line.substring(space + 1)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
