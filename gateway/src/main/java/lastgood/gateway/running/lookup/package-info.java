/// Features that are looked up: a key that a caller sends becomes the columns of its row.
///
/// - In: what a caller sent, and the rows of [lastgood.core.port.FeatureRows].
/// - Out: what the graphs of a release take.
@NullMarked
package lastgood.gateway.running.lookup;

import org.jspecify.annotations.NullMarked;
