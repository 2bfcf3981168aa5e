/// Documents as they lie in a registry: releases, what was said of them, signatures, ModelPacks.
@NullMarked
package lastgood.oci.document;

import org.jspecify.annotations.NullMarked;
