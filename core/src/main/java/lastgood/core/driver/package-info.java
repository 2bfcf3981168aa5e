/// Drivers: how a shared component that lives in a world of its own (a folder, a repository, any program) is looked at
/// and goes back.
///
/// - In: a [Mark], from whoever recorded the component's version; a [MoveKey], from whoever carries out a plan.
/// - Out: what the world is, as values. A driver throws nothing that a world can legitimately do to it.
///
/// What a driver promises is tested by one contract suite, `ComponentDriverContract`.
@NullMarked
package lastgood.core.driver;

import org.jspecify.annotations.NullMarked;
