package lastgood.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import lastgood.cli.guard.GuardCompute;
import lastgood.cli.guard.GuardLint;
import lastgood.cli.incident.IncidentList;
import lastgood.cli.incident.IncidentShow;
import lastgood.cli.predictions.PredictionsList;
import lastgood.cli.predictions.PredictionsQuery;
import lastgood.cli.readiness.Doctor;
import lastgood.cli.readiness.DrillList;
import lastgood.cli.readiness.DrillRun;
import lastgood.cli.readiness.DrillShow;
import lastgood.cli.release.ReleaseCopy;
import lastgood.cli.release.ReleaseCreate;
import lastgood.cli.release.ReleaseHold;
import lastgood.cli.release.ReleaseInit;
import lastgood.cli.release.ReleaseList;
import lastgood.cli.release.ReleasePrune;
import lastgood.cli.release.ReleasePull;
import lastgood.cli.release.ReleasePush;
import lastgood.cli.release.ReleaseShow;
import lastgood.cli.release.ReleaseUnhold;
import lastgood.cli.rollout.RolloutPause;
import lastgood.cli.rollout.RolloutPromote;
import lastgood.cli.rollout.RolloutResume;
import lastgood.cli.rollout.RolloutStart;
import lastgood.cli.rollout.RolloutStatus;
import lastgood.cli.rollout.RolloutStop;
import lastgood.cli.screen.Look;
import lastgood.cli.signature.KeyInit;
import lastgood.cli.signature.ReleaseSign;
import lastgood.cli.signature.ReleaseVerify;
import lastgood.cli.stack.ComponentHistory;
import lastgood.cli.stack.ComponentList;
import lastgood.cli.stack.ComponentShow;
import lastgood.cli.stack.Graph;
import lastgood.cli.stack.StackList;
import lastgood.cli.stack.StackShow;
import lastgood.cli.verb.Apply;
import lastgood.cli.verb.Diff;
import lastgood.cli.verb.Explain;
import lastgood.cli.verb.History;
import lastgood.cli.verb.Rollback;
import lastgood.cli.verb.Status;
import lastgood.cli.verb.Version;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `lastgood`: all its verbs, put together by hand.
public final class Cli {
    private static final int WIDTH = 80;

    private Cli() {}

    /// The whole command line. Verbs that live elsewhere are added before it is executed; then [#prepared] gives them the
    /// same manners.
    public static CommandLine commandLine(Environment environment) {
        var root = new CommandLine(new Lastgood(environment));
        root.addSubcommand(new Status(environment));
        root.addSubcommand(new Rollback(environment));
        root.addSubcommand(new History(environment));
        root.addSubcommand(new Diff(environment));
        root.addSubcommand(new Apply(environment));
        root.addSubcommand(
                "release",
                group(
                        "release",
                        "Making releases, and looking at them.",
                        new ReleaseInit(environment),
                        new ReleaseCreate(environment),
                        new ReleaseList(environment),
                        new ReleaseShow(environment),
                        new ReleaseHold(environment),
                        new ReleaseUnhold(environment),
                        new ReleasePrune(environment),
                        new ReleasePush(environment),
                        new ReleasePull(environment),
                        new ReleaseCopy(environment),
                        new ReleaseSign(environment),
                        new ReleaseVerify(environment)));
        root.addSubcommand(
                "rollout",
                group(
                        "rollout",
                        "Moving traffic to a release, step by step.",
                        new RolloutStart(environment),
                        new RolloutStatus(environment),
                        new RolloutPause(environment),
                        new RolloutResume(environment),
                        new RolloutPromote(environment),
                        new RolloutStop(environment)));
        root.addSubcommand(
                "guard",
                group(
                        "guard",
                        "What guards can see, and how they compute it.",
                        new GuardLint(environment),
                        new GuardCompute(environment)));
        root.addSubcommand(
                "incident",
                group(
                        "incident",
                        "What tripped, and why.",
                        new IncidentList(environment),
                        new IncidentShow(environment)));
        root.addSubcommand(
                "drill",
                group(
                        "drill",
                        "Trying the way back before it is needed.",
                        new DrillRun(environment),
                        new DrillList(environment),
                        new DrillShow(environment)));
        root.addSubcommand(new Doctor(environment));
        root.addSubcommand(
                "component",
                group(
                        "component",
                        "Parts that services share, and who reads them.",
                        new ComponentList(environment),
                        new ComponentShow(environment),
                        new ComponentHistory(environment)));
        root.addSubcommand(
                "stack",
                group(
                        "stack",
                        "Services and components that go back together.",
                        new StackList(environment),
                        new StackShow(environment)));
        root.addSubcommand(
                "predictions",
                group(
                        "predictions",
                        "What was predicted, by which release.",
                        new PredictionsQuery(environment),
                        new PredictionsList(environment)));
        root.addSubcommand(
                "key", group("key", "Keys to sign releases with.", new KeyInit(environment)));
        root.addSubcommand(new Graph(environment));
        root.addSubcommand(new Explain(environment));
        root.addSubcommand(new Version(environment));
        return prepared(root, environment);
    }

    /// Gives every verb of a command line its manners: how help looks, and that every error is a problem.
    public static CommandLine prepared(CommandLine root, Environment environment) {
        return root.setOut(new PrintWriter(environment.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(environment.err(), true, StandardCharsets.UTF_8))
                .setUsageHelpWidth(WIDTH)
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .registerConverter(Output.Form.class, new Words<>(Output.Form.values()))
                .registerConverter(GraphOutput.Form.class, new Words<>(GraphOutput.Form.values()))
                .registerConverter(RowsOutput.Form.class, new Words<>(RowsOutput.Form.values()))
                .registerConverter(Look.When.class, new Words<>(Look.When.values()))
                .setParameterExceptionHandler(
                        (e, _) -> refuse(e.getCommandLine(), environment, UsageProblem.of(e)))
                .setExecutionExceptionHandler((e, command, _) ->
                        refuse(command, environment, problem(e, command, environment)));
    }

    /// Runs one command and answers with its exit code.
    public static int run(Environment environment, String... words) {
        return commandLine(environment).execute(words);
    }

    private static int refuse(CommandLine command, Environment environment, Problem problem) {
        Manner.of(command).screen(environment).problem(problem);
        return Exit.of(problem.code().kind()).code();
    }

    private static Problem problem(Exception e, CommandLine command, Environment environment) {
        if (e instanceof Refusal refusal) {
            return refusal.problem();
        }
        if (Manner.of(command).isVerbose()) {
            e.printStackTrace(environment.err());
        }
        return Problem.of(Code.INTERNAL, "The command itself failed.")
                .because(e.toString())
                .tryThis("the same command with -v, and report what it shows");
    }

    private static CommandLine group(String name, String description, Object... verbs) {
        var spec = CommandSpec.create().name(name);
        spec.usageMessage().description(description);
        spec.addOption(
                OptionSpec.builder("-h", "--help")
                        .usageHelp(true)
                        .description("Shows this.")
                        .build());
        var group = new CommandLine(spec);
        for (var verb : verbs) {
            group.addSubcommand(verb);
        }
        return group;
    }
}
