package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.Audience;

/// Reads whose requests a rollout's shares are of: `only: {header: X-Country, values: [de, at]}`.
final class AudienceReader {
    private static final String MATCH = "{header: NAME, values: [VALUE, …]}";
    private static final String VALUES = "a value, or a list of them";
    private static final int MOST_VALUES = 100;

    private AudienceReader() {}

    /// Empty where a rollout is of everybody.
    static Optional<Audience> read(Section rollout) {
        var audience =
                new Audience(
                        match(rollout, "include"),
                        match(rollout, "exclude"),
                        match(rollout, "only"));
        return Optional.of(audience).filter(a -> !a.equals(Audience.EVERYBODY));
    }

    private static Optional<Audience.Match> match(Section rollout, String key) {
        var section = rollout.maySection(key, MATCH);
        if (!section.isThere()) {
            return Optional.empty();
        }
        var header = section.need("header", Form.HEADER);
        var values = section.needItem("values", VALUES).map(AudienceReader::values);
        section.done();
        return header.flatMap(
                h -> values.filter(v -> !v.isEmpty()).map(v -> new Audience.Match(h, v)));
    }

    /// None where it complains.
    private static List<String> values(Item item) {
        var items = item.isList() ? item.list(VALUES) : List.of(item);
        if (items.isEmpty() || items.size() > MOST_VALUES) {
            item.complain("found " + items.size() + " values", "1 to " + MOST_VALUES + " of them");
            return List.of();
        }
        return items.stream().flatMap(value -> value.as(Form.TEXT).stream()).toList();
    }
}
