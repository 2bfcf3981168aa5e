/// What the drivers that keep versions on a disk have in common: a folder of versions, one link that leads to the live
/// one, and a small file that remembers which moves were made.
///
/// The link alone says what is live. Everything else may be lost in a crash without a wrong answer.
@NullMarked
package lastgood.drivers.disk;

import org.jspecify.annotations.NullMarked;
