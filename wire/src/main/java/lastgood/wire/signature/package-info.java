/// Signatures of releases: DSSE envelopes around in-toto statements, with ECDSA P-256 keys and nothing but the JDK.
@NullMarked
package lastgood.wire.signature;

import org.jspecify.annotations.NullMarked;
