package lastgood.cli.verb;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The words that screens use, in a sentence or two each: where a service can stand, what a guard and a plan can say, and
/// what releases are called.
final class WordTexts {
    /// @param words the word, and how else it is shown or written
    record Entry(List<String> words, String text) {}

    private static final List<Entry> ALL =
            List.of(
                    // where a service stands
                    entry(
                            "The service has no live release: none was ever rolled out. Next: lastgood rollout start SERVICE r1.",
                            "empty"),
                    entry(
                            "One release gets all requests and nothing is under way. A rollout can start.",
                            "steady"),
                    entry(
                            "A candidate answers nobody yet: it is asked copies of requests that live has answered, at most a hundred a second, and what it says is held against what live said. Its failures count against it like any other. It leaves the shadow when enough answers were compared, or its time is over, and every guard that can see lets it. A label of live's answer judges what the candidate said to the same request, too: guards that need labels look on from the first one.",
                            "shadow"),
                    entry(
                            "A candidate gets a share of the requests beside live. It leaves a step when the step time is over, it has answered minRequests in this step, every required guard can see, none has tripped, and no plain rate lies beyond its bound. A guard that trips puts all requests back.",
                            "canary"),
                    entry(
                            "The rollout stands still and the candidate gets no new share. A person paused it, or the server was started again: candidates then wait at 0 %. Its evidence is kept. Next: lastgood rollout resume or stop.",
                            "paused"),
                    entry(
                            "The new release has all requests and the guards go on watching it. When the bake is over without a trip and with at least minRequests answers, the release is good. A trip goes back to the origin.",
                            "baking",
                            "bake"),
                    entry(
                            "Traffic has been put back, and what is served is being verified: answers in a row must come from the right release.",
                            "returning"),
                    entry(
                            "A person is needed: nothing more happens by itself. The status says why: there is no release to go back to, or what is served could not be verified. lastgood status and lastgood incident list say more; rollback and a new rollout work.",
                            "stuck"),
                    entry(
                            "A request that live has answered and the candidate, in shadow, was asked as well. A label of live's answer judges both, whenever it comes. 'in shadow, of 21 labelled pairs that differ, 11 against the candidate (217 labelled)': 217 such requests have labels; 196 times both were right or both wrong, 11 times live had more right, 10 times the candidate.",
                            "pair",
                            "pairs",
                            "labelled-pairs"),
                    // how a rollout ends
                    entry(
                            "What a release earns at 100 %: its bake is over, no guard tripped, and it gave at least minRequests answers. Only good releases are rolled back to without a person's consent.",
                            "good"),
                    entry(
                            "The rollout is over and traffic is back on its origin: a guard tripped, a person rolled back, or maxDuration was over.",
                            "returned"),
                    entry(
                            "A person ended the rollout; traffic is back on its origin and nothing is held.",
                            "stopped",
                            "stop"),
                    // what a guard says
                    entry(
                            "Of a guard: the evidence says that the candidate keeps the bound. Of a plan: everything fits, and the target is good.",
                            "ok"),
                    entry(
                            "Neither tripped nor proven: the evidence allows both, and the guard goes on looking.",
                            "watching"),
                    entry(
                            "The evidence says that the candidate breaks the bound, with the error budget that was fixed beforehand. It does not take that back: traffic returns, the release is held, an incident is written.",
                            "tripped",
                            "trip"),
                    entry(
                            "A reference that the guard compares with is still being measured.",
                            "learning"),
                    entry(
                            "The guard cannot see: fewer candidate requests than it needs, whatever came of them, or nothing new for its patience. Not seeing is not success: a blind guard lets nothing advance. quality.error_rate needs labels; in shadow it asks for none before the first.",
                            "blind",
                            "no-data"),
                    entry(
                            "There is nothing to compare with, as in the first rollout of a service. Such a guard neither helps nor hinders; the hard limit on errors is on all the same.",
                            "not-applicable",
                            "notapplicable",
                            "no-baseline"),
                    entry(
                            "Not tripped, but the plain rate of the candidate lies beyond the bound. A step is not left before it is inside.",
                            "near-bound",
                            "near"),
                    // what a plan says
                    entry(
                            "Of a plan: the target fits by what its parts declare, but it never earned good, has no golden answers, or its digest is not known. The rollback then needs --yes.",
                            "risky"),
                    entry(
                            "Of a plan: it cannot work as asked, and the reasons name what does not fit. lastgood rollback then ends with 5 and changes nothing.",
                            "blocked"),
                    entry(
                            "Of a plan and of a diff: what those meet who go on calling as the first release has it, when the second answers. What a release asks for may become wider and what it answers narrower; anything else is named. An input too many or too few, or of another form, is refused, as is a missing value that must be there. A value out of range or not listed is answered, and counts for features.invalid. Another unit or column is noticed by nobody. Of the values of an answer the schema is a promise that nobody enforces.",
                            "callers",
                            "break",
                            "breaks"),
                    // what is watched
                    entry(
                            "A condition fixed before the rollout, one line in the service's file: 'metric <= bound', or '>=' where more is better. While a rollout runs its guards are frozen. lastgood explain guard 'LINE' tells what a line means. Metrics: http.error_rate, latency.p50 to p99, features.invalid, quality.error_rate, quality.accuracy.",
                            "guards",
                            "guard"),
                    entry(
                            "A guard that no file need name and none can take away: too many failed requests trip it after a handful. A request that the other release fails on as well does not count for it.",
                            "hard-limit"),
                    // what services share
                    entry(
                            "A part that services share, in versions that never change: kind: Component. lastgood component list shows them, lastgood graph who reads which.",
                            "component",
                            "components"),
                    entry(
                            "Services and components that go back together: kind: Stack. It says of each component whether everybody reads the same version (liveVersions: one) or each release the one it names (many).",
                            "stack",
                            "live-versions",
                            "liveversions"),
                    entry(
                            "In a plan: everybody reads another version of a component from then on. Where it lives in a world of its own, its driver moves it.",
                            "restore"),
                    entry(
                            "In the history: the service stays on its release, which reads another version of what it shares from then on, because others moved.",
                            "rebound"),
                    entry(
                            "In the history of a component: a stack's file says that everybody reads one version of it (shared), or no stack says so any more (unshared).",
                            "shared",
                            "unshared"),
                    entry(
                            "In the history of a component: the version that served already is the one that everybody reads from then on.",
                            "adopted"),
                    entry(
                            "In the history of a component: a move that was begun in its own world was taken back, and nothing changed.",
                            "undone"),
                    // what releases are called
                    entry("What serves now.", "live"),
                    entry("What is being tried beside live.", "candidate"),
                    entry(
                            "The release that was live when the running rollout started. A trip, a stop and a plain rollback go there, earned or not.",
                            "origin"),
                    entry(
                            "The newest good release that is not held; it may be live itself.",
                            "last-good",
                            "lastgood"),
                    entry(
                            "Where a plain rollback goes: the origin while a rollout runs, is paused or bakes; otherwise the newest good release older than live that is not held and fits what is shared.",
                            "rollback-target",
                            "rollbackto"),
                    entry(
                            "The alias that a server run with --mlflow keeps on the model version in MLflow that is live here; last-good is kept on the one that earned it. Both follow a rollback.",
                            "champion",
                            "mlflow",
                            "alias"),
                    entry(
                            "The server tries every way back by itself, beside what serves: it reads and hashes every stored byte of a release again, loads it in a process of its own and asks it its golden rows. lastgood status shows which releases could be gone back to, and why not the others; lastgood doctor SERVICE looks anew.",
                            "pre-flight",
                            "preflight",
                            "way-back"),
                    entry(
                            "Of a notice and an event: pre-flight found that the release to which a rollback would go, or the last good one, cannot be gone back to any more, and why; or that it can again. Each is told once: to the webhook, in the server's log and in the stream of events. lastgood doctor SERVICE says what to do.",
                            "way-closed",
                            "way-open"),
                    entry(
                            "A try of the way back that somebody asked for: lastgood drill run SERVICE. It is timed and leaves a file that proves it; no traffic is touched. What was not measured is null.",
                            "drill"),
                    entry(
                            "Looks at everything that a way back depends on, with one thing to do for each finding: lastgood doctor SERVICE. It ends with 9 where something keeps a way back from working.",
                            "doctor"),
                    entry("What served all requests before live did.", "previous"),
                    entry(
                            "Kept out: a release that tripped or was rolled back is not rolled out again until a named person lifts the hold: lastgood release unhold SERVICE rN --reason TEXT.",
                            "held",
                            "hold"),
                    entry(
                            "A retreat that works but is not written down yet, because the journal cannot be written. Nothing advances meanwhile. A veto on the disk keeps it over a restart; where the disk does not take that either, or nothing was watched, a restart would undo it. It is written as soon as the disk takes it: free space on the disk that holds the data directory.",
                            "unrecorded"));

    private WordTexts() {}

    /// @param typed as people read it on a screen: `no data`, `notApplicable`, `Baking`
    static Optional<Entry> of(String typed) {
        var word = typed.strip().toLowerCase(Locale.ROOT).replaceAll("[ _]+", "-");
        return ALL.stream().filter(e -> e.words().contains(word)).findFirst();
    }

    static List<String> words() {
        return ALL.stream().flatMap(e -> e.words().stream()).toList();
    }

    private static Entry entry(String text, String... words) {
        return new Entry(List.of(words), text);
    }
}
