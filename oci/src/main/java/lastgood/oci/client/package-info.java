/// The OCI distribution protocol over `java.net.http`, with a bound on everything a registry could do without end.
@NullMarked
package lastgood.oci.client;

import org.jspecify.annotations.NullMarked;
