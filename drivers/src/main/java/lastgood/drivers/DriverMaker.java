package lastgood.drivers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Refusals;
import lastgood.core.port.Drivers;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.drivers.disk.Pointer;
import lastgood.drivers.exec.ExecDriver;
import lastgood.drivers.exec.ExecProgram;
import lastgood.drivers.feast.FeastDriver;
import lastgood.drivers.feast.FeastPlace;
import lastgood.drivers.file.FileDriver;
import lastgood.drivers.git.GitDriver;
import lastgood.drivers.git.GitPlace;
import lastgood.drivers.sql.SqlAccess;
import lastgood.drivers.sql.SqlLimits;
import lastgood.drivers.sql.SqlPointer;
import lastgood.drivers.sql.SqlPointerDriver;

/// Makes any driver from its kind and its settings. Nothing is opened or asked: a world that is away is told by the
/// driver, when it is needed.
///
/// @param folder of lastgood's own, for what a driver works out again if it is lost
/// @param environment the value of an environment variable of the server, by which secrets are given
public record DriverMaker(Path folder, Function<String, Optional<String>> environment)
        implements Drivers {
    private static final String PATH_IN_REPOSITORY = "[^/]|[^/].*[^/]";
    private static final String COMMON_FOLDER = "/";

    /// The kinds there are.
    public static List<String> kinds() {
        return List.of("file", "git", "exec", "sql-pointer", "feast");
    }

    /// @param component its name, without a version
    /// @param settings by name, as `docs/drivers.md` lists them
    @Override
    public Outcome<ComponentDriver> make(
            String component, String kind, SortedMap<String, String> settings) {
        var given = new Settings(kind, settings);
        return switch (kind) {
            case "file" -> file(component, given);
            case "git" -> git(component, given);
            case "exec" -> exec(component, given);
            case "sql-pointer" -> sqlPointer(component, given);
            case "feast" -> feast(component, given);
            default -> Outcome.refused(noSuch(kind));
        };
    }

    private static Outcome<ComponentDriver> file(String component, Settings given) {
        var pointer = pointer(given);
        return given.<ComponentDriver>then(() -> new FileDriver(component, pointer));
    }

    private static Pointer pointer(Settings given) {
        return new Pointer(given.path("link"), given.path("versions"));
    }

    private static Outcome<ComponentDriver> git(String component, Settings given) {
        var repository = given.path("repository");
        var path =
                given.text(
                        "path",
                        PATH_IN_REPOSITORY,
                        "a path in the repository, without / at its ends");
        var pointer = pointer(given);
        return given.<ComponentDriver>then(
                () -> new GitDriver(component, new GitPlace(repository, path, pointer)));
    }

    private Outcome<ComponentDriver> exec(String component, Settings given) {
        var command = given.words("command");
        var folder = given.path("folder", Path.of(COMMON_FOLDER));
        var passed = given.names("environment");
        var look = given.time("lookWithin", ExecProgram.LOOK_WITHIN);
        var move = given.time("moveWithin", ExecProgram.MOVE_WITHIN);
        return given.<ComponentDriver>then(() ->
                new ExecDriver(
                        component, new ExecProgram(command, folder, values(passed), look, move)));
    }

    private Outcome<ComponentDriver> sqlPointer(String component, Settings given) {
        return sqlPlace(given, environment)
                .then(place ->
                        Outcome.done(
                                new SqlPointerDriver(component, place.access(), place.pointer())));
    }

    /// Where a view and the tables behind it are.
    record SqlPlace(SqlAccess access, SqlPointer pointer) {}

    static Outcome<SqlPlace> sqlPlace(
            Settings given, Function<String, Optional<String>> environment) {
        var url = given.text("url", ".*", "an address");
        SqlAccess.complaint(url).ifPresent(why -> given.complain("url", why));
        var user = given.textIfGiven("user", "[ -~]{1,63}", "a user's name");
        var password = given.variable("passwordEnv");
        var schema = given.name("schema", "public");
        var view = given.name("view");
        var versions = given.name("versions", view + "_");
        var usual = SqlLimits.USUAL;
        var limits =
                new SqlLimits(
                        given.time("connectWithin", usual.connect()),
                        given.time("lockWithin", usual.lock()),
                        given.time("lookWithin", usual.look()),
                        given.time("moveWithin", usual.move()));
        return given.then(() ->
                new SqlPlace(
                        new SqlAccess(url, user, password, environment, limits),
                        new SqlPointer(schema, view, versions)));
    }

    private Outcome<ComponentDriver> feast(String component, Settings given) {
        var python = given.path("python");
        var store = given.path("store");
        var versions = given.path("versions");
        var passed = given.names("environment");
        var look = given.time("lookWithin", FeastPlace.LOOK_WITHIN);
        var move = given.time("moveWithin", FeastPlace.MOVE_WITHIN);
        return given.then(() -> new FeastPlace(python, store, versions, values(passed), look, move))
                .then(place -> feast(component, place));
    }

    private Outcome<ComponentDriver> feast(String component, FeastPlace place) {
        try {
            return Outcome.done(FeastDriver.in(folder.resolve("feast"), component, place));
        } catch (IOException e) {
            return Outcome.refused(
                    Refusals.failed(
                            "The driver of " + component + " cannot be put into " + folder + ".",
                            List.of(String.valueOf(e.getMessage()))));
        }
    }

    /// Those that are set: a program that cannot do without one says so itself.
    private Map<String, String> values(List<String> names) {
        var values = new TreeMap<String, String>();
        names.forEach(name -> environment.apply(name).ifPresent(value -> values.put(name, value)));
        return values;
    }

    private static Problem noSuch(String kind) {
        return Problem.of(Code.INVALID_FILE, "There is no driver '" + kind + "'.")
                .because(
                        "kinds: "
                                + String.join(", ", kinds())
                                + Nearest.of(kind, kinds())
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse(""))
                .tryThis("lastgood explain " + Code.INVALID_FILE.id());
    }
}
