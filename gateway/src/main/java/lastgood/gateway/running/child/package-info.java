/// Child processes of this very code: how one is started, bounded, and told of releases.
///
/// What runs a model that nobody trusts yet runs there, so that whatever it does ends with the process.
@NullMarked
package lastgood.gateway.running.child;

import org.jspecify.annotations.NullMarked;
