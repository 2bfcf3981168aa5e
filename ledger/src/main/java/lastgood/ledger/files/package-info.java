/// Files: a folder that one process has to itself, and files that are there whole or not at all.
@NullMarked
package lastgood.ledger.files;

import org.jspecify.annotations.NullMarked;
