package lastgood.wire.view;

import java.util.List;
import java.util.Optional;
import lastgood.core.release.ServiceName;
import lastgood.core.stack.Stack;
import lastgood.core.stack.Stacks;

/// Services and components that must stay consistent, as declared, and who reads what of them now.
///
/// @param services as declared, for people; who really reads something is in `reads`
/// @param reads of the releases that serve, are tried, or stand by to be gone back to
public record StackView(
        String stack,
        List<String> owners,
        List<String> services,
        List<Member> components,
        List<ReaderView> reads) {

    public StackView {
        owners = List.copyOf(owners);
        services = List.copyOf(services);
        components = List.copyOf(components);
        reads = List.copyOf(reads);
    }

    /// @param liveVersions `one` or `many`
    /// @param live the version that everybody reads; null where each reads its own, or nobody reads any yet
    public record Member(
            String component, String kind, String liveVersions, Optional<String> live) {}

    /// @param reads of any component; those of its components are taken
    public static StackView of(Stack stack, Stacks stacks, List<ReaderView> reads) {
        var names = stack.members().stream().map(Stack.Member::component).toList();
        return new StackView(
                stack.name(),
                stack.owners(),
                stack.services().stream().map(ServiceName::text).toList(),
                stack.members().stream()
                        .map(m ->
                                new Member(
                                        m.component(),
                                        m.kind(),
                                        m.liveVersions().text(),
                                        Optional.ofNullable(stacks.live().get(m.component()))))
                        .toList(),
                reads.stream().filter(r -> names.contains(r.component())).toList());
    }
}
