package lastgood.core.problem;

import java.util.Arrays;
import java.util.Optional;

/// Every problem's stable code. A code is never given to something else; `lastgood explain LG-1203` tells its text.
public enum Code {
    INVALID_FILE(
            1001,
            Kind.INVALID,
            "The file is not valid",
            "A file does not say what its kind must say. The message names the line and the key."),
    NOT_IN_THIS_VERSION(
            1002,
            Kind.INVALID,
            "Not in this version",
            "The file is right, but asks for something this version does not do. It is refused rather than ignored: a guard that is silently left out protects nobody."),
    INVALID_GUARD(
            1003,
            Kind.INVALID,
            "The guard is not valid",
            "A guard is 'metric <= bound'. The bound is a number ('<= 0.1%', '<= 80ms'), 'baseline + 2pp' or 'baseline * 1.25'. A guard that could never trip, or that nothing feeds, is refused."),
    INVALID_NAME(
            1004,
            Kind.INVALID,
            "The name is not valid",
            "Names are small letters, digits and dashes, at most 63, and start with a letter or digit."),
    WRONG_USAGE(
            1005,
            Kind.INVALID,
            "Wrong usage",
            "The command or request does not have the form it must have."),
    INVALID_RELEASE(
            1006,
            Kind.INVALID,
            "The release does not fit together",
            "The files of a release were read and tried in a process of their own, and something did not fit: the model does not load, its inputs are not what schema or features give, or its golden rows get other answers."),
    NO_SUCH_SERVICE(
            1101,
            Kind.NOT_FOUND,
            "No such service",
            "No service of that name was ever applied or released to."),
    NO_SUCH_RELEASE(
            1102,
            Kind.NOT_FOUND,
            "No such release",
            "The service has no release that this reference names."),
    NO_SUCH_INCIDENT(1103, Kind.NOT_FOUND, "No such incident", "No incident has that number."),
    NO_SUCH_COMPONENT(
            1104,
            Kind.NOT_FOUND,
            "No such component",
            "A release names a component version that was never applied. Apply it first."),
    NO_SUCH_STACK(
            1140,
            Kind.NOT_FOUND,
            "No such stack",
            "No file with kind: Stack and this name was applied. lastgood stack list shows those there are."),
    NO_SUCH_PATH(
            1105, Kind.NOT_FOUND, "No such address", "The server has nothing at this address."),
    NO_SUCH_DRILL(1107, Kind.NOT_FOUND, "No such drill", "No drill has that number."),
    NO_ROLLOUT(
            1106,
            Kind.REFUSED,
            "No rollout is running",
            "The command acts on a running rollout, and none is."),
    BLOB_DAMAGED(
            1202,
            Kind.FAILED,
            "Stored bytes are damaged",
            "Bytes read from the store do not have the digest they are stored under. They are never served."),
    HELD(
            1203,
            Kind.REFUSED,
            "The release is held",
            "A release that tripped a guard or was rolled back stays out until a named person lifts the hold with a reason."),
    INCOMPATIBLE(
            1204,
            Kind.REFUSED,
            "Rollback refused: incompatible parts",
            "The wanted combination of parts does not fit: a part requires a version of another that would not be there."),
    ROLLOUT_RUNNING(
            1205,
            Kind.REFUSED,
            "A rollout is already under way",
            "A service tries one candidate at a time; while a rollout runs, bakes or returns, no other can start."),
    NOTHING_TO_RETURN_TO(
            1206,
            Kind.REFUSED,
            "Nothing to return to",
            "No older release of this service has earned 'good', or all of them are held."),
    LIVE_CANNOT_BE_HELD(
            1208,
            Kind.REFUSED,
            "The live release cannot be held",
            "Holding what serves would leave nothing to serve. Roll back first; that holds it."),
    NEEDS_CONSENT(
            1209,
            Kind.REFUSED,
            "The plan is risky and needs --yes",
            "The target fits by declaration, but it never earned 'good', has no golden answers, or is not known."),
    NOT_ENOUGH_EVIDENCE(
            1210,
            Kind.REFUSED,
            "Not enough evidence to promote",
            "Promoting skips waiting, never evidence: every required guard must see, none may have tripped, and each point estimate must lie inside its bound."),
    ALREADY_LIVE(
            1211, Kind.REFUSED, "The release is live already", "There is nothing to roll out."),
    GUARD_CANNOT_BE_FED(
            1212,
            Kind.REFUSED,
            "A guard cannot be fed by this release",
            "A guard needs something this release does not have, so it would be blind for ever."),
    COMPONENT_EXISTS(
            1213,
            Kind.REFUSED,
            "The component version exists with other bytes",
            "A version of a component never changes. Give the new bytes a new version."),
    NOT_OLDER(
            1214,
            Kind.REFUSED,
            "The target is not older",
            "A rollback goes to a release older than the live one. To go forward, start a rollout."),
    PLAN_BLOCKED(
            1215,
            Kind.REFUSED,
            "The plan is blocked",
            "The rollback as asked cannot work; the reasons name what does not fit."),
    OTHERS_DO_NOT_FIT(
            1230,
            Kind.REFUSED,
            "Others could not read what it needs",
            "A release that needs another version of a component that everybody reads in one version goes out only where every service that serves accepts that version. lastgood graph shows who reads what."),
    TOO_SLOW(
            1232,
            Kind.REFUSED,
            "The release could not take its share",
            "How many requests a second a release takes is measured with its golden rows when it is loaded. A share that would be more than three quarters of that is not given to it: its callers would wait for each other."),
    WORLD_CHANGED(
            1231,
            Kind.REFUSED,
            "Something else moved meanwhile",
            "A plan holds for who reads what when it is made. Something that it rests on moved before it was carried out, so it was not."),
    PRUNED(
            1217,
            Kind.REFUSED,
            "The release was pruned",
            "Nothing needed the release any more and somebody let it go: its number and its history stay, its files do not. Creating it from the same files gives the same number back and stores them again."),
    STILL_NEEDED(
            1218,
            Kind.REFUSED,
            "The release is still needed",
            "What serves, what is tried, where a rollback would go and the last good release are never pruned. Something changed since the plan was shown: look at it again."),
    NO_SUCH_OUTPUT(
            1216,
            Kind.REFUSED,
            "The release has no such output",
            "The service's file names an output as its answer, and the release gives none of that name. Labels would be compared with another output, so no rollout of it starts."),
    FALLBACK_MISFITS(
            1219,
            Kind.REFUSED,
            "The fixed answer does not fit",
            "The service's file says what to answer where no release can, and that is no answer by a release's schema: callers who rely on it would get errors on the worst day."),
    NOT_PREPARED(
            1301,
            Kind.FAILED,
            "The release could not be made ready",
            "Before a release gets any traffic it is loaded, warmed and asked its golden rows. That failed, so nothing was changed."),
    CANNOT_RECORD(
            1302,
            Kind.UNAVAILABLE,
            "The journal cannot be written",
            "An advance is written down before it acts. It could not be written, so it was not done. Retreats still work."),
    INTERNAL(
            1303,
            Kind.FAILED,
            "Something unexpected went wrong",
            "Where a server does not start, the message says what this machine did not give it: a port, an address, a folder. Anywhere else this is a defect of lastgood, and the server's log has the details."),
    BUSY(
            1304,
            Kind.UNAVAILABLE,
            "Too much at once",
            "A bound on concurrent work was reached. Try again."),
    CONTROL_AWAY(
            1305,
            Kind.UNAVAILABLE,
            "Nobody is at control",
            "The server could not open its ledger, or was started as a gateway alone. Predictions are answered by what the gateway served last, candidates get nothing, and a service is put back by a file or a socket in the data folder. Everything else waits until a whole server runs: mend what its log names, and start it again."),
    NOT_LOGGED_IN(
            1401,
            Kind.NOT_LOGGED_IN,
            "A token is needed",
            "The server listens beyond loopback and asks for a token."),
    NOT_ALLOWED(
            1402,
            Kind.NOT_ALLOWED,
            "The request is not allowed",
            "The Host header is not on the allow-list, or the request comes from another site's page."),
    TOO_LARGE(
            1403,
            Kind.TOO_LARGE,
            "Too large",
            "A body, header or tensor is larger than its limit, or what it holds would take more memory than there is for all requests together."),
    WRONG_MEDIA(
            1404,
            Kind.WRONG_MEDIA,
            "Wrong media type",
            "The body is not of a type this address takes."),
    WRONG_METHOD(
            1405,
            Kind.WRONG_METHOD,
            "Wrong method",
            "The address exists, but not for this method."),
    UNREACHABLE(
            1501,
            Kind.FAILED,
            "The server cannot be reached",
            "No lastgood server answers at that address."),
    NOT_SERVING(
            1601,
            Kind.UNAVAILABLE,
            "The service does not serve",
            "The service exists, but no release of it is live."),
    INVALID_REQUEST(
            1602,
            Kind.INVALID,
            "The prediction request is not valid",
            "The request is not what the Open Inference Protocol or the release's schema asks for."),
    DEADLINE(
            1603,
            Kind.TOO_LATE,
            "The deadline passed",
            "The release did not answer within its timeout."),
    MODEL_FAILED(
            1604,
            Kind.FAILED,
            "The model failed",
            "The release's graphs did not produce a valid answer for this request."),
    NO_SUCH_KEY(
            1605,
            Kind.INVALID,
            "The feature table has no such key",
            "The release looks its features up by a key, and the version of the table that it is pinned to has no row of the key that was sent. Where another release of the service has one, that counts as a failure of this release; otherwise it counts nowhere."),
    FEATURES_AWAY(
            1606,
            Kind.UNAVAILABLE,
            "Features cannot be looked up",
            "The database that keeps the release's features did not answer within the request's deadline, refused, or is not known here: a component's file says where it is, by its driver. It counts as a failure of the release."),
    FEATURE_UNUSABLE(
            1607,
            Kind.FAILED,
            "A looked-up value cannot be a feature",
            "The row that was looked up has no value where the component's file allows none, or one that is no number. A column that may be without a value is listed under lookup.nullable; the model is given NaN then. It counts as a failure of the release."),
    NOT_FOR_CALLERS(
            1608,
            Kind.REFUSED,
            "Callers do not change what serves",
            "The prediction ports answer predictions and say what there is. What a service serves is changed by rollouts and rollbacks, which are recorded and watched."),
    OVERLOADED(
            1609,
            Kind.UNAVAILABLE,
            "Too many wait for the release",
            "So many requests wait for a slow release that this one would not be answered within its deadline, so it was refused at once, and nothing was run for it. The service serves on. Send fewer, or try again in a second. It counts as a failure of a candidate only where live would have had time for as many."),
    INVALID_LABELS(
            1701,
            Kind.INVALID,
            "The labels document is not valid",
            "Nothing of a malformed document is taken."),
    VERSION_MISSING(
            1801,
            Kind.NOT_FOUND,
            "The component's version is not there",
            "A component's driver looked for a version in the component's own world (a folder, a repository, what a program looks after) and did not find it, so nothing can go back to it."),
    VERSION_DAMAGED(
            1802,
            Kind.FAILED,
            "The component's version is not what was promised",
            "What is there under the version's name has another digest than the one recorded for it, or cannot be read. Nothing goes back to it."),
    MOVE_WAS_MADE(
            1803,
            Kind.REFUSED,
            "The move is not made again",
            "Each move of a component has a key of its own. One that was made, or that another move came after, is never made again, so that a late repetition does not undo what came later."),
    FORWARD_ONLY(
            1804,
            Kind.REFUSED,
            "The component goes forward only",
            "Its driver declares a point of no return: no older version of it can be restored."),
    LIVE_VERSION_UNCLEAR(
            1805,
            Kind.FAILED,
            "Which version is live is unclear",
            "A component's driver cannot tell which version its readers get: the pointer is missing, broken, or leads to something that is no version."),
    DRIVER_FAILED(
            1806,
            Kind.FAILED,
            "A component's driver failed",
            "The driver could not do its work: a disk refused, a repository could not be opened, or a driver's program hung, died or gave an answer that its protocol does not allow."),
    MOVE_UNDONE(
            1811,
            Kind.FAILED,
            "The move was taken back",
            "Components that live elsewhere and the services that read them move together or not at all. One step could not be done, so what had moved was put back, and every service serves what it served before."),
    MOVE_OPEN(
            1812,
            Kind.FAILED,
            "A move is not finished",
            "A move of components that live elsewhere could neither be done nor be taken back in full: a world does not answer, or refuses. The services serve what they served before. What is left is tried again by itself, at every start as well, and is shown until it is done. A component that somebody puts by hand where it belongs is noticed."),
    MLFLOW_UNREACHABLE(
            1901,
            Kind.FAILED,
            "MLflow cannot be reached",
            "No MLflow tracking server answers at the address that --mlflow-uri or MLFLOW_TRACKING_URI names, or it does not answer in time."),
    NO_SUCH_MODEL(
            1902,
            Kind.NOT_FOUND,
            "MLflow has no such model",
            "The MLflow server has no registered model, version or alias of that name."),
    MLFLOW_UNUSABLE(
            1903,
            Kind.FAILED,
            "What MLflow answered cannot be used",
            "MLflow refused the request, or its answer is not what its interface promises: another form, more bytes than are taken, a redirect to elsewhere, or a path that leads out of the model's own folder. Nothing of it is used."),
    REGISTRY_UNREACHABLE(
            2001,
            Kind.UNAVAILABLE,
            "The registry cannot be reached",
            "No registry answers at that address, or it broke off, was too slow, or failed. What it has already is not sent again, and what was stored is not fetched again: ask once more."),
    REGISTRY_DENIED(
            2002,
            Kind.REFUSED,
            "The registry does not allow it",
            "The registry asks for a login, or the login may not do this. The server takes logins from the docker-style file that LASTGOOD_REGISTRY_AUTH_FILE names, or from LASTGOOD_REGISTRY_HOST, LASTGOOD_REGISTRY_USER and LASTGOOD_REGISTRY_PASSWORD."),
    REGISTRY_LIES(
            2003,
            Kind.FAILED,
            "The registry does not keep its word",
            "What the registry sent has another digest or length than it promised, or it led somewhere else. Nothing of it was taken."),
    NOT_IN_REGISTRY(
            2004,
            Kind.NOT_FOUND,
            "Not in the registry",
            "The registry has nothing under that reference, or hides it from whoever is not logged in."),
    NOT_A_RELEASE(
            2005,
            Kind.INVALID,
            "It is no release",
            "What lies at the reference is not a release that lastgood pushed, or one of a version this server does not know."),
    UNSIGNED(
            2101,
            Kind.REFUSED,
            "No trusted signature",
            "This server starts rollouts only of releases that a trusted key vouches for (lastgood run --require-signatures). The trusted keys are the files DATA/trust/*.pub. The way back asks for no signature."),
    INVALID_SIGNATURE(
            2102,
            Kind.INVALID,
            "The signature is not valid",
            "A signature is a DSSE envelope around an in-toto statement whose one subject is the digest of the release, made with an ECDSA P-256 key."),
    INVALID_QUERY(
            2301,
            Kind.INVALID,
            "The query is not valid",
            "The prediction log is asked by one SELECT over the table 'predictions'. It can only be read, and no file but its own."),
    QUERY_TOO_LARGE(
            2302,
            Kind.REFUSED,
            "The query needs too much",
            "A query of the prediction log may take so much memory and so much time and no more, because predictions are answered on the same machine. Narrow it by --service and --since, or copy DATA/predictions/parquet elsewhere and ask there."),
    RECORDS_AWAY(
            2303,
            Kind.UNAVAILABLE,
            "The prediction log cannot be asked",
            "The process that reads the prediction log could not be started, or came to an end by itself. Predictions are answered and logged all the same."),
    INVALID_KEY(
            2103,
            Kind.INVALID,
            "The key is not valid",
            "A key is a PEM file with an ECDSA key on P-256, as lastgood key init makes it, or openssl: a private one to sign with, a public one to check with.");

    private final int number;
    private final Kind kind;
    private final String title;
    private final String text;

    Code(int number, Kind kind, String title, String text) {
        this.number = number;
        this.kind = kind;
        this.title = title;
        this.text = text;
    }

    /// `LG-1203`
    public String id() {
        return "LG-" + number;
    }

    public Kind kind() {
        return kind;
    }

    public String title() {
        return title;
    }

    /// Two or three sentences for `lastgood explain`.
    public String text() {
        return text;
    }

    public static Optional<Code> parse(String id) {
        return Arrays.stream(values()).filter(c -> c.id().equalsIgnoreCase(id)).findFirst();
    }
}
