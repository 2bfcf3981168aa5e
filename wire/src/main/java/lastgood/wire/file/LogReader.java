package lastgood.wire.file;

import java.util.List;
import java.util.Optional;
import lastgood.core.rollout.LogPolicy;
import lastgood.core.rollout.LogPolicy.Redacted;

/// Reads what a service's file says of the prediction log: `off`, or what is written and how long it stays.
final class LogReader {
    private static final String LOG =
            "off, or {sample: 100%, redact: [inputs.NAME], inputs: true, outputs: true, keep: 30d, maxBytes: 10Gi}";
    private static final Form<Redacted> REDACTED =
            new Form<>(
                    "inputs.NAME or outputs.NAME, where NAME is a tensor or a column",
                    Redacted::parse);
    private static final LogPolicy.On USUAL = (LogPolicy.On) LogPolicy.USUAL;

    private LogReader() {}

    static Optional<LogPolicy> read(Item log) {
        if (!log.isMapping()) {
            if (!log.says("off")) {
                log.complain(LOG);
            }
            return Optional.of(new LogPolicy.Off());
        }
        var section = log.section(LOG);
        var policy =
                new LogPolicy.On(
                        section.may("sample", Form.SHARE).orElse(USUAL.sample()),
                        redacted(section),
                        section.may("inputs", Form.TRUTH).orElse(USUAL.inputs()),
                        section.may("outputs", Form.TRUTH).orElse(USUAL.outputs()),
                        section.may("keep", Form.TIME).orElse(USUAL.keep()),
                        section.may("maxBytes", Form.BYTES).orElse(USUAL.maxBytes()));
        section.done();
        return Optional.of(policy);
    }

    private static List<Redacted> redacted(Section section) {
        return section.mayList("redact", "a list such as [inputs.age, outputs.name]").stream()
                .flatMap(item -> item.as(REDACTED).stream())
                .toList();
    }
}
