package lastgood.control.release;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lastgood.core.port.Components;
import lastgood.core.port.Workbench;
import lastgood.core.problem.Code;
import lastgood.core.problem.Nearest;
import lastgood.core.problem.Outcome;
import lastgood.core.problem.Problem;
import lastgood.core.release.Blob;
import lastgood.core.release.Filling;
import lastgood.core.release.Manifest;
import lastgood.core.release.OfflineEvidence;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.stack.Component;
import lastgood.core.stack.ComponentId;
import lastgood.core.stack.Requires;
import lastgood.wire.file.RangesFile;
import lastgood.wire.file.RelativePath;
import lastgood.wire.file.ReleaseDraft;
import lastgood.wire.file.SchemaFile;

/// Turns a draft's paths and references into parts with digests, and sees that the parts fit each other.
public final class DraftParts {
    private final Components components;
    private final Workbench workbench;

    public DraftParts(Components components, Workbench workbench) {
        this.components = components;
        this.workbench = workbench;
    }

    /// Carries a problem out of the steps below; it never leaves this class.
    private static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;
        private final transient Problem problem;

        Refusal(Problem problem) {
            super(problem.what());
            this.problem = problem;
        }
    }

    Outcome<Proposal> assemble(ReleaseDraft draft, SubmittedFiles files) throws IOException {
        try {
            var model = get(files.blob(draft.model()));
            var features = features(draft, files);
            var preprocessing = preprocessing(draft, files);
            var unknown = unknownVersions(draft.requires());
            var runtime = get(DraftRuntime.of(draft, files));
            var warnings = new ArrayList<String>();
            Schema schema;
            if (runtime.program().isPresent()) {
                noLookup(features);
                schema =
                        get(
                                DraftRuntime.schema(
                                        draft, features.blob().or(preprocessing::blob), files));
            } else {
                var graphs = new ArrayList<Blob>();
                features.blob().ifPresent(graphs::add);
                preprocessing.blob().ifPresent(graphs::add);
                graphs.add(model);
                var signature = get(workbench.inspect(graphs));
                warnings.addAll(signature.warnings());
                var callers = callers(draft, features, signature.schema());
                schema = schema(draft, files, features, callers);
            }
            warnings.addAll(unknown);
            runtime.memory()
                    .ifPresent(m ->
                            warnings.add(
                                    "runtime.memory "
                                            + m
                                            + " is recorded but not enforced while releases run inside the gateway"));
            var parts =
                    new Parts(
                            new Parts.Model(model),
                            features,
                            preprocessing,
                            schema,
                            runtime,
                            config(draft));
            return Outcome.done(
                    new Proposal(
                            draft.service(),
                            draft.label(),
                            draft.annotations(),
                            new Manifest(parts, draft.requires()),
                            evidence(draft, files),
                            draft.evidence().ranges() instanceof ReleaseDraft.Ranges.Infer,
                            warnings));
        } catch (Refusal r) {
            return Outcome.refused(r.problem);
        }
    }

    private Parts.Features features(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        return switch (draft.features()) {
            case ReleaseDraft.Features.None() -> new Parts.Features.None();
            case ReleaseDraft.Features.Graph(var path) ->
                    new Parts.Features.Graph(get(files.blob(path)));
            case ReleaseDraft.Features.Shared(var id) -> {
                var component = components.find(id);
                if (component.isEmpty()) {
                    throw new Refusal(unknown(id));
                }
                yield of(component.get(), Component.FEATURES).features();
            }
        };
    }

    private Parts.Config config(ReleaseDraft draft) throws IOException, Refusal {
        var id = draft.config().component();
        if (id.isEmpty()) {
            return draft.config();
        }
        var component = components.find(id.get());
        if (component.isEmpty()) {
            throw new Refusal(unknown(id.get()));
        }
        return of(component.get(), Component.CONFIG).config().orElseThrow().in(id.get());
    }

    private static Component of(Component component, String kind) throws Refusal {
        if (!component.kind().equals(kind)) {
            throw new Refusal(
                    Problem.of(
                                    Code.INVALID_RELEASE,
                                    component.id() + " is of kind " + component.kind() + ".")
                            .because("a release uses it where " + kind + " is expected")
                            .tryThis("name a component of kind " + kind));
        }
        return component;
    }

    private Problem unknown(ComponentId id) throws IOException {
        return Problem.of(Code.NO_SUCH_COMPONENT, "There is no component " + id + ".")
                .because("components there are: " + names())
                .tryThis("lastgood apply -f COMPONENT.yaml");
    }

    private static Parts.Preprocessing preprocessing(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        return draft.preprocessing().isPresent()
                ? new Parts.Preprocessing.Graph(get(files.blob(draft.preprocessing().get())))
                : new Parts.Preprocessing.None();
    }

    /// What a program takes, only its schema says; so nobody could tell what is left to be looked up.
    private static void noLookup(Parts.Features features) throws Refusal {
        if (features instanceof Parts.Features.Lookup(var component, _)) {
            throw new Refusal(
                    Problem.of(
                                    Code.INVALID_RELEASE,
                                    "engine command cannot be given features that are looked up.")
                            .because(component + " is looked up, which is done for graphs only")
                            .tryThis("let the program look up what it needs"));
        }
    }

    /// What callers send and get. Where columns are looked up, a file that declares it says which inputs they fill.
    private static Schema callers(ReleaseDraft draft, Parts.Features features, Schema found)
            throws Refusal {
        return draft.schema() instanceof ReleaseDraft.Schema.Infer
                        && features instanceof Parts.Features.Lookup(_, var lookup)
                ? new Schema(
                        get(Filling.inferred(lookup, found.inputs())).callers(), found.outputs())
                : found;
    }

    private static Schema schema(
            ReleaseDraft draft, SubmittedFiles files, Parts.Features features, Schema found)
            throws IOException, Refusal {
        return switch (draft.schema()) {
            case ReleaseDraft.Schema.Infer() -> found;
            case ReleaseDraft.Schema.File(var path) -> {
                var declared = get(SchemaFile.parse(path.text(), get(files.text(path))));
                var misfits = TensorFit.misfits(features, declared, found);
                if (!misfits.isEmpty()) {
                    throw new Refusal(
                            Problem.of(
                                            Code.INVALID_RELEASE,
                                            path.text()
                                                    + " does not describe what the graphs take and give.")
                                    .because(misfits)
                                    .tryThis(
                                            "correct "
                                                    + path.text()
                                                    + ", or write 'schema: infer'"));
                }
                yield declared;
            }
        };
    }

    private static OfflineEvidence evidence(ReleaseDraft draft, SubmittedFiles files)
            throws IOException, Refusal {
        var declared = draft.evidence();
        List<OfflineEvidence.Range> ranges =
                switch (declared.ranges()) {
                    case ReleaseDraft.Ranges.None(), ReleaseDraft.Ranges.Infer() -> List.of();
                    case ReleaseDraft.Ranges.File(var path) ->
                            get(RangesFile.parse(path.text(), get(files.text(path))));
                };
        return new OfflineEvidence(
                declared.dataset(),
                declared.metrics(),
                optional(declared.golden(), files),
                false,
                optional(declared.rows(), files),
                ranges);
    }

    private static Optional<Blob> optional(Optional<RelativePath> path, SubmittedFiles files)
            throws IOException, Refusal {
        return path.isPresent() ? Optional.of(get(files.blob(path.get()))) : Optional.empty();
    }

    /// A component that nobody has applied is most likely mistyped, and would bind nothing for ever; a version may come.
    private List<String> unknownVersions(Requires requires) throws IOException, Refusal {
        var known = components.list().stream().map(Component::id).toList();
        var names = known.stream().map(ComponentId::name).distinct().toList();
        var unknown = new ArrayList<String>();
        for (var required : requires.versions().entrySet()) {
            var name = required.getKey();
            if (!names.contains(name)) {
                throw new Refusal(
                        Problem.of(
                                        Code.NO_SUCH_COMPONENT,
                                        "The release requires "
                                                + name
                                                + ", and there is no component of that name.")
                                .because("components there are: " + names())
                                .tryThis(
                                        Nearest.of(name, names)
                                                .map(n -> "did you mean " + n + "?")
                                                .orElse("lastgood apply -f COMPONENT.yaml")));
            }
            required.getValue().stream()
                    .filter(version -> !known.contains(new ComponentId(name, version)))
                    .forEach(version ->
                            unknown.add(
                                    "requires "
                                            + name
                                            + " "
                                            + version
                                            + ", which nobody has applied"));
        }
        return unknown;
    }

    private String names() throws IOException {
        var names = components.list().stream().map(Component::id).map(Object::toString).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static <T> T get(Outcome<T> outcome) throws Refusal {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw new Refusal(problem);
        };
    }
}
