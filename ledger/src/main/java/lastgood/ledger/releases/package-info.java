/// Releases: every release and every byte it is made of, as an OCI image layout that other tools can read.
///
/// - In: bytes and manifests, from `control`, through `core.port`.
/// - Out: a release's digest, and later exactly those bytes, or the word that they are damaged.
@NullMarked
package lastgood.ledger.releases;

import org.jspecify.annotations.NullMarked;
