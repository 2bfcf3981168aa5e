package lastgood.cli.screen;

/// A symbol that stands before its word.
public enum Mark {
    OK("✔", "[ok]", Colour.GREEN),
    LIVE("●", "[live]", Colour.GREEN),
    WATCHING("◌", "[..]", Colour.BLUE),
    NEAR("▲", "[!]", Colour.YELLOW),
    TRIPPED("✖", "[x]", Colour.RED),
    BLIND("?", "[?]", Colour.MAGENTA),
    PAUSED("⏸", "[||]", Colour.YELLOW),
    HELD("⛔", "[hold]", Colour.RED),
    BACK("↩", "[<-]", Colour.NONE),
    CHANGED("~", "~", Colour.YELLOW),
    SAME("=", "=", Colour.NONE),
    NOTHING("–", "-", Colour.NONE);

    private final String symbol;
    private final String plain;
    private final Colour colour;

    Mark(String symbol, String plain, Colour colour) {
        this.symbol = symbol;
        this.plain = plain;
        this.colour = colour;
    }

    Colour colour() {
        return colour;
    }

    String symbol(boolean ascii) {
        return ascii ? plain : symbol;
    }
}
