/// The `file` driver: versions stand side by side in a folder, and one link leads to the live one.
@NullMarked
package lastgood.drivers.file;

import org.jspecify.annotations.NullMarked;
