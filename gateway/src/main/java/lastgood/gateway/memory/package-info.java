/// Memory: how much of it requests may take, counted in bytes before it is taken.
///
/// - In: one [lastgood.gateway.memory.Budget] for the whole port.
/// - Out: a [lastgood.gateway.memory.Loan] for each request, or a refusal.
///
/// An out-of-memory error ends the process, and with it every service; a refused request ends nothing.
@NullMarked
package lastgood.gateway.memory;

import org.jspecify.annotations.NullMarked;
