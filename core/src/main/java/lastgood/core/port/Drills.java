package lastgood.core.port;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import lastgood.core.drill.Drill;

/// Drills that were held, by number, each with its evidence.
public interface Drills {
    /// Keeps a drill under the next free number, which it is given, and its evidence, which is made of it then. Durable
    /// when it returns.
    Drill keep(Drill draft, Function<Drill, byte[]> evidence) throws IOException;

    Optional<Drill> find(int number) throws IOException;

    /// The evidence of a drill, byte for byte. Empty where there is no such drill, or its file is gone.
    ///
    /// @throws Blobs.DamagedException if it is not what was kept
    Optional<byte[]> evidence(int number) throws IOException;

    /// Newest first.
    List<Drill> list() throws IOException;
}
