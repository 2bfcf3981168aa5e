package lastgood.core.release;

/// Who or what did something: `cli:alice`, `guard:quality.error_rate`, `server`.
public record Actor(String text) {
    public static final Actor SERVER = new Actor("server");

    public Actor {
        if (text.isBlank()
                || text.length() > 200
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("an actor is 1 to 200 printable characters");
        }
    }

    public static Actor guard(String metric) {
        return new Actor("guard:" + metric);
    }

    @Override
    public String toString() {
        return text;
    }
}
