package lastgood.oci.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import lastgood.core.problem.Code;
import lastgood.core.problem.Problem;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Logins of registries, as the server's environment gives them. They are read each time, so a changed file is enough.
///
/// A login is for one registry and goes nowhere else.
public final class Logins {
    public static final String FILE = "LASTGOOD_REGISTRY_AUTH_FILE";
    public static final String HOST = "LASTGOOD_REGISTRY_HOST";
    public static final String USER = "LASTGOOD_REGISTRY_USER";
    public static final String PASSWORD = "LASTGOOD_REGISTRY_PASSWORD";
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, String> variables;

    public Logins(Map<String, String> variables) {
        this.variables = Map.copyOf(variables);
    }

    /// @param text user and password, joined by a colon
    record Login(String text) {
        String basic() {
            return "Basic "
                    + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        /// A password is never printed.
        @Override
        public String toString() {
            return "Login";
        }
    }

    /// @param registry host, with its port where it has one
    Optional<Login> of(String registry) throws Trouble {
        var user = said(USER);
        if (said(HOST).filter(registry::equals).isPresent() && user.isPresent()) {
            return Optional.of(new Login(user.get() + ":" + said(PASSWORD).orElse("")));
        }
        var file = said(FILE);
        return file.isEmpty() ? Optional.empty() : ofFile(registry, file.get());
    }

    private static Optional<Login> ofFile(String registry, String file) throws Trouble {
        try {
            var document = JSON.readTree(Files.readAllBytes(Path.of(file)));
            for (var name :
                    java.util.List.of(registry, "https://" + registry, "http://" + registry)) {
                if (document.path("auths").has(name)) {
                    return login(document.path("auths").path(name));
                }
            }
            if (document.has("credsStore") || document.path("credHelpers").has(registry)) {
                throw unusable(
                        file, "it leaves passwords to a helper program, and none is started here");
            }
            return Optional.empty();
        } catch (Trouble e) {
            throw e;
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw unusable(file, e.getClass().getSimpleName());
        }
    }

    /// The text of an error could hold the password, so it is not told.
    private static Optional<Login> login(JsonNode entry) {
        var auth = entry.path("auth").stringValue("");
        if (!auth.isEmpty()) {
            return Optional.of(
                    new Login(
                            new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8)));
        }
        var user = entry.path("username").stringValue("");
        return user.isEmpty()
                ? Optional.empty()
                : Optional.of(new Login(user + ":" + entry.path("password").stringValue("")));
    }

    private static Trouble unusable(String file, String why) {
        return new Trouble(
                Problem.of(Code.REGISTRY_DENIED, "The logins of registries cannot be read.")
                        .because(FILE + " is " + file + ": " + why)
                        .inState("Nothing was asked of the registry."));
    }

    private Optional<String> said(String name) {
        return Optional.ofNullable(variables.get(name)).filter(text -> !text.isBlank());
    }
}
