package lastgood.wire.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Outcome;

/// Reads a file that is applied: services, components and stacks, as many as it has documents.
public final class DeclarationFile {
    private DeclarationFile() {}

    /// @param path as people call the file
    public static Outcome<List<Declaration>> parse(String path, String text) {
        var complaints = new Complaints(path);
        var declarations = new ArrayList<Declaration>();
        var names = new HashSet<String>();
        for (var document : Documents.read(text, complaints)) {
            var declaration = declaration(document, complaints);
            declaration
                    .map(Declaration::called)
                    .filter(name -> !names.add(document.kind() + " " + name))
                    .ifPresent(name ->
                            complaints.add(
                                    document.line(),
                                    "metadata",
                                    document.kind() + " " + name + " is declared twice",
                                    "each once in a file"));
            declaration.ifPresent(declarations::add);
        }
        return complaints.outcome(() -> List.copyOf(declarations));
    }

    private static Optional<Declaration> declaration(
            Documents.Document document, Complaints complaints) {
        return switch (document.kind()) {
            case "Service" -> new ServiceReader(document.top()).read();
            case "Component" -> new ComponentReader(document.top()).read();
            case "Stack" -> new StackReader(document.top()).read();
            default -> {
                complaints.add(
                        document.line(),
                        "kind",
                        "found '" + document.kind() + "'",
                        "Service, Component or Stack here; a release is made by: lastgood release create -f FILE");
                yield Optional.empty();
            }
        };
    }
}
