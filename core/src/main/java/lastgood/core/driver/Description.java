package lastgood.core.driver;

/// What a driver drives.
///
/// @param component its name, without a version
/// @param kind the driver's: `file`, `sql-pointer`
/// @param where for people: the link, the repository, the program
public record Description(String component, String kind, Way way, String where) {}
