package lastgood.gateway.recording;

import java.util.OptionalInt;

/// What became of one request, as far as evidence goes.
///
/// @param answer who answered it
/// @param failed the assigned release failed, timed out or said something invalid
/// @param invalid the request's values break the schema's columns
/// @param nanos from the moment it was complete to its answer
public record Noted(
        Answer answer, boolean failed, boolean invalid, long nanos, OptionalInt keySlot) {

    public enum Answer {
        /// The release it was assigned to.
        OWN,
        /// The other one, in its place.
        SHIELDED,
        /// The caller got an error, and nobody else was asked.
        NONE,
        /// The caller got an error: the other one was asked in its place and failed on it as well.
        NEITHER
    }
}
