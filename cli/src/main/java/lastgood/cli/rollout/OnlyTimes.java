package lastgood.cli.rollout;

import java.util.Map;
import java.util.Stack;
import lastgood.wire.file.Durations;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/// Keeps `--wait wine r2` from taking the service for a time.
final class OnlyTimes implements IParameterPreprocessor {
    @Override
    @SuppressWarnings("JdkObsolete") // the type is the parser's
    public boolean preprocess(
            Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
        boolean attached = !" ".equals(info.get("separator"));
        if (!attached && (args.isEmpty() || Durations.parse(args.peek()).isEmpty())) {
            args.push("");
        }
        return false;
    }
}
