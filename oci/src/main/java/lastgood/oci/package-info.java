/// Registries of OCI artifacts: releases travel through them from server to server.
///
/// - In: parcels and references, from `control`, through `core.port.Registry`.
/// - Out: bytes in the store of this server, each held against its digest, or a problem that says what the registry did.
@NullMarked
package lastgood.oci;

import org.jspecify.annotations.NullMarked;
