package lastgood.drivers.exec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import lastgood.core.driver.Mark;
import lastgood.core.driver.MoveKey;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// What a program is asked, and the line that says so.
record Ask(Op op, Optional<String> at, Optional<Mark> to, Optional<MoveKey> key) {
    static final int PROTOCOL = 1;
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    enum Op {
        DESCRIBE,
        SNAPSHOT,
        FIND,
        RESTORE,
        HEALTH;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Ask plain(Op op) {
        return new Ask(op, Optional.empty(), Optional.empty(), Optional.empty());
    }

    static Ask find(String at) {
        return new Ask(Op.FIND, Optional.of(at), Optional.empty(), Optional.empty());
    }

    static Ask restore(Mark to, MoveKey key) {
        return new Ask(Op.RESTORE, Optional.of(to.at()), Optional.of(to), Optional.of(key));
    }

    /// One line of ASCII, so that no program needs to think of encodings. It is shorter than any pipe's buffer.
    byte[] line(String component, Duration within) {
        var line = JsonNodeFactory.instance.objectNode();
        line.put("protocol", PROTOCOL).put("op", op.toString()).put("component", component);
        line.put("withinMillis", within.toMillis());
        at.ifPresent(it -> line.put("at", it));
        to.ifPresent(it -> line.put("digest", it.digest().toString()));
        key.ifPresent(it -> line.put("key", it.text()));
        return (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.US_ASCII);
    }
}
