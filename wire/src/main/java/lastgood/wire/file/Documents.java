package lastgood.wire.file;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.problem.Nearest;

/// The documents of a file, with their kinds: what every hand-written file has at its top.
final class Documents {
    private static final String VERSION = "lastgood/v1";
    private static final List<String> KINDS = List.of("Release", "Service", "Component", "Stack");
    private static final List<String> LATER = List.of("Policy", "Drill");

    private Documents() {}

    /// One document and what it says it is.
    record Document(String kind, int line, Section top) {}

    /// All documents that say in a known way what they are; about the others it complains.
    static List<Document> read(String text, Complaints complaints) {
        var documents = new ArrayList<Document>();
        for (var yaml : trees(text, complaints)) {
            top(yaml, complaints).flatMap(top -> document(yaml, top)).ifPresent(documents::add);
        }
        return documents;
    }

    /// The one mapping that a file without a kind consists of.
    static Section single(String text, Complaints complaints) {
        var trees = trees(text, complaints);
        if (trees.size() > 1) {
            complaints.add(trees.get(1).line(), "", "found a second document", "only one");
        }
        return trees.stream()
                .findFirst()
                .flatMap(yaml -> top(yaml, complaints))
                .orElseGet(() -> Section.absent(complaints));
    }

    private static List<Yaml> trees(String text, Complaints complaints) {
        int before = complaints.count();
        var trees = YamlReader.documents(text, complaints);
        if (trees.isEmpty() && complaints.count() == before) {
            complaints.add(1, "", "the file is empty", "a YAML document");
        }
        return trees;
    }

    private static Optional<Section> top(Yaml yaml, Complaints complaints) {
        if (yaml instanceof Yaml.Mapping mapping) {
            return Optional.of(Section.of(complaints, "", mapping.line(), mapping));
        }
        new Item(complaints, "", yaml.line(), yaml).complain("a mapping, 'key: value'");
        return Optional.empty();
    }

    private static Optional<Document> document(Yaml yaml, Section top) {
        top.need("apiVersion", Form.word(List.of(VERSION), v -> v));
        var item = top.needItem("kind", String.join(", ", KINDS));
        var kind = item.flatMap(Item::scalar).filter(KINDS::contains);
        if (kind.isEmpty()) {
            item.ifPresent(Documents::unknownKind);
        }
        return kind.map(k -> new Document(k, yaml.line(), top));
    }

    private static void unknownKind(Item item) {
        var said = item.scalar().orElse("");
        if (LATER.contains(said)) {
            item.later("kind " + said, "only " + String.join(", ", KINDS));
            return;
        }
        item.complain(
                String.join(", ", KINDS)
                        + Nearest.of(said, KINDS)
                                .map(near -> "; did you mean '" + near + "'?")
                                .orElse(""));
    }
}
