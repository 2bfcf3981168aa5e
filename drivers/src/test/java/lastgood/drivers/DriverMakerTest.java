package lastgood.drivers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lastgood.core.driver.ComponentDriver;
import lastgood.core.driver.Description;
import lastgood.core.driver.Way;
import lastgood.core.problem.Code;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverMakerTest {
    private final Map<String, String> environment = Map.of("TOKEN", "s3cret");

    @TempDir Path folder;

    @Test
    void aFileDriverIsMade() {
        var made = made("file", Map.of("link", "/srv/table", "versions", "/srv/versions"));
        assertThat(about(made))
                .isEqualTo(new Description("table", "file", Way.POINTER, "/srv/table"));
    }

    @Test
    void aGitDriverIsMade() {
        var made =
                made(
                        "git",
                        Map.of(
                                "repository", "/srv/features.git",
                                "path", "features/table",
                                "link", "/srv/table",
                                "versions", "/srv/versions"));
        assertThat(about(made))
                .isEqualTo(
                        new Description(
                                "table",
                                "git",
                                Way.REAPPLY,
                                "features/table of /srv/features.git at /srv/table"));
    }

    @Test
    void anExecDriverIsMadeAndItsProgramGetsTheVariablesThatAreNamed() throws Exception {
        var program = folder.resolve("a program.sh");
        Files.writeString(
                program,
                """
                printf '{"protocol":1,"op":"describe","ok":true,"way":"PIN","where":"%s, %s, %s"}\\n' "$TOKEN" "$1" "$PWD"
                """);
        var made =
                made(
                        "exec",
                        Map.of(
                                "command", "sh '" + program + "' \"two words\"",
                                "folder", folder.toString(),
                                "environment", "TOKEN, ABSENT",
                                "lookWithin", "1m",
                                "moveWithin", "90s"));
        assertThat(about(made))
                .isEqualTo(
                        new Description("table", "exec", Way.PIN, "s3cret, two words, " + folder));
    }

    @Test
    void aDriverOfAViewIsMadeAndAsksForThePasswordWhenItIsNeeded() {
        var settings =
                new TreeMap<>(
                        Map.of(
                                "url", "jdbc:postgresql://127.0.0.1:1/features?sslmode=disable",
                                "user", "lastgood",
                                "passwordEnv", "ABSENT",
                                "view", "customer_features",
                                "lockWithin", "500ms"));
        var made = made("sql-pointer", settings);
        assertThat(about(made).where())
                .isEqualTo(
                        "customer_features at jdbc:postgresql://127.0.0.1:1/features?sslmode=disable");
        assertThat(made.health().orElseThrow().cause()).contains("ABSENT is not set");
        assertThat(made.find("features_v2").toString()).contains("begins with customer_features_");
        settings.put("passwordEnv", "TOKEN");
        assertThat(made("sql-pointer", settings).health().orElseThrow().cause())
                .containsIgnoringCase("refused");
    }

    @Test
    void anAddressThatHoldsAPasswordOrMoreIsRefused() {
        for (var url :
                new String[] {
                    "jdbc:postgresql://h/d?password=x",
                    "jdbc:postgresql://h/d?user=x&socketTimeout=0",
                    "jdbc:postgresql://h/d?sslmode=require&socketFactory=x",
                    "jdbc:postgresql://u:p@h/d",
                    "jdbc:postgresql:d",
                    "jdbc:sqlite:features.db",
                    "jdbc:sqlite::memory:",
                    "jdbc:sqlite:/srv/features.db?journal_mode=off",
                    "jdbc:mysql://h/d"
                }) {
            assertThat(refused("sql-pointer", Map.of("url", url, "view", "v")).cause())
                    .as(url)
                    .startsWith("'url' ");
        }
        assertThat(refused("sql-pointer", Map.of("url", "jdbc:sqlite:/f", "view", "a b")).why())
                .hasSize(1);
        assertThat(refused("sql-pointer", Map.of("view", "v", "password", "x")).cause())
                .contains("did you mean passwordEnv?", "'url' is missing");
    }

    @Test
    void aDriverOfFeastIsMadeWithItsProgramBesideIt() {
        var made =
                made(
                        "feast",
                        Map.of(
                                "python", "/usr/bin/python3",
                                "store", "/srv/feast/feature_store.yaml",
                                "versions", "/srv/feast/versions"));
        assertThat(about(made))
                .isEqualTo(
                        new Description(
                                "table", "feast", Way.REAPPLY, "/srv/feast/feature_store.yaml"));
        assertThat(folder.resolve("drivers/feast/driver.py")).isRegularFile();
    }

    @Test
    void anUnknownKindIsRefusedWithTheOneThatWasMeant() {
        assertThat(refused("flie", Map.of()).cause()).contains("did you mean file?");
        assertThat(refused("oracle", Map.of()).cause()).contains("file, git, exec");
    }

    @Test
    void allThatIsWrongWithTheSettingsIsToldAtOnce() {
        var problem =
                refused("file", Map.of("Link", "/srv/table", "versions", "versions", "x", "y"));
        assertThat(problem.code()).isEqualTo(Code.INVALID_FILE);
        assertThat(problem.why())
                .containsExactly(
                        "it has no setting 'Link'; did you mean link?",
                        "it has no setting 'x'; settings: link, versions",
                        "'link' is missing",
                        "'versions' is a path from the root on, such as /srv/versions, not 'versions'");
    }

    @Test
    void aCommandWithAnOpenQuoteATimeOfNothingAndAVariableThatIsNoneAreRefused() {
        var problem =
                refused(
                        "exec",
                        Map.of(
                                "command", "sh 'open",
                                "lookWithin", "0s",
                                "moveWithin", "5",
                                "environment", "TOKEN,,X"));
        assertThat(problem.why()).hasSize(4);
        assertThat(problem.cause())
                .contains("'command' is a program", "not '0s'", "not '5'", "not ''");
    }

    @Test
    void aPathInARepositoryHasNoSlashAtItsEnds() {
        for (var path : new String[] {"/table", "table/", "/", ""}) {
            assertThat(
                            refused(
                                            "git",
                                            Map.of(
                                                    "repository",
                                                    "/r",
                                                    "path",
                                                    path,
                                                    "link",
                                                    "/l",
                                                    "versions",
                                                    "/v"))
                                    .cause())
                    .as(path)
                    .contains("'path' is a path in the repository");
        }
    }

    private DriverMaker maker() {
        return new DriverMaker(
                folder.resolve("drivers"), name -> Optional.ofNullable(environment.get(name)));
    }

    private ComponentDriver made(String kind, Map<String, String> settings) {
        return switch (maker().make("table", kind, new TreeMap<>(settings))) {
            case Outcome.Done<ComponentDriver>(var driver) -> driver;
            case Outcome.Refused<ComponentDriver>(var problem) ->
                    throw new AssertionError("refused: " + problem);
        };
    }

    private Problem refused(String kind, Map<String, String> settings) {
        var made = maker().make("table", kind, new TreeMap<>(settings));
        assertThat(made).isInstanceOf(Outcome.Refused.class);
        return ((Outcome.Refused<ComponentDriver>) made).problem();
    }

    private static Description about(ComponentDriver driver) {
        return ((Outcome.Done<Description>) driver.describe()).value();
    }
}
