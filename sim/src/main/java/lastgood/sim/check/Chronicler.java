package lastgood.sim.check;

import lastgood.control.rollout.ServiceLoop;
import lastgood.core.port.Journal.Entry;
import lastgood.core.release.ServiceName;
import lastgood.core.rollout.Command;
import lastgood.core.rollout.Command.Notice;
import lastgood.core.rollout.Phase;
import lastgood.sim.Reach;
import lastgood.sim.Trace;
import lastgood.sim.world.Life;
import lastgood.sim.world.Words;

/// Tells the trace what was decided, and notes where that has led to.
record Chronicler(Trace trace) {

    void tell(ServiceName service, Entry entry) {
        var decision = entry.decision();
        var why = decision.line().map(line -> " (" + line.how() + ": " + line.why() + ")");
        trace.say(
                service.text(),
                entry.event().getClass().getSimpleName()
                        + " -> "
                        + Words.of(decision.next().phase())
                        + why.orElse(""));
        decision.line().ifPresent(line -> how(line.how(), line.why()));
        for (var command : decision.commands()) {
            switch (command) {
                case Command.OpenIncident _ -> trace.reach(Reach.TRIP);
                case Command.Notify(var notice, _) when notice == Notice.STUCK ->
                        trace.reach(
                                decision.next().phase() instanceof Phase.Stuck.Cornered
                                        ? Reach.CORNERED
                                        : Reach.STUCK);
                case Command.Notify _,
                        Command.Serve _,
                        Command.Verify _,
                        Command.Acknowledge _,
                        Command.CloseIncident _ -> {}
            }
        }
    }

    void started(Phase phase) {
        if (phase instanceof Phase.Baking) {
            trace.reach(Reach.BAKING_AT_A_RESTART);
        }
        if (phase instanceof Phase.Returning) {
            trace.reach(Reach.RETURNING_AT_A_RESTART);
        }
    }

    void look(Life life, ServiceLoop loop) {
        if (!loop.unrecorded().isEmpty()) {
            trace.reach(Reach.UNRECORDED_RETREAT);
        }
        if (life.journal().isUnsure(loop.service())) {
            trace.reach(Reach.WRITTEN_BUT_NOT_ANSWERED);
        }
    }

    private void how(String how, String why) {
        switch (how) {
            case "shadow" -> trace.reach(Reach.SHADOWED);
            case "step" ->
                    trace.reach(why.contains("; in shadow: ") ? Reach.SHADOW_LEFT : Reach.STEPPED);
            case "rollback" -> {
                if (why.endsWith(", in shadow: it answered nobody")) {
                    trace.reach(Reach.TRIP_IN_SHADOW);
                }
            }
            case "promote" -> trace.reach(Reach.PROMOTED);
            case "good" -> trace.reach(Reach.GOOD);
            case "resume" -> trace.reach(Reach.RESUMED);
            case "pause" -> trace.reach(pause(why));
            case "fallback" -> trace.reach(Reach.FALLBACK);
            case "bake" -> trace.reach(Reach.BAKED_AGAIN);
            case "stop" ->
                    trace.reach(
                            why.contains("maxDuration")
                                    ? Reach.EXPIRED
                                    : Reach.RETREAT_OF_A_PERSON);
            default -> {} // nothing to note beyond what its commands say
        }
    }

    private static Reach pause(String why) {
        return why.startsWith("blind")
                ? Reach.PAUSED_FOR_BLINDNESS
                : why.startsWith("the server")
                        ? Reach.PAUSED_BY_RESTART
                        : why.startsWith("the lease") ? Reach.PAUSED_BY_LEASE : Reach.PAUSED;
    }
}
