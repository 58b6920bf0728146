namespace Countersign.Web.Layout;

/// <summary>A page that the navigation lists.</summary>
/// <param name="Path">Its address.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Icon">The data of its picture's path, on a grid of 24.</param>
/// <param name="Permission">Who has it sees the page; null is the platform's people.</param>
/// <param name="Group">Under which heading.</param>
/// <param name="OnPhone">Whether a phone's bar has it; the others are under "More".</param>
internal sealed record DeskPageEntry(string Path, string Title, string Icon, string? Permission, string Group, bool OnPhone = false);

/// <summary>Every page that the navigation knows, in its order.</summary>
internal static class PageCatalogue
{
    public static IReadOnlyList<DeskPageEntry> All { get; } =
    [
        new("/", "Home", "M4 11 12 4l8 7v9h-5v-6H9v6H4z", "read", "Desk", OnPhone: true),
        new("/ideas", "Ideas", "M9 18h6m-5 3h4M12 3a6 6 0 0 0-3.5 10.9c.6.5.5 1.1.5 1.6h6c0-.5-.1-1.1.5-1.6A6 6 0 0 0 12 3z", "read", "Desk", OnPhone: true),
        new("/chart", "Chart", "M5 4v16M5 8h4v7H5m9-11v16m-2-13h4v8h-4", "read", "Desk"),
        new("/positions", "Positions", "M4 7h16v12H4zM9 7V4h6v3M4 12h16", "read", "Trading", OnPhone: true),
        new("/orders", "Orders", "M6 3h12v18H6zM9 8h6M9 12h6M9 16h4", "read", "Trading"),
        new("/trades", "Trades", "M4 8h14l-4-4M20 16H6l4 4", "read", "Trading"),
        new("/accounts", "Accounts", "M3 7a2 2 0 0 1 2-2h12v4m2 0H5a2 2 0 0 1-2-2v11a2 2 0 0 0 2 2h14zm-3 5.5h.5", "read", "Trading"),
        new("/ledger", "Ledger", "M5 4h14v16H5zM12 4v16M8 8h1m-1 4h1m6-4h1m-1 4h1", "read", "Trading"),
        new("/strategies", "Strategies", "M6 4v16M6 8h8l-2-2m2 2-2 2M6 15h12l-2-2m2 2-2 2", "read", "Research"),
        new("/backtests", "Backtests", "M4 12a8 8 0 1 0 2.5-5.8M4 4v4h4M12 8v4l3 2", "read", "Research"),
        new("/risk", "Risk", "M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.8-1.2-8-4.5-8-9V6zM12 8v5m0 3v.5", "read", "Control", OnPhone: true),
        new("/decisions", "Decisions", "M12 3v18M6 7h12M6 7l-3 7h6zm12 0l-3 7h6z", "read", "Control"),
        new("/audit", "Audit", "M6 3h9l4 4v14H6zM9 12l2 2 4-4M9 18h6", "read", "Control"),
        new("/data", "Data", "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zm0 0v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3", "read", "Research"),
        new("/settings", "Settings", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm0-6v3m0 12v3m9-9h-3M6 12H3m15.4-6.4-2.1 2.1M7.7 16.3l-2.1 2.1m12.8 0-2.1-2.1M7.7 7.7 5.6 5.6", "read", "Administration"),
        new("/members", "Members", "M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zm-6 9c0-3.3 2.7-6 6-6s6 2.7 6 6M16 4.5a3.5 3.5 0 0 1 0 6.5m2 3.5c1.8 1 3 3 3 5.5", "administer", "Administration"),
        new("/keys", "API keys", "M14 4a6 6 0 1 1-4.2 10.2L4 20v-3l5.8-5.8A6 6 0 0 1 14 4zm2 5h.5", "administer", "Administration"),
        new("/webhooks", "Webhooks", "M10 13a4 4 0 0 0 6 .5l3-3a4 4 0 0 0-5.7-5.7L12 6m2 5a4 4 0 0 0-6-.5l-3 3a4 4 0 0 0 5.7 5.7L12 18", "administer", "Administration"),
        new("/platform/settings", "Settings", "M12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6zm0-6v3m0 12v3m9-9h-3M6 12H3m15.4-6.4-2.1 2.1M7.7 16.3l-2.1 2.1m12.8 0-2.1-2.1M7.7 7.7 5.6 5.6", null, "Platform"),
        new("/platform/risk", "Risk", "M12 3l8 3v6c0 4.5-3.2 7.8-8 9-4.8-1.2-8-4.5-8-9V6zM12 8v5m0 3v.5", null, "Platform"),
        new("/platform/data", "Market data", "M5 6c0-1.7 3.1-3 7-3s7 1.3 7 3-3.1 3-7 3-7-1.3-7-3zm0 0v12c0 1.7 3.1 3 7 3s7-1.3 7-3V6M5 12c0 1.7 3.1 3 7 3s7-1.3 7-3", null, "Platform"),
        new("/platform", "Tenants", "M4 20V8l6-4v16M10 20h10V10l-10-2M14 13h2m-2 4h2M6 11h1m-1 4h1", null, "Platform"),
    ];

    /// <summary>Whether a visit may see what stands at an address; addresses that the catalogue does not name are told by the API.</summary>
    public static bool MaySee(Visit visit, DeskPageEntry entry) => entry.Permission is { } permission ? visit.May(permission) : visit.IsPlatform;
}
