package lastgood.core.breaker;

/// Whether one address is asked. Every change begins a new term, and what comes of a request counts only in the term in
/// which it began: an answer that is late by a minute says nothing of now.
public sealed interface Circuit {
    long term();

    /// It is asked.
    ///
    /// @param opened how often it was opened; who is well for long starts anew
    /// @param since when, in nanoseconds
    record Closed(long term, int opened, long since, Tally tally) implements Circuit {}

    /// It rests until a look finds it ready.
    ///
    /// @param since when it failed too much
    /// @param until when nobody looks
    record Open(long term, int opened, Cause cause, long since, long until) implements Circuit {}

    /// A look found it ready, and one request at a time finds out whether it answers.
    record Trial(long term, int opened, Cause cause, long since, boolean underWay)
            implements Circuit {}

    static Circuit closed(long now) {
        return new Closed(0, 0, now, Tally.from(now));
    }

    /// One that was never seen to be ready.
    static Circuit away(long now, Limits limits) {
        return new Open(0, 1, Cause.AWAY, now, now + limits.pause(1));
    }

    /// A request begins.
    default Circuit asked() {
        return this instanceof Trial(var term, var opened, var cause, var since, _)
                ? new Trial(term, opened, cause, since, true)
                : this;
    }

    /// A request was answered.
    default Circuit answered(long in, long now, Limits limits) {
        if (in != term()) {
            return this;
        }
        return switch (this) {
            case Closed(var term, var opened, var since, var tally) ->
                    judged(term, opened, since, tally.plus(false, now, limits), now, limits);
            // Also one that rests and was asked because too many do.
            case Open(var term, var opened, _, _, _) -> closed(term + 1, opened, now);
            case Trial(var term, var opened, _, _, _) -> closed(term + 1, opened, now);
        };
    }

    /// A request failed.
    default Circuit failed(long in, Cause cause, long now, Limits limits) {
        if (in != term()) {
            return this;
        }
        return switch (this) {
            case Closed(var term, var opened, var since, var tally) -> {
                var more = tally.plus(true, now, limits);
                yield more.isTooMuch(limits)
                        ? opened(term, opened, since, cause, now, limits)
                        : new Closed(term, opened, since, more);
            }
            case Open _ -> this;
            case Trial(var term, var opened, _, var since, _) ->
                    new Open(term + 1, opened + 1, cause, since, now + limits.pause(opened + 1));
        };
    }

    /// A request ended, and nobody knows what would have come of it.
    default Circuit forgotten(long in) {
        return in == term() && this instanceof Trial(var term, var opened, var cause, var since, _)
                ? new Trial(term, opened, cause, since, false)
                : this;
    }

    /// Somebody looked whether it is ready.
    default Circuit looked(long in, boolean ready, long now, Limits limits) {
        if (in != term()
                || !(this instanceof Open(var term, var opened, var cause, var since, _))) {
            return this;
        }
        return ready
                ? new Trial(term + 1, opened, cause, since, false)
                : new Open(term + 1, opened + 1, Cause.AWAY, since, now + limits.pause(opened + 1));
    }

    private static Circuit judged(
            long term, int opened, long since, Tally tally, long now, Limits limits) {
        // An answer does not make a ratio worse, but it may be the one that makes it say something.
        return tally.isTooMuch(limits)
                ? opened(term, opened, since, Cause.FAILING, now, limits)
                : new Closed(term, opened, since, tally);
    }

    private static Circuit opened(
            long term, int before, long closedAt, Cause cause, long now, Limits limits) {
        boolean forgiven = now - closedAt >= limits.longestPause().toNanos();
        int opened = forgiven ? 1 : before + 1;
        return new Open(term + 1, opened, cause, now, now + limits.pause(opened));
    }

    private static Circuit closed(long term, int opened, long now) {
        return new Closed(term, opened, now, Tally.from(now));
    }
}
