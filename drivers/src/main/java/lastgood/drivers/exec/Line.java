package lastgood.drivers.exec;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lastgood.core.driver.Mark;
import lastgood.core.problem.Code;
import lastgood.core.release.Digest;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// One line that a program said, of our protocol and to our question. Fields nobody asked for are passed over.
record Line(ObjectNode fields) {
    private static final int WORDS = 500;
    private static final int MOST_WHY = 10;
    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();
    private static final Map<String, Code> CODES =
            Map.of(
                    "missing", Code.VERSION_MISSING,
                    "damaged", Code.VERSION_DAMAGED,
                    "made", Code.MOVE_WAS_MADE,
                    "forward-only", Code.FORWARD_ONLY,
                    "unclear", Code.LIVE_VERSION_UNCLEAR,
                    "failed", Code.DRIVER_FAILED);

    static Line read(Ask.Op op, String out) throws NonsenseException {
        var line = new Line(parsed(out));
        var protocol = line.fields.path("protocol");
        if (!protocol.isInt() || protocol.intValue() != Ask.PROTOCOL) {
            throw new NonsenseException(
                    "it speaks protocol " + brief(protocol) + ", lastgood speaks " + Ask.PROTOCOL);
        }
        line.mustBe("op", op.toString());
        if (!line.fields.path("ok").isBoolean()) {
            throw new NonsenseException(
                    "'ok' is not true or false: " + brief(line.fields.path("ok")));
        }
        if (!line.ok() && !CODES.containsKey(line.fields.path("code").asString(""))) {
            throw new NonsenseException("'code' is not known: " + brief(line.fields.path("code")));
        }
        return line;
    }

    private static ObjectNode parsed(String out) throws NonsenseException {
        var said = out.strip();
        if (said.isEmpty()) {
            throw new NonsenseException("it said nothing");
        }
        if (said.indexOf('\n') >= 0) {
            throw new NonsenseException("it said more than one line");
        }
        try {
            return switch (JSON.readTree(said)) {
                case ObjectNode object -> object;
                case JsonNode other ->
                        throw new NonsenseException("not a JSON object: " + brief(other));
            };
        } catch (JacksonException e) {
            throw new NonsenseException(
                    "not JSON: " + Clean.text(String.valueOf(e.getOriginalMessage()), WORDS));
        }
    }

    boolean ok() {
        return fields.path("ok").booleanValue();
    }

    Code code() {
        return Optional.ofNullable(CODES.get(fields.path("code").asString("")))
                .orElse(Code.DRIVER_FAILED);
    }

    List<String> why() {
        var why = new ArrayList<String>();
        for (var text : fields.path("why")) {
            if (text.isString() && why.size() < MOST_WHY) {
                why.add(Clean.text(text.stringValue(), WORDS));
            }
        }
        return why.isEmpty() ? List.of("it does not say why") : why;
    }

    Optional<String> todo() {
        return text("todo");
    }

    /// Only the word itself counts: silence is not a promise.
    boolean unchanged() {
        return fields.path("world").asString("").equals("unchanged");
    }

    Optional<String> text(String name) {
        var field = fields.path(name);
        return field.isString() && !field.stringValue().isBlank()
                ? Optional.of(Clean.text(field.stringValue(), WORDS))
                : Optional.empty();
    }

    boolean bool(String name) throws NonsenseException {
        var field = fields.path(name);
        if (!field.isBoolean()) {
            throw new NonsenseException("'" + name + "' is not true or false: " + brief(field));
        }
        return field.booleanValue();
    }

    Mark mark() throws NonsenseException {
        var at = fields.path("at").asString("");
        if (!Mark.isName(at)) {
            throw new NonsenseException("'at' is no version's name: " + brief(fields.path("at")));
        }
        try {
            return new Mark(at, Digest.parse(fields.path("digest").asString("")));
        } catch (IllegalArgumentException _) {
            throw new NonsenseException("'digest' is no digest: " + brief(fields.path("digest")));
        }
    }

    /// A field that repeats what was asked.
    void mustBe(String name, String asked) throws NonsenseException {
        var field = fields.path(name);
        if (!field.isString() || !field.stringValue().equals(asked)) {
            throw new NonsenseException(
                    "'" + name + "' is " + brief(field) + ", asked was '" + asked + "'");
        }
    }

    private static String brief(JsonNode node) {
        return node.isMissingNode() ? "missing" : Clean.text(node.toString(), 80);
    }
}
