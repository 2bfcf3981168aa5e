/// Definitions of features in Feast, which go back by being applied again. What does it is a program in Feast's own Python
/// (`driver.py`), asked in the protocol of [lastgood.drivers.exec].
@NullMarked
package lastgood.drivers.feast;

import org.jspecify.annotations.NullMarked;
