package lastgood.core.release;

import lastgood.core.stack.Requires;

/// All that serves, and nothing else: the release's digest is taken over this.
///
/// Service, label, annotations and evidence are left out on purpose, so that a bot that changes one
/// annotation does not escape a hold.
public record Manifest(Parts parts, Requires requires) {}
