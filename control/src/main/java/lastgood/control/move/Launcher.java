package lastgood.control.move;

import java.io.IOException;
import java.util.ArrayList;
import java.util.TreeMap;
import lastgood.control.binding.StackRecord;
import lastgood.control.rollout.ServiceLoop;
import lastgood.core.release.Manifest;
import lastgood.core.release.ReleaseId;
import lastgood.core.rollback.closure.Launch;
import lastgood.core.rollback.closure.World;

/// What a release takes along when it goes out.
public final class Launcher {
    private final StackRecord record;
    private final WorldView view;
    private final Companions companions;
    private final StackKeeper keeper;

    public Launcher(StackRecord record, WorldView view, Companions companions, StackKeeper keeper) {
        this.record = record;
        this.view = view;
        this.companions = companions;
        this.keeper = keeper;
    }

    public Launch launch(ServiceLoop loop, ReleaseId id, Manifest manifest) throws IOException {
        keeper.adopt();
        var stacks = record.now();
        if (stacks.live().isEmpty()) {
            return new Launch.Alone();
        }
        var option = new World.Option(id, manifest.accepts(stacks.live().keySet()));
        var used = new TreeMap<String, String>();
        manifest.parts().shared().forEach(c -> used.put(c.name(), c.version()));
        var launch = Launch.of(view.of(stacks), loop.service(), option, used);
        return launch instanceof Launch.Together together ? tried(loop, id, together) : launch;
    }

    /// Nobody's rollout is ended by somebody else's.
    private Launch tried(ServiceLoop loop, ReleaseId id, Launch.Together together)
            throws IOException {
        var moves = Companions.alone(loop.service(), id);
        var why = new ArrayList<String>();
        for (var reader : companions.readers(together.components(), moves)) {
            var candidate = reader.state().phase().candidate();
            if (candidate.isPresent()
                    && !companions.candidateAccepts(reader, together.components())) {
                why.add(
                        reader.service()
                                + " is trying "
                                + candidate.get()
                                + ", which was not tested with "
                                + together.components());
            }
        }
        return why.isEmpty() ? together : new Launch.Refused(why);
    }
}
