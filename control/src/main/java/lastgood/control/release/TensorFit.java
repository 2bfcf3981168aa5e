package lastgood.control.release;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lastgood.core.problem.Outcome;
import lastgood.core.release.Filling;
import lastgood.core.release.Parts;
import lastgood.core.release.Schema;
import lastgood.core.release.TensorSpec;

/// Whether tensors that a file declares are those that the graphs have.
public final class TensorFit {
    private TensorFit() {}

    /// The same, where some of what the graphs take may be looked up.
    static List<String> misfits(Parts.Features features, Schema declared, Schema found) {
        if (!(features instanceof Parts.Features.Lookup(_, var lookup))) {
            return misfits(declared, found);
        }
        return switch (Filling.declared(lookup, found.inputs(), declared)) {
            case Outcome.Refused<Filling>(var problem) -> problem.why();
            case Outcome.Done<Filling>(var filling) ->
                    misfits(filling.behind(declared, found.inputs()), found);
        };
    }

    /// Whether a schema's tensors are those of the graphs: same names, datatypes and as many dimensions, equal where
    /// both are fixed.
    public static List<String> misfits(Schema declared, Schema found) {
        var misfits = new ArrayList<String>();
        misfits.addAll(misfits("input", declared.inputs(), found.inputs(), true));
        misfits.addAll(misfits("output", declared.outputs(), found.outputs(), false));
        return misfits;
    }

    /// What does not fit, one sentence each.
    ///
    /// @param all whether every tensor found must be declared; outputs may be left out
    private static List<String> misfits(
            String role, List<TensorSpec> declared, List<TensorSpec> found, boolean all) {
        var misfits = new ArrayList<String>();
        for (var tensor : declared) {
            var twin = found.stream().filter(f -> f.name().equals(tensor.name())).findFirst();
            if (twin.isEmpty()) {
                misfits.add(
                        "the schema's "
                                + role
                                + " '"
                                + tensor.name()
                                + "' is none of the graphs' "
                                + role
                                + "s: "
                                + names(found));
            } else if (!fits(tensor, twin.get())) {
                misfits.add(
                        "the schema's "
                                + role
                                + " is "
                                + tensor
                                + ", the graphs' is "
                                + twin.get());
            }
        }
        for (var tensor : found) {
            if (all && declared.stream().noneMatch(d -> d.name().equals(tensor.name()))) {
                misfits.add(
                        "the graphs' "
                                + role
                                + " '"
                                + tensor.name()
                                + "' is not in the schema: "
                                + names(declared));
            }
        }
        return misfits;
    }

    private static boolean fits(TensorSpec a, TensorSpec b) {
        if (a.datatype() != b.datatype() || a.shape().size() != b.shape().size()) {
            return false;
        }
        for (int i = 0; i < a.shape().size(); i++) {
            long x = a.shape().get(i);
            long y = b.shape().get(i);
            if (x != y && x != -1 && y != -1) {
                return false;
            }
        }
        return true;
    }

    private static String names(List<TensorSpec> tensors) {
        return tensors.stream().map(TensorSpec::toString).collect(Collectors.joining(", "));
    }
}
