package lastgood.mlflow;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;

/// A registered model as MLflow's own addresses name it: `models:/wine/2` or `models:/wine@champion`.
public sealed interface ModelRef {
    record OfVersion(String name, String version) implements ModelRef {}

    record OfAlias(String name, String alias) implements ModelRef {}

    String name();

    static Outcome<ModelRef> parse(String text) {
        var form =
                Pattern.compile(
                                "models:/([^/:@\\p{Cntrl}]{1,150})(?:/([1-9][0-9]{0,9})|@([A-Za-z0-9_.-]{1,100}))")
                        .matcher(text);
        if (!form.matches()) {
            return Outcome.refused(
                    Problem.of(Code.WRONG_USAGE, "'" + text + "' names no registered model.")
                            .because(
                                    "expected models:/NAME@ALIAS or models:/NAME/VERSION, with a version such as 2")
                            .tryThis(
                                    "lastgood release create --from-mlflow models:/wine@champion --service wine"));
        }
        var name = form.group(1);
        return Outcome.done(
                form.group(2) == null
                        ? new OfAlias(name, form.group(3))
                        : new OfVersion(name, form.group(2)));
    }

    /// `models:/wine/2`
    static String text(String name, String version) {
        return "models:/" + name + "/" + version;
    }

    /// A value in an address's query or a piece of its path, whatever is in it.
    static String piece(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
