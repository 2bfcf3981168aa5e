package lastgood.wire.file;

import java.util.List;

/// A piece of a YAML document that knows its line, which counts from 1.
sealed interface Yaml {
    int line();

    /// @param plain without quotes, so that `null` means nothing and `5` a number
    record Scalar(int line, String text, boolean plain) implements Yaml {
        boolean isNothing() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(int line, List<Yaml> items) implements Yaml {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    record Mapping(int line, List<Entry> entries) implements Yaml {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    record Entry(int line, String key, Yaml value) {}
}
