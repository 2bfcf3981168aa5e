package lastgood.wire.file;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads YAML into trees with lines, and only the plain half of YAML: no aliases, no tags, no keys but words.
///
/// Built from the parser's events, so that a text of a few lines can neither grow by aliases nor dig so deep that the
/// stack ends.
final class YamlReader {
    private static final int LONGEST = 3 << 20;
    private static final int DEEPEST = 32;
    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setUseMarks(true).setCodePointLimit(LONGEST).build();

    private final Iterator<Event> events;
    private int depth;

    private YamlReader(Iterator<Event> events) {
        this.events = events;
    }

    /// All documents of a text; what cannot be read at all becomes a complaint and nothing is answered.
    static List<Yaml> documents(String text, Complaints complaints) {
        if (text.length() > LONGEST) {
            complaints.add(1, "", "found " + text.length() + " characters", "at most " + LONGEST);
            return List.of();
        }
        try {
            return new YamlReader(new Parse(SETTINGS).parseString(text).iterator()).all();
        } catch (Unreadable e) {
            complaints.add(e.line, "", e.found, e.expected);
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(YamlReader::line).orElse(1);
            complaints.add(line, "", "it is not YAML: " + e.getProblem(), "");
        } catch (ReaderException e) {
            complaints.add(
                    lineAt(text, e.getPosition()), "", "found a character that YAML forbids", "");
        } catch (YamlEngineException e) {
            complaints.add(1, "", "it is not YAML: " + e.getMessage(), "");
        }
        return List.of();
    }

    private List<Yaml> all() {
        var documents = new ArrayList<Yaml>();
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                documents.add(node(events.next()));
            }
        }
        return documents;
    }

    private Yaml node(Event event) {
        plain(event);
        int line = line(event);
        return switch (event.getEventId()) {
            case Scalar -> {
                var scalar = (ScalarEvent) event;
                yield new Yaml.Scalar(line, scalar.getValue(), scalar.isPlain());
            }
            case SequenceStart -> {
                deeper(line);
                yield new Yaml.Sequence(line, items());
            }
            case MappingStart -> {
                deeper(line);
                yield new Yaml.Mapping(line, entries());
            }
            default -> throw new IllegalStateException("no node starts with " + event);
        };
    }

    private List<Yaml> items() {
        var items = new ArrayList<Yaml>();
        for (var next = events.next();
                next.getEventId() != Event.ID.SequenceEnd;
                next = events.next()) {
            items.add(node(next));
        }
        depth--;
        return items;
    }

    private List<Yaml.Entry> entries() {
        var entries = new ArrayList<Yaml.Entry>();
        for (var next = events.next();
                next.getEventId() != Event.ID.MappingEnd;
                next = events.next()) {
            plain(next);
            if (!(next instanceof ScalarEvent key)) {
                throw new Unreadable(line(next), "found a key that is no word", "a word");
            }
            entries.add(new Yaml.Entry(line(next), key.getValue(), node(events.next())));
        }
        depth--;
        return entries;
    }

    private void deeper(int line) {
        if (++depth > DEEPEST) {
            throw new Unreadable(line, "found more than " + DEEPEST + " levels", "fewer");
        }
    }

    private static void plain(Event event) {
        if (event instanceof AliasEvent) {
            throw new Unreadable(line(event), "found an alias (*)", "the value written out");
        }
        if ((event instanceof ScalarEvent scalar && scalar.getTag().isPresent())
                || (event instanceof CollectionStartEvent start && start.getTag().isPresent())) {
            throw new Unreadable(line(event), "found a tag (!)", "the plain value");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw new Unreadable(line(event), "found an anchor (&)", "the plain value");
        }
    }

    private static int line(Event event) {
        return event.getStartMark().map(YamlReader::line).orElse(1);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static int lineAt(String text, int position) {
        return 1
                + (int)
                        text.codePoints()
                                .limit(Math.max(position, 0))
                                .filter(c -> c == '\n')
                                .count();
    }

    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int line;
        private final String found;
        private final String expected;

        Unreadable(int line, String found, String expected) {
            super(found, null, false, false);
            this.line = line;
            this.found = found;
            this.expected = expected;
        }
    }
}
